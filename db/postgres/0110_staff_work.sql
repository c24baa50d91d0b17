-- How associates' work is counted and kept in time (导购工时与时限): minutes of each kind of work, hours, when a task is late, whom
-- that is told. The newest version holds.
create table channel.work_rules (
  workspace_id uuid not null references staff.workspace,
  no integer not null,
  rules jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id, no)
);
call liuyuan.protect('channel.work_rules', 'select, insert');

-- An associate is away on whole days of the workspace; her tasks of that time are offered to a stand-in.
create table channel.absence (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  userid text not null,
  from_on date not null,
  to_on date not null,
  stand_in text,
  reason text not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  primary key (workspace_id, id),
  check (from_on <= to_on),
  check (stand_in <> userid)
);
create index absence_of on channel.absence (workspace_id, userid, to_on);
call liuyuan.protect('channel.absence', 'select, insert, update');

-- `snoozed`: left for a later day; the delivery is planned again. `due_at`: by when it should be done; `look_at`: when the clock
-- has something to do about it. `begun_at`: she has tapped send, and nobody knows yet what came of it.
alter table channel.staff_task drop constraint staff_task_state_check;
alter table channel.staff_task add constraint staff_task_state_check
  check (state in ('open', 'done', 'skipped', 'expired', 'cancelled', 'snoozed'));
alter table channel.staff_task
  add column due_at timestamptz,
  add column outcome text check (outcome in ('sent', 'by_phone', 'not_wanted', 'not_now', 'no_answer', 'other')),
  add column snoozed_until timestamptz,
  add column assigned_at timestamptz,
  add column begun_at timestamptz,
  add column escalated_at timestamptz,
  add column look_at timestamptz;
create index staff_task_look on channel.staff_task (workspace_id, look_at) where state = 'open' and look_at is not null;
grant select (look_at) on channel.staff_task to liuyuan_system;

-- What was decided about a task beside its end: who, when, why.
create table channel.task_deed (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  task_id uuid not null,
  kind text not null check (kind in ('snoozed', 'moved', 'taken', 'escalated')),
  at timestamptz not null,
  by_staff uuid,
  by_userid text,
  from_userid text,
  to_userid text,
  until_at timestamptz,
  reason text not null default '',
  primary key (workspace_id, id)
);
create index task_deed_of on channel.task_deed (workspace_id, task_id, at);
call liuyuan.protect('channel.task_deed', 'select, insert');

-- Cards that the app shows to associates and managers: one for a task and a day, one for an associate's late tasks and a day. The
-- id is the card's own name at WeCom, which takes each once. `face`: what it is to say when nothing is left to press.
create table channel.staff_card (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  kind text not null check (kind in ('nudge', 'escalation')),
  task_id uuid,
  -- Whose tasks a manager is told of.
  about_userid text,
  userid text not null,
  on_day date not null,
  state text not null check (state in ('planned', 'sending', 'sent', 'failed', 'dropped')),
  planned_at timestamptz not null,
  lease_until timestamptz,
  tries integer not null default 0,
  sent_at timestamptz,
  error text,
  response_code text,
  pressed_at timestamptz,
  pressed_key text,
  face text check (face in ('sent', 'later', 'over', 'moved')),
  face_state text not null default 'open' check (face_state in ('open', 'due', 'shown', 'lost')),
  primary key (workspace_id, id)
);
create unique index staff_card_of_task on channel.staff_card (workspace_id, task_id, on_day) where kind = 'nudge';
create unique index staff_card_of_late on channel.staff_card (workspace_id, about_userid, userid, on_day) where kind = 'escalation';
create index staff_card_moving on channel.staff_card (workspace_id, lease_until)
  where state in ('planned', 'sending') or face_state = 'due';
call liuyuan.protect('channel.staff_card', 'select, insert, update');
call liuyuan.let_system_read('channel.staff_card', 'workspace_id, state, lease_until, face_state');

-- Workspaces in which a task's clock has something to do, or a card is on its way.
create function channel.due_card(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from channel.staff_task t
      where t.workspace_id = w.workspace_id
        and t.state = 'open'
        and t.look_at <= coalesce(w.clock_at, at)
    )
    or exists (
      select from channel.staff_card c
      where c.workspace_id = w.workspace_id
        and (c.state in ('planned', 'sending') or c.face_state = 'due')
        and (c.lease_until is null or c.lease_until <= at)
    )
$$;
alter function channel.due_card(timestamptz) owner to liuyuan_system;
revoke all on function channel.due_card(timestamptz) from public;
grant execute on function channel.due_card(timestamptz) to liuyuan_app;
