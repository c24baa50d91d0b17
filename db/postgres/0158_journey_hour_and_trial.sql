-- What a step rested on when it was passed: by which hour of their own somebody was waited for, say. Null for most.
alter table journey.passage add column note jsonb;

-- Splits whose arms are judged by what people do afterwards.
alter table journey.listening drop constraint listening_role_check;
alter table journey.listening add constraint listening_role_check
  check (role in ('trigger', 'wait', 'goal', 'exit', 'measure'));

-- A split of a version that is judged. The rule itself stands in the plan; here is how it stands.
create table journey.trial (
  workspace_id uuid not null references staff.workspace,
  journey_id uuid not null,
  version integer not null,
  step text not null,
  -- The arm to which newcomers go, but for the share that stays for learning; null: chance decides alone.
  winner text,
  -- A person of staff has chosen: the rule is silent until the step is given back to it.
  is_by_hand boolean not null default false,
  -- When the rule looks next; null: somebody has decided.
  look_at timestamptz,
  primary key (workspace_id, journey_id, version, step),
  foreign key (workspace_id, journey_id, version) references journey.version
);
call liuyuan.protect('journey.trial', 'select, insert, update');
call liuyuan.let_system_read('journey.trial', 'workspace_id, journey_id, look_at');

-- Each time that an arm was chosen, or chance was let back: by the rule or by whom, and what was known then.
create table journey.trial_choice (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  journey_id uuid not null,
  version integer not null,
  step text not null,
  arm text,
  chosen_at timestamptz not null,
  -- Null: the rule.
  chosen_by uuid,
  reason text not null,
  -- [{arm, people, reacted}], of those whose days were over.
  evidence jsonb not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id, version, step) references journey.trial
);
create index trial_choice_of_step on journey.trial_choice (workspace_id, journey_id, version, step, chosen_at);
call liuyuan.protect('journey.trial_choice', 'select, insert');

-- Whom a judged split led where. No foreign keys: a hundred thousand come at once.
create table journey.trial_person (
  workspace_id uuid not null,
  journey_id uuid not null,
  version integer not null,
  step text not null,
  enrollment_id uuid not null,
  occurrence smallint not null,
  arm text not null,
  -- By chance; only these are compared. False: led to the winner.
  is_by_lot boolean not null,
  came_at timestamptz not null,
  -- What they do until then counts.
  until timestamptz not null,
  reacted_at timestamptz,
  primary key (workspace_id, journey_id, enrollment_id, step, occurrence)
);
create index trial_person_by_step on journey.trial_person (workspace_id, journey_id, version, step, is_by_lot);
call liuyuan.protect('journey.trial_person', 'select, insert, update');

drop function journey.due();
create function journey.due() returns table (
  workspace_id uuid, journey_id uuid, due_at timestamptz, has_admission boolean, has_ending boolean, has_migration boolean,
  trial_at timestamptz
)
language sql stable security definer set search_path = ''
as $$
  select j.workspace_id, j.id,
    case when not stands.still then timer.due_at end,
    door.is_open and not stands.still,
    ending.is_untold and not stands.still,
    migration.is_open,
    trial.look_at
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
  left join lateral (
    select t.look_at
    from journey.trial t
    where t.workspace_id = j.workspace_id
      and t.journey_id = j.id
      and t.look_at is not null
    order by t.look_at
    limit 1
  ) trial on true
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
  cross join lateral (
    select exists (
      select from journey.migration m
      where m.workspace_id = j.workspace_id
        and m.journey_id = j.id
        and m.done_at is null
    ) as is_open
  ) migration
  cross join lateral (
    select exists (
      select from journey.pause p
      where p.workspace_id = j.workspace_id
        and p.journey_id = j.id
        and p.resumed_at is null
    ) as still
  ) stands
  where migration.is_open
    or trial.look_at is not null
    or ((timer.due_at is not null or door.is_open or ending.is_untold) and not stands.still)
$$;
alter function journey.due() owner to liuyuan_system;
revoke all on function journey.due() from public;
grant execute on function journey.due() to liuyuan_app;
