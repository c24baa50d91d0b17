-- What is said in customer groups (客户群群发): one task of an owner's for many of their groups; the owner confirms.
create schema posting;
grant usage on schema posting to liuyuan_app, liuyuan_system;
grant create on schema posting to liuyuan_system;

create table posting.post (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- hand: somebody's own. column, sop: planned by one, whose id stands beside it.
  cause text not null check (cause in ('hand', 'column', 'sop')),
  cause_id uuid,
  name text not null,
  text text not null,
  picture bytea,
  picture_type text not null default '',
  link jsonb,
  -- task: a task of WeCom's that the owner confirms. manual: the owner does it by hand.
  way text not null check (way in ('task', 'manual')),
  -- Of two that claim a group's day the higher one goes out.
  priority smallint not null,
  -- What becomes of it where the group's day is taken.
  when_taken text not null check (when_taken in ('manual', 'leave_out')),
  -- By the workspace's own clock.
  starts_at timestamptz not null,
  not_after timestamptz not null,
  made_at timestamptz not null,
  made_by uuid,
  cancelled_at timestamptz,
  cancelled_by uuid,
  cancel_reason text not null default '',
  primary key (workspace_id, id)
);
create index post_by_time on posting.post (workspace_id, id desc);
create index post_by_start on posting.post (workspace_id, starts_at);
create index post_of_cause on posting.post (workspace_id, cause_id) where cause_id is not null;
call liuyuan.protect('posting.post', 'select, insert, update');

-- The effect ledger of groups: one row for each group of a post, whatever became of it.
create table posting.target (
  workspace_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  group_id uuid not null,
  chat_id text not null,
  -- As they were when it was handed over last.
  group_name text not null,
  owner text not null,
  members integer not null,
  -- planned → sending (written down before the call) → handed (the owner is to confirm) → sent. unknown: nobody knows whether
  -- the task was made; parked: a person decides. manual: the owner does it by hand → done. Ends: sent, done, failed, expired,
  -- cancelled, left_out.
  state text not null check (
    state in ('planned', 'sending', 'unknown', 'parked', 'handed', 'sent', 'manual', 'done', 'failed', 'expired', 'cancelled', 'left_out')
  ),
  reason text not null default '',
  due_at timestamptz not null,
  task_id uuid,
  sent_at timestamptz,
  turned_at timestamptz not null,
  -- When the owner was told of what is to be done by hand.
  told_at timestamptz,
  decided_by uuid,
  said text not null default '',
  primary key (workspace_id, id),
  unique (workspace_id, post_id, group_id),
  foreign key (workspace_id, post_id) references posting.post
);
create index target_due on posting.target (workspace_id, due_at) where state = 'planned';
create index target_of_group on posting.target (workspace_id, group_id, due_at desc);
create index target_of_task on posting.target (workspace_id, task_id) where task_id is not null;
create index target_by_hand on posting.target (workspace_id, owner) where state = 'manual';
call liuyuan.protect('posting.target', 'select, insert, update');
call liuyuan.let_system_read('posting.target', 'workspace_id, state, due_at, told_at');

-- A group hears the brand once a day: whoever has the row has the day.
create table posting.slot (
  workspace_id uuid not null,
  group_id uuid not null,
  day date not null,
  target_id uuid not null,
  primary key (workspace_id, group_id, day),
  foreign key (workspace_id, target_id) references posting.target
);
create index slot_of_target on posting.slot (workspace_id, target_id);
call liuyuan.protect('posting.slot', 'select, insert, delete');

-- One call to WeCom: a post for the groups of one owner. It lives until the task is over.
create table posting.task (
  workspace_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  userid text not null,
  groups integer not null,
  marker text not null,
  state text not null check (state in ('sending', 'unknown', 'parked', 'open', 'refused', 'closed')),
  remote_id text,
  -- In real time, and by the workspace's clock.
  called_at timestamptz not null,
  present_at timestamptz not null,
  closes_at timestamptz not null,
  look_at timestamptz not null,
  lease_until timestamptz,
  looks integer not null default 0,
  confirmed_at timestamptz,
  cancel_reason text,
  cancelled_at timestamptz,
  errmsg text not null default '',
  primary key (workspace_id, id),
  foreign key (workspace_id, post_id) references posting.post
);
create index task_live on posting.task (workspace_id, look_at) where state in ('sending', 'open', 'unknown');
create index task_of_post on posting.task (workspace_id, post_id);
create unique index task_remote on posting.task (workspace_id, remote_id) where remote_id is not null;
call liuyuan.protect('posting.task', 'select, insert, update');
call liuyuan.let_system_read('posting.task', 'workspace_id, state, look_at, lease_until, closes_at');

-- WeCom reminds of a task three times a day at most.
create table posting.reminder (
  workspace_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  reminded_at timestamptz not null,
  reminded_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, task_id) references posting.task
);
create index reminder_of_task on posting.reminder (workspace_id, task_id, reminded_at);
call liuyuan.protect('posting.reminder', 'select, insert, delete');

create function posting.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from posting.target t
      where t.workspace_id = w.workspace_id
        and t.state = 'planned'
        and t.due_at <= coalesce(w.clock_at, at)
    )
    or exists (
      select from posting.target t
      where t.workspace_id = w.workspace_id
        and t.state = 'manual'
        and t.told_at is null
    )
    or exists (
      select from posting.task k
      where k.workspace_id = w.workspace_id
        and k.state in ('sending', 'open', 'unknown')
        and (
          k.look_at <= at
          or k.closes_at <= coalesce(w.clock_at, at)
          or exists (select from channel.pause p where p.workspace_id = w.workspace_id and p.lifted_at is null)
        )
    )
$$;
alter function posting.due(timestamptz) owner to liuyuan_system;
revoke all on function posting.due(timestamptz) from public;
grant execute on function posting.due(timestamptz) to liuyuan_app;
