-- A plan of posts in customer groups (群 SOP, 栏目): each that is due becomes one post of the room, for each group once.
create table posting.plan (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  -- draft → running ⇄ paused → ended.
  state text not null check (state in ('draft', 'running', 'paused', 'ended')),
  -- Who turned it last, when in real time, and why.
  turned_at timestamptz not null,
  turned_by uuid,
  turn_reason text not null default '',
  -- Chosen groups; null: all that match what stands below, later ones too.
  group_ids uuid[],
  owners text[] not null default '{}',
  search text not null default '',
  least integer,
  most integer,
  -- Days of the workspace, both included.
  starts_on date,
  ends_on date,
  -- The day that is counted down to.
  event_on date,
  when_taken text not null check (when_taken in ('manual', 'leave_out')),
  made_at timestamptz not null,
  made_by uuid,
  -- By the workspace's clock: nothing before it is made up for.
  launched_at timestamptz,
  -- By the workspace's clock: until when every post that was due is decided.
  decided_until timestamptz,
  -- In real time: when the plan is looked at next.
  look_at timestamptz not null,
  primary key (workspace_id, id)
);
create index plan_by_time on posting.plan (workspace_id, id desc);
create index plan_due on posting.plan (workspace_id, look_at) where state = 'running';
call liuyuan.protect('posting.plan', 'select, insert, update');
call liuyuan.let_system_read('posting.plan', 'workspace_id, state, look_at');

create table posting.plan_step (
  workspace_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  line smallint not null,
  name text not null default '',
  -- day: of the group's life, its first day is 1. week: each week on weekday `nth`, Monday is 1. event: so many days after the
  -- plan's event, before it when negative.
  kind text not null check (kind in ('day', 'week', 'event')),
  nth smallint not null,
  at_time text not null check (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  text text not null,
  link jsonb,
  way text not null check (way in ('task', 'manual')),
  window_hours smallint not null check (window_hours between 1 and 72),
  -- By the workspace's clock: a step that was added or moved makes nothing up for.
  counts_from timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, plan_id) references posting.plan
);
create index plan_step_of on posting.plan_step (workspace_id, plan_id, line);
call liuyuan.protect('posting.plan_step', 'select, insert, update');

-- Which groups a plan has taken in, and since when by the workspace's clock: a new group since it was made.
create table posting.plan_group (
  workspace_id uuid not null,
  plan_id uuid not null,
  group_id uuid not null,
  since timestamptz not null,
  primary key (workspace_id, plan_id, group_id),
  foreign key (workspace_id, plan_id) references posting.plan
);
call liuyuan.protect('posting.plan_group', 'select, insert');

-- What was decided: a step is posted, or skipped, once for a group and a day.
create table posting.plan_day (
  workspace_id uuid not null,
  plan_id uuid not null,
  step_id uuid not null,
  group_id uuid not null,
  day date not null,
  due_at timestamptz not null,
  decided_at timestamptz not null,
  -- The post it became; null: it came later than its window and was skipped.
  post_id uuid,
  primary key (workspace_id, plan_id, step_id, group_id, day),
  foreign key (workspace_id, plan_id) references posting.plan,
  foreign key (workspace_id, step_id) references posting.plan_step,
  foreign key (workspace_id, post_id) references posting.post
);
create index plan_day_by_time on posting.plan_day (workspace_id, plan_id, due_at desc);
call liuyuan.protect('posting.plan_day', 'select, insert, update');

create function posting.plans_due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select distinct p.workspace_id
  from posting.plan p
  where p.state = 'running'
    and p.look_at <= at
$$;
alter function posting.plans_due(timestamptz) owner to liuyuan_system;
revoke all on function posting.plans_due(timestamptz) from public;
grant execute on function posting.plans_due(timestamptz) to liuyuan_app;
