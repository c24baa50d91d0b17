create schema channel;
grant usage on schema channel to liuyuan_app, liuyuan_system;
grant create on schema channel to liuyuan_system;

-- The rules by which customers are left in peace, every version of them: the newest counts.
create table channel.policy (
  workspace_id uuid not null references staff.workspace,
  no integer not null,
  rules jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  reason text not null,
  primary key (workspace_id, no)
);
call liuyuan.protect('channel.policy', 'select, insert');

-- The kill switch: what is stopped, by whom and why. `subject` names the carrier or the journey.
create table channel.pause (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  scope text not null check (scope in ('workspace', 'carrier', 'journey')),
  subject text not null default '',
  paused_at timestamptz not null,
  paused_by uuid,
  reason text not null,
  lifted_at timestamptz,
  lifted_by uuid,
  lift_reason text,
  primary key (workspace_id, id),
  check ((scope = 'workspace') = (subject = ''))
);
create unique index pause_standing on channel.pause (workspace_id, scope, subject) where lifted_at is null;
call liuyuan.protect('channel.pause', 'select, insert, update');
call liuyuan.let_system_read('channel.pause', 'workspace_id, lifted_at');

-- What a customer said about being spoken to. Never changed but for being taken back, which is a record as well.
create table channel.consent (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- As it was recorded; whose person that is may change.
  customer_id uuid not null,
  kind text not null check (kind in ('opt_out', 'opt_in', 'do_not_disturb', 'disturb_again')),
  -- Empty for do-not-disturb, which is about everything.
  purpose text not null check (purpose in ('', 'service', 'value', 'promotion')),
  until timestamptz,
  source text not null check (source in ('staff', 'customer', 'import', 'api')),
  reason text not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  primary key (workspace_id, id),
  check ((kind in ('opt_out', 'opt_in')) = (purpose <> ''))
);
create index consent_of_customer on channel.consent (workspace_id, customer_id, recorded_at desc, id desc);
call liuyuan.protect('channel.consent', 'select, insert, update');

-- One row for each person who was ever to be spoken to: what it takes to say no at once, and the row to be locked while
-- slots are counted and taken.
create table channel.person (
  workspace_id uuid not null,
  person_id uuid not null,
  refused text[] not null default '{}',
  leave_until timestamptz,
  primary key (workspace_id, person_id)
);
call liuyuan.protect('channel.person');

-- A message as it was written, kept once for all who get it.
create table channel.message (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  cause_kind text not null check (cause_kind in ('journey', 'welcome', 'test')),
  journey_id uuid,
  journey_version integer,
  step_id text not null default '',
  carrier text not null check (carrier in ('wecom_welcome', 'wecom_mass', 'staff_task')),
  purpose text not null check (purpose in ('service', 'value', 'promotion')),
  text text not null,
  link jsonb,
  made_at timestamptz not null,
  primary key (workspace_id, id)
);
create index message_of_journey on channel.message (workspace_id, journey_id) where journey_id is not null;
call liuyuan.protect('channel.message', 'select, insert');

-- The effect ledger: one row for each intended effect on one customer, also for those that the policy refused. The row is
-- its own cap slot while `slot_on` is set. No foreign keys: a hundred thousand are planned at once.
create table channel.delivery (
  workspace_id uuid not null,
  -- The effect's key, made from its cause: the same effect is the same row.
  id uuid not null,
  message_id uuid not null,
  journey_id uuid,
  enrollment_id uuid,
  customer_id uuid not null,
  customer_no bigint not null,
  -- Whom the slot counts for: the person at this time. Moved by merges.
  person_id uuid not null,
  carrier text not null,
  purpose text not null,
  state text not null check (state in ('planned', 'claimed', 'sending', 'handed', 'sent', 'failed', 'unknown', 'parked', 'skipped', 'expired', 'cancelled')),
  reason text,
  detail jsonb,
  userid text not null default '',
  external_userid text not null default '',
  -- The rendering, where it differs from the message.
  text text,
  zone text not null,
  planned_at timestamptz not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  lateness text not null check (lateness in ('send_late', 'skip', 'next_slot')),
  due_at timestamptz not null,
  -- Of a welcome: the code that works once, within 20 seconds.
  welcome_code text,
  slot_at timestamptz,
  slot_on date,
  -- Grows with every claim: who comes back with an older one is too late.
  fence integer not null default 0,
  lease_until timestamptz,
  call_id uuid,
  sent_at timestamptz,
  settled_at timestamptz,
  primary key (workspace_id, id),
  check ((slot_at is null) = (slot_on is null)),
  check (slot_on is null or state not in ('failed', 'skipped', 'expired', 'cancelled'))
);
create index delivery_of_person on channel.delivery (workspace_id, person_id, slot_on);
create index delivery_due on channel.delivery (workspace_id, carrier, due_at) where state in ('planned', 'claimed', 'sending');
create index delivery_of_call on channel.delivery (workspace_id, call_id) where call_id is not null;
create index delivery_by_time on channel.delivery (workspace_id, planned_at desc, id desc);
create index delivery_parked on channel.delivery (workspace_id, settled_at) where state = 'parked';
call liuyuan.protect('channel.delivery', 'select, insert, update');
call liuyuan.let_system_read('channel.delivery', 'workspace_id, carrier, state, due_at, lease_until');

-- One call to the other side: a welcome, or a mass-send task for up to 10,000 receivers with the life it has there.
create table channel.remote_call (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  kind text not null check (kind in ('welcome', 'mass')),
  message_id uuid not null,
  userid text not null default '',
  text text not null,
  link jsonb,
  -- Stands in the link, so that the task can be recognised in a list that does not say who made it.
  marker text not null,
  receivers integer not null check (receivers > 0),
  -- sending: begun, not answered. open: the task waits for the associate. unknown: no proof either way. closed: nothing more will come.
  state text not null check (state in ('sending', 'open', 'unknown', 'parked', 'refused', 'closed')),
  remote_id text,
  errcode integer,
  errmsg text,
  called_at timestamptz not null,
  -- The same instant on the workspace's clock.
  present_at timestamptz not null,
  answered_at timestamptz,
  closes_at timestamptz not null,
  look_after timestamptz not null,
  looks integer not null default 0,
  lease_until timestamptz,
  confirmed_at timestamptz,
  cancel_reason text,
  cancelled_at timestamptz,
  closed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index remote_call_remote on channel.remote_call (workspace_id, remote_id) where remote_id is not null;
create index remote_call_live on channel.remote_call (workspace_id, look_after) where state in ('sending', 'open', 'unknown');
create index remote_call_parked on channel.remote_call (workspace_id, called_at) where state = 'parked';
call liuyuan.protect('channel.remote_call', 'select, insert, update');
call liuyuan.let_system_read('channel.remote_call', 'workspace_id, state, look_after, closes_at');

-- What an associate is asked to send or do in person.
create table channel.staff_task (
  workspace_id uuid not null references staff.workspace,
  -- The delivery's id.
  id uuid not null,
  userid text not null,
  state text not null check (state in ('open', 'done', 'skipped', 'expired', 'cancelled')),
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  reason text not null default '',
  primary key (workspace_id, id)
);
create index staff_task_open on channel.staff_task (workspace_id, closes_at) where state = 'open';
create index staff_task_of on channel.staff_task (workspace_id, userid, opened_at desc);
call liuyuan.protect('channel.staff_task', 'select, insert, update');
call liuyuan.let_system_read('channel.staff_task', 'workspace_id, state, closes_at');

-- A person's decision about a delivery of which nobody knows whether it left.
create table channel.verdict (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  call_id uuid not null,
  said text not null check (said in ('was_sent', 'send', 'drop')),
  deliveries integer not null,
  said_at timestamptz not null,
  said_by uuid,
  primary key (workspace_id, id)
);
call liuyuan.protect('channel.verdict', 'select, insert');

-- How many calls of one kind were taken in a window, by whichever worker: taken in leases before they are made.
create table channel.api_budget (
  workspace_id uuid not null references staff.workspace,
  api text not null,
  window_start timestamptz not null,
  window_ms integer not null,
  taken integer not null,
  primary key (workspace_id, api, window_ms)
);
call liuyuan.protect('channel.api_budget', 'select, insert, update');

-- Which installation this database belongs to. A copy of it does not send.
create table channel.installation (
  only_one boolean primary key default true check (only_one),
  id uuid not null,
  place text not null,
  made_at timestamptz not null
);
grant select, insert, update on channel.installation to liuyuan_app;

create table channel.fence (
  id uuid primary key,
  place text not null,
  fenced_at timestamptz not null,
  released_at timestamptz,
  released_by uuid,
  reason text not null default ''
);
create unique index fence_standing on channel.fence ((true)) where released_at is null;
grant select, insert, update on channel.fence to liuyuan_app;

-- The workspaces with a welcome that is due. Twenty real seconds, whatever the workspace's clock says.
create function channel.due_welcome(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select distinct d.workspace_id
  from channel.delivery d
  where d.state in ('planned', 'claimed', 'sending')
    and d.carrier = 'wecom_welcome'
    and d.due_at <= at
    and (d.lease_until is null or d.lease_until <= at)
$$;

-- The workspaces with anything else due, by their own clocks; leases and looks by the real one.
create function channel.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from channel.delivery d
      where d.workspace_id = w.workspace_id
        and d.state in ('planned', 'claimed')
        and d.carrier in ('wecom_mass', 'staff_task')
        and d.due_at <= coalesce(w.clock_at, at)
        and (d.lease_until is null or d.lease_until <= at)
    )
    or exists (
      select from channel.remote_call c
      where c.workspace_id = w.workspace_id
        and c.state in ('sending', 'open', 'unknown')
        and (
          c.look_after <= at
          or c.closes_at <= coalesce(w.clock_at, at)
          or exists (select from channel.pause p where p.workspace_id = w.workspace_id and p.lifted_at is null)
        )
    )
    or exists (
      select from channel.staff_task t
      where t.workspace_id = w.workspace_id
        and t.state = 'open'
        and (
          t.closes_at <= coalesce(w.clock_at, at)
          or exists (select from channel.pause p where p.workspace_id = w.workspace_id and p.lifted_at is null)
        )
    )
$$;
alter function channel.due_welcome(timestamptz) owner to liuyuan_system;
alter function channel.due(timestamptz) owner to liuyuan_system;
revoke all on function channel.due_welcome(timestamptz), channel.due(timestamptz) from public;
grant execute on function channel.due_welcome(timestamptz), channel.due(timestamptz) to liuyuan_app;
