create schema journey;
grant usage on schema journey to liuyuan_app, liuyuan_system;
grant create on schema journey to liuyuan_system;

-- A journey (客户SOP) and the plan that is being edited. Every save counts up, so that two editors notice each other.
create table journey.journey (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  draft jsonb not null,
  draft_no integer not null default 1,
  draft_saved_at timestamptz not null,
  draft_saved_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  primary key (workspace_id, id)
);
call liuyuan.protect('journey.journey', 'select, insert, update');
call liuyuan.let_system_read('journey.journey', 'workspace_id, id');

-- A published plan. It can be added and never changed: whoever entered by it finishes by it.
create table journey.version (
  workspace_id uuid not null references staff.workspace,
  journey_id uuid not null,
  no integer not null,
  plan jsonb not null,
  experiment_id uuid,
  -- Triggers look at nothing that happened before. In the workspace's own time.
  activated_at timestamptz not null,
  published_at timestamptz not null,
  published_by uuid,
  -- The second person, where the audience was larger than one may launch alone.
  approved_by uuid,
  -- How many people the launch reached out to, as the publisher was shown.
  audience integer not null default 0,
  primary key (workspace_id, journey_id, no),
  foreign key (workspace_id, journey_id) references journey.journey
);
call liuyuan.protect('journey.version', 'select, insert');

-- A journey stands still from `paused_at` to `resumed_at`: nobody enters, no timer rings.
create table journey.pause (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  journey_id uuid not null,
  paused_at timestamptz not null,
  paused_by uuid,
  reason text not null,
  resumed_at timestamptz,
  resumed_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id) references journey.journey
);
create unique index pause_standing on journey.pause (workspace_id, journey_id) where resumed_at is null;
create index pause_of_journey on journey.pause (workspace_id, journey_id, paused_at);
call liuyuan.protect('journey.pause', 'select, insert, update');
call liuyuan.let_system_read('journey.pause', 'workspace_id, journey_id, resumed_at');

-- The end of a journey. `finish`: nobody enters any more, who is inside goes on. `at_once`: all leave.
create table journey.ending (
  workspace_id uuid not null references staff.workspace,
  journey_id uuid not null,
  mode text not null check (mode in ('finish', 'at_once')),
  ended_at timestamptz not null,
  ended_by uuid,
  reason text not null,
  -- When the last person had left and journey.ended was told.
  told_at timestamptz,
  primary key (workspace_id, journey_id),
  foreign key (workspace_id, journey_id) references journey.journey
);
call liuyuan.protect('journey.ending', 'select, insert, update');
call liuyuan.let_system_read('journey.ending', 'workspace_id, journey_id, told_at');

-- The names of events that the versions wait for: the pump's early exit is one look here.
create table journey.listening (
  workspace_id uuid not null references staff.workspace,
  event_name text not null,
  journey_id uuid not null,
  version integer not null,
  role text not null check (role in ('trigger', 'wait', 'goal', 'exit')),
  primary key (workspace_id, event_name, journey_id, version, role),
  foreign key (workspace_id, journey_id, version) references journey.version
);
call liuyuan.protect('journey.listening', 'select, insert, delete');

-- One person's way through a journey. No foreign keys on the hot tables: a hundred thousand people enter in one go, and
-- only the room's own set-based statements write here.
-- States: timer     begins or goes on with `step` at `due_at`
--         listening waits for the event `listens_to`, until `due_at`
--         control   gets nothing and is measured until `due_at`
--         left      is out, for the reason `left_reason`
create table journey.enrollment (
  workspace_id uuid not null,
  id uuid not null,
  journey_id uuid not null,
  version integer not null,
  -- The person, followed through merges.
  customer_id uuid not null,
  customer_no bigint not null,
  -- The number under which they came in, never rewritten: undoing a merge reads it.
  came_as_no bigint not null,
  entered_at timestamptz not null,
  -- Why: by which trigger; a segment, an event or a deed of staff; and when that happened.
  cause text not null check (cause in ('segment', 'event', 'manual')),
  cause_ref text not null,
  cause_at timestamptz not null,
  state text not null check (state in ('timer', 'listening', 'control', 'left')),
  step text,
  -- How often the person has come to `step`: more than once only after a migration to another version.
  occurrence smallint not null default 1,
  -- False until the step has done what it does on arrival, such as setting the clock of a wait.
  is_begun boolean not null default false,
  -- When the step was due at first; `due_at` moves when it is put off.
  step_at timestamptz not null,
  due_at timestamptz,
  listens_to text,
  -- Why it waits, where that is not plain from the step: what a policy said, what failed.
  note jsonb,
  tries smallint not null default 0,
  left_at timestamptz,
  left_reason text,
  primary key (workspace_id, id),
  -- Exactly one thing moves it on (I-19).
  check ((state = 'left') = (due_at is null)),
  check ((state = 'left') = (left_at is not null)),
  check ((state = 'left') = (left_reason is not null)),
  check ((state = 'listening') = (listens_to is not null)),
  check (state in ('control', 'left') or step is not null)
) with (fillfactor = 80);
create index enrollment_due on journey.enrollment (workspace_id, journey_id, due_at) where due_at is not null;
create unique index enrollment_inside on journey.enrollment (workspace_id, journey_id, customer_id) where state <> 'left';
create index enrollment_of_customer on journey.enrollment (workspace_id, customer_id, journey_id, entered_at);
call liuyuan.protect('journey.enrollment', 'select, insert, update');
call liuyuan.let_system_read('journey.enrollment', 'workspace_id, journey_id, due_at');

-- A step that was done for a person, once for each time they came to it. Its key is what keeps an effect from happening twice.
create table journey.passage (
  workspace_id uuid not null,
  journey_id uuid not null,
  enrollment_id uuid not null,
  step text not null,
  occurrence smallint not null,
  version integer not null,
  at timestamptz not null,
  -- waited, planned, skipped, tagged, heard, silent, arm
  outcome text not null,
  -- Why it was skipped, or which arm.
  detail text not null default '',
  -- The delivery or the event behind it.
  ref uuid,
  primary key (workspace_id, journey_id, enrollment_id, step, occurrence)
);
call liuyuan.protect('journey.passage', 'select, insert');

-- People whom somebody puts in at once: those who match already, or a list. Works through in pieces, goes on where it stopped.
create table journey.admission (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  journey_id uuid not null,
  version integer not null,
  segment_id uuid,
  customer_nos bigint[],
  asked_at timestamptz not null,
  asked_by uuid,
  -- Everybody up to this number has been looked at.
  up_to_no bigint not null default 0,
  seen integer not null default 0,
  entered integer not null default 0,
  done_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id, version) references journey.version,
  check ((segment_id is null) <> (customer_nos is null))
);
create index admission_open on journey.admission (workspace_id, journey_id) where done_at is null;
call liuyuan.protect('journey.admission', 'select, insert, update');
call liuyuan.let_system_read('journey.admission', 'workspace_id, journey_id, done_at');

-- Journeys with something to do, and when: the earliest timer of each, people who wait at the door, an end to be told.
-- Costs one index look for each journey, however many people are inside.
create function journey.due() returns table (workspace_id uuid, journey_id uuid, due_at timestamptz, has_admission boolean, has_ending boolean)
language sql stable security definer set search_path = ''
as $$
  select j.workspace_id, j.id, timer.due_at, door.is_open, ending.is_untold
  from journey.journey j
  left join lateral (
    select e.due_at
    from journey.enrollment e
    where e.workspace_id = j.workspace_id
      and e.journey_id = j.id
      and e.due_at is not null
    order by e.due_at
    limit 1
  ) timer on true
  cross join lateral (
    select exists (
      select from journey.admission a
      where a.workspace_id = j.workspace_id
        and a.journey_id = j.id
        and a.done_at is null
    ) as is_open
  ) door
  cross join lateral (
    select exists (
      select from journey.ending n
      where n.workspace_id = j.workspace_id
        and n.journey_id = j.id
        and n.told_at is null
    ) as is_untold
  ) ending
  where (timer.due_at is not null or door.is_open or ending.is_untold)
    and not exists (
      select from journey.pause p
      where p.workspace_id = j.workspace_id
        and p.journey_id = j.id
        and p.resumed_at is null
    )
$$;
alter function journey.due() owner to liuyuan_system;
revoke all on function journey.due() from public;
grant execute on function journey.due() to liuyuan_app;

-- Enrollments that nothing would ever move on (I-19). The checks of the table forbid most of it; this sees the rest.
create view journey.stuck with (security_invoker = true) as
  select e.workspace_id, e.id, e.journey_id,
    case
      when v.no is null then 'no_version'
      when e.state in ('timer', 'listening') and s.step is null then 'no_step'
      when e.state = 'listening' and l.event_name is null then 'unheard'
      when e.state = 'listening' and s.step ->> 'kind' <> 'wait_event' then 'listens_in_vain'
      else 'ended'
    end as why
  from journey.enrollment e
  left join journey.version v
    on v.workspace_id = e.workspace_id
    and v.journey_id = e.journey_id
    and v.no = e.version
  left join lateral (
    select p.step
    from jsonb_array_elements(v.plan -> 'steps') as p (step)
    where p.step ->> 'id' = e.step
  ) s on true
  left join journey.listening l
    on l.workspace_id = e.workspace_id
    and l.event_name = e.listens_to
    and l.journey_id = e.journey_id
    and l.version = e.version
    and l.role = 'wait'
  left join journey.ending n
    on n.workspace_id = e.workspace_id
    and n.journey_id = e.journey_id
    and n.told_at is not null
  where e.state <> 'left'
    and (
      v.no is null
      or (e.state in ('timer', 'listening') and s.step is null)
      or (e.state = 'listening' and (l.event_name is null or s.step ->> 'kind' <> 'wait_event'))
      or n.journey_id is not null
    );
grant select on journey.stuck to liuyuan_app;
