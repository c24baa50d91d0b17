create schema campaign;
grant usage on schema campaign to liuyuan_app, liuyuan_system;
grant create on schema campaign to liuyuan_system;

-- A broadcast (群发): one message, or several that are compared, to the people of a segment, once.
create table campaign.broadcast (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  draft jsonb not null,
  draft_no integer not null default 1,
  saved_at timestamptz not null,
  saved_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  -- Thrown away, and found again by who takes that back.
  dropped_at timestamptz,
  primary key (workspace_id, id)
);
create index broadcast_by_time on campaign.broadcast (workspace_id, saved_at desc, id desc);
call liuyuan.protect('campaign.broadcast', 'select, insert, update');

-- What was launched, and how far its people have come. The plan never changes from here on.
create table campaign.launch (
  workspace_id uuid not null references staff.workspace,
  broadcast_id uuid not null,
  plan jsonb not null,
  experiment_id uuid not null,
  -- As many as were shown to whoever launched.
  audience integer not null,
  launched_at timestamptz not null,
  launched_by uuid,
  approved_by uuid,
  -- By the workspace's clock: nobody is written to before, nothing leaves after.
  starts_at timestamptz not null,
  not_after timestamptz not null,
  -- The audience is written down piece by piece, in growing numbers; from `frozen_at` on nobody comes in any more.
  up_to_no bigint not null default 0,
  frozen_at timestamptz,
  -- In real time: nothing is looked at before.
  look_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, broadcast_id),
  foreign key (workspace_id, broadcast_id) references campaign.broadcast
);
create index launch_open on campaign.launch (workspace_id, look_at) where ended_at is null;
call liuyuan.protect('campaign.launch', 'select, insert, update');
call liuyuan.let_system_read('campaign.launch', 'workspace_id, broadcast_id, look_at, ended_at');

-- The frozen audience: who was meant, which words they were to get, and who got nothing to compare with. No foreign keys:
-- a hundred thousand are written at once.
create table campaign.recipient (
  workspace_id uuid not null,
  broadcast_id uuid not null,
  customer_no bigint not null,
  customer_id uuid not null,
  -- The variant of the message; empty for the control group.
  arm text not null,
  state text not null check (state in ('control', 'waiting', 'decided', 'dropped')),
  -- Why they wait, or why they were left out without a row of the ledger.
  reason text,
  due_at timestamptz,
  -- Grows when somebody who provably got nothing is tried anew.
  round smallint not null default 1,
  -- The row of the ledger that stands for the newest round.
  delivery_id uuid,
  primary key (workspace_id, broadcast_id, customer_no),
  check ((state = 'waiting') = (due_at is not null)),
  check (state <> 'decided' or delivery_id is not null)
);
create index recipient_waiting on campaign.recipient (workspace_id, broadcast_id, due_at) where state = 'waiting';
call liuyuan.protect('campaign.recipient', 'select, insert, update');

-- Called back: what has not left is taken out, what waits for an associate is cancelled over there.
create table campaign.cancellation (
  workspace_id uuid not null references staff.workspace,
  broadcast_id uuid not null,
  cancelled_at timestamptz not null,
  cancelled_by uuid,
  reason text not null,
  primary key (workspace_id, broadcast_id),
  foreign key (workspace_id, broadcast_id) references campaign.launch
);
call liuyuan.protect('campaign.cancellation', 'select, insert');

-- The broadcasts that a worker has to look at.
create function campaign.due(at timestamptz) returns table (workspace_id uuid, broadcast_id uuid)
language sql stable security definer set search_path = ''
as $$
  select l.workspace_id, l.broadcast_id
  from campaign.launch l
  where l.ended_at is null
    and l.look_at <= at
$$;
alter function campaign.due(timestamptz) owner to liuyuan_system;
revoke all on function campaign.due(timestamptz) from public;
grant execute on function campaign.due(timestamptz) to liuyuan_app;

-- The ledger knows what a broadcast has caused.
alter table channel.message drop constraint message_cause_kind_check;
alter table channel.message add constraint message_cause_kind_check
  check (cause_kind in ('journey', 'welcome', 'test', 'material', 'broadcast'));
alter table channel.message add column broadcast_id uuid;
create index message_of_broadcast on channel.message (workspace_id, broadcast_id) where broadcast_id is not null;
alter table channel.delivery add column broadcast_id uuid;
-- A later try stands for it.
alter table channel.delivery add column superseded_at timestamptz;
create index delivery_of_broadcast on channel.delivery (workspace_id, broadcast_id, state) where broadcast_id is not null;
alter table channel.pause drop constraint pause_scope_check;
alter table channel.pause add constraint pause_scope_check check (scope in ('workspace', 'carrier', 'journey', 'broadcast'));

-- WeCom reminds the associates of a task three times in 24 hours.
create table channel.reminder (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  call_id uuid not null,
  reminded_at timestamptz not null,
  reminded_by uuid,
  primary key (workspace_id, id)
);
create index reminder_of_call on channel.reminder (workspace_id, call_id, reminded_at);
call liuyuan.protect('channel.reminder', 'select, insert, delete');

alter table experiment.experiment drop constraint experiment_subject_kind_check;
alter table experiment.experiment add constraint experiment_subject_kind_check check (subject_kind in ('journey', 'broadcast'));
