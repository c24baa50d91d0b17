create schema segment;
grant usage on schema segment to liuyuan_app, liuyuan_system;
grant create on schema segment to liuyuan_system;

-- Which customers a batch concerns, by what of theirs it changed: 'event:<name>', 'mirror:<table>', or '*' for everybody.
-- Kept until all who look have looked.
create table event.touched (
  workspace_id uuid not null,
  batch_no bigint not null,
  what text not null,
  customers bigint[] not null,
  primary key (workspace_id, batch_no, what),
  foreign key (workspace_id, batch_no) references event.batch
);
call liuyuan.protect('event.touched', 'select, insert, delete');

create table segment.segment (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  state text not null check (state in ('draft', 'live', 'archived')),
  tree jsonb not null,
  created_at timestamptz not null,
  created_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  -- Where `archived` came from, so that undoing it brings the segment back as it was.
  archived_from text check (archived_from in ('draft', 'live')),
  live_since timestamptz,
  -- The version of the members in ClickHouse that readers follow; null until it was computed for the first time.
  version bigint,
  size bigint,
  computed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index segment_name on segment.segment (workspace_id, name) where archived_at is null;
call liuyuan.protect('segment.segment', 'select, insert, update');

-- Up to where the live segments of a workspace were computed: one row, because they are computed together.
create table segment.refresh (
  workspace_id uuid primary key references staff.workspace,
  -- Everything up to this batch is in the members.
  batch_no bigint not null default 0,
  -- The workspace's present then, and the instant from which time alone can change an answer (null: never).
  evaluated_at timestamptz,
  next_due_at timestamptz,
  -- Rows of crossings above this version were never committed.
  version bigint not null default 0,
  -- The version that was last begun. Larger than the committed one: a refresh died, and what it wrote must not be believed.
  begun_version bigint not null default 0,
  -- The days that conditions were judged by.
  time_zone text not null default '',
  -- The snapshot of predictions that the answers rest on, with its frozen cut-offs; null for none.
  predictions jsonb,
  -- Since when some definition has not been computed; null when all are. Everything is computed anew.
  stale_since timestamptz
);
call liuyuan.protect('segment.refresh', 'select, insert, update');
call liuyuan.let_system_read('segment.refresh', 'workspace_id, batch_no, evaluated_at, next_due_at, stale_since');

-- Versions are never used twice, also when the transaction that took one did not commit.
create sequence segment.version_no;
grant usage on sequence segment.version_no to liuyuan_app;

-- Size and movement by hour: who came and who left are events, this is their sum.
create table segment.history (
  workspace_id uuid not null,
  segment_id uuid not null,
  hour timestamptz not null,
  size bigint not null,
  entered bigint not null,
  left_count bigint not null,
  primary key (workspace_id, segment_id, hour),
  foreign key (workspace_id, segment_id) references segment.segment
);
call liuyuan.protect('segment.history', 'select, insert, update');

grant select (no) on event.batch to liuyuan_system;

-- The workspaces whose segments may have changed: something landed that was not looked at, an answer is due to change, the
-- workspace's clock was set back, or a definition is new.
create function segment.waiting(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  left join segment.refresh r on r.workspace_id = w.workspace_id
  where r.stale_since is not null
    or r.next_due_at <= coalesce(w.clock_at, at)
    or r.evaluated_at > coalesce(w.clock_at, at)
    or exists (
      select from event.batch b
      where b.workspace_id = w.workspace_id
        and b.no > coalesce(r.batch_no, 0)
        and b.landed_at is not null
    )
$$;
alter function segment.waiting(timestamptz) owner to liuyuan_system;
revoke all on function segment.waiting(timestamptz) from public;
grant execute on function segment.waiting(timestamptz) to liuyuan_app;
