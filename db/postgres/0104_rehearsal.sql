-- A draft led through days that are past (演练), without any effect. Kept with what it was made from, so that a changed draft shows it as old.
create table journey.rehearsal (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  journey_id uuid not null,
  plan jsonb not null,
  draft_hash text not null,
  policy_no integer not null,
  work_no integer not null,
  with_inside boolean not null,
  asked_at timestamptz not null,
  asked_by uuid,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  progress real not null default 0,
  done_at timestamptz,
  error text not null default '',
  report jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, journey_id) references journey.journey on delete cascade,
  check ((state = 'done') = (report is not null))
);
create index rehearsal_of_journey on journey.rehearsal (workspace_id, journey_id, id desc);
-- Two clicks are one rehearsal.
create unique index rehearsal_open on journey.rehearsal (workspace_id, journey_id) where state in ('waiting', 'running');
call liuyuan.protect('journey.rehearsal', 'select, insert, update, delete');

-- Who stands behind a figure of a rehearsal, by their numbers.
create table journey.rehearsal_people (
  workspace_id uuid not null references staff.workspace,
  rehearsal_id uuid not null,
  what text not null,
  customer_nos bigint[] not null,
  primary key (workspace_id, rehearsal_id, what),
  foreign key (workspace_id, rehearsal_id) references journey.rehearsal on delete cascade
);
call liuyuan.protect('journey.rehearsal_people', 'select, insert, delete');
