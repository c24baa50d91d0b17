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

-- What a forecast of money is computed with. No row: the whole price counts, money loses 10% a year.
create table insight.value_option (
  workspace_id uuid primary key references staff.workspace,
  margin_percent real not null check (margin_percent between 1 and 100),
  discount_percent real not null check (discount_percent between 0 and 100)
);
call liuyuan.protect('insight.value_option', 'select, insert, update');
