-- People inside who are led from the version by which they walk to a newer one: for each step of an older version the step of
-- the new one where they go on, or that they leave. Whoever stands at a step that is not named finishes by theirs.
create table journey.migration (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  journey_id uuid not null,
  to_version integer not null,
  -- [{version, stepId, to}]; `to` is null where they leave.
  moves jsonb not null,
  reason text not null,
  asked_at timestamptz not null,
  asked_by uuid,
  moved integer not null default 0,
  departed integer not null default 0,
  done_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id, to_version) references journey.version
);
-- One at a time: while it is open nobody inside takes a step.
create unique index migration_open on journey.migration (workspace_id, journey_id) where done_at is null;
create index migration_of_journey on journey.migration (workspace_id, journey_id, asked_at);
call liuyuan.protect('journey.migration', 'select, insert, update');
call liuyuan.let_system_read('journey.migration', 'workspace_id, journey_id, done_at');

-- The version by which they came in, where they have been led to another since.
alter table journey.enrollment add column came_by_version integer;
-- The occurrence with which they came to that other version: until a loop leads them back, what was done before is not done again.
alter table journey.enrollment add column moved_occurrence smallint;

-- Who is moved is moved also while the journey stands still.
drop function journey.due();
create function journey.due() returns table (
  workspace_id uuid, journey_id uuid, due_at timestamptz, has_admission boolean, has_ending boolean, has_migration boolean
)
language sql stable security definer set search_path = ''
as $$
  select j.workspace_id, j.id,
    case when not stands.still then timer.due_at end,
    door.is_open and not stands.still,
    ending.is_untold and not stands.still,
    migration.is_open
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
    or ((timer.due_at is not null or door.is_open or ending.is_untold) and not stands.still)
$$;
alter function journey.due() owner to liuyuan_system;
revoke all on function journey.due() from public;
grant execute on function journey.due() to liuyuan_app;
