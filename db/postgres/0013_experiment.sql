create schema experiment;
grant usage on schema experiment to liuyuan_app, liuyuan_system;

-- A question with a control group: what it was asked of, how people are divided, what counts as its answer.
create table experiment.experiment (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('journey')),
  subject_id uuid not null,
  subject_version integer not null,
  title text not null default '',
  -- What was meant to happen, in the operator's words.
  meant text not null default '',
  holdout_share double precision not null check (holdout_share between 0 and 0.9),
  -- Without a control group nothing can be proved; who turns it off says why.
  without_reason text,
  metric text not null check (metric in ('orders', 'buyers', 'revenue')),
  window_days integer not null check (window_days between 1 and 366),
  -- The smallest effect worth having, as a share of the control group's figure.
  smallest_lift double precision not null check (smallest_lift > 0),
  -- Information fractions at which the data are looked at before the end, ascending; the end is always a look.
  planned_looks double precision[] not null default '{}',
  begun_at timestamptz not null,
  begun_by uuid,
  -- Nobody enters any more; people's windows may still be open.
  closed_at timestamptz,
  -- The last look was taken.
  finished_at timestamptz,
  primary key (workspace_id, id),
  check (holdout_share > 0 or length(without_reason) > 0)
);
create index experiment_of_subject on experiment.experiment (workspace_id, subject_id, subject_version);
create index experiment_by_time on experiment.experiment (workspace_id, begun_at desc, id desc);
create index experiment_unfinished on experiment.experiment (workspace_id, id) where finished_at is null;
call liuyuan.protect('experiment.experiment', 'select, insert, update');

-- Who was divided how: the exposure. No foreign keys: a hundred thousand people enter at once, begin() made the
-- experiment, and nothing removes either.
create table experiment.assignment (
  workspace_id uuid not null,
  experiment_id uuid not null,
  customer_no bigint not null,
  customer_id uuid not null,
  is_control boolean not null,
  assigned_at timestamptz not null,
  -- A merge brought both arms together in this person: left out of the analysis, and counted.
  crossed_at timestamptz,
  -- The number whose assignment a merge carried over, so that undoing the merge takes it back.
  carried_from bigint,
  primary key (workspace_id, experiment_id, customer_no)
);
create index assignment_of_customer on experiment.assignment (workspace_id, customer_no);
call liuyuan.protect('experiment.assignment');

-- Each look at the data, planned or not: what may be concluded depends on how often one has looked.
create table experiment.look (
  workspace_id uuid not null references staff.workspace,
  experiment_id uuid not null,
  no integer not null,
  kind text not null check (kind in ('planned', 'final', 'peek')),
  looked_at timestamptz not null,
  -- The share of the planned information that had been gathered.
  fraction double precision not null check (fraction between 0 and 1),
  treated integer not null,
  control integer not null,
  effect double precision not null,
  standard_error double precision not null,
  -- The bound on |z| that this look had to reach; null for a peek, which uses a confidence sequence.
  bound double precision,
  lower double precision not null,
  upper double precision not null,
  looked_by uuid,
  primary key (workspace_id, experiment_id, no),
  foreign key (workspace_id, experiment_id) references experiment.experiment
);
call liuyuan.protect('experiment.look', 'select, insert');
