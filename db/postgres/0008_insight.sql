-- One dated answer to "what is everybody worth": parameters, doubts, and the snapshot of predictions in ClickHouse.
create table insight.value_fit (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- The number of the snapshot in ClickHouse; readers follow the newest finished one.
  snapshot integer not null,
  as_of timestamptz not null,
  state text not null check (state in ('running', 'fitted', 'degenerate', 'refused', 'failed')),
  result jsonb not null default '{}',
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, snapshot)
);
create index value_fit_newest on insight.value_fit (workspace_id, snapshot desc) where finished_at is not null;
call liuyuan.protect('insight.value_fit', 'select, insert, update');
