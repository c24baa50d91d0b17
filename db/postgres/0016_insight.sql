-- What a touch costs. No row: our defaults, and each report says so.
create table insight.cost_option (
  workspace_id uuid primary key references staff.workspace,
  message real not null check (message >= 0),
  staff_minute real not null check (staff_minute >= 0),
  minutes_per_message real not null check (minutes_per_message >= 0),
  minutes_per_task real not null check (minutes_per_task >= 0)
);
call liuyuan.protect('insight.cost_option', 'select, insert, update');

-- A dated answer to "did it work": written once, never changed; a later look is a later version.
create table insight.retrospective (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  experiment_id uuid not null,
  version integer not null,
  cause text not null check (cause in ('ended', 'planned_look', 'asked')),
  as_of timestamptz not null,
  written_at timestamptz not null,
  verdict text not null check (
    verdict in ('effective', 'ineffective', 'harmful', 'not_enough_evidence', 'untrustworthy')
  ),
  findings jsonb not null,
  primary key (workspace_id, id),
  unique (workspace_id, experiment_id, version)
);
create index retrospective_by_time on insight.retrospective (workspace_id, written_at desc, id desc);
call liuyuan.protect('insight.retrospective', 'select, insert');

-- What was decided after reading it. Deciding again is another record.
create table insight.decision (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  experiment_id uuid not null,
  retrospective_id uuid not null,
  kind text not null check (kind in ('keep', 'change', 'stop', 'again')),
  note text not null check (length(note) > 0),
  next text not null default '',
  decided_at timestamptz not null,
  decided_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, retrospective_id) references insight.retrospective
);
create index decision_of_experiment on insight.decision (workspace_id, experiment_id, decided_at desc);
call liuyuan.protect('insight.decision', 'select, insert');
