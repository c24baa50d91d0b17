-- A diagnosis is a dated record: what went in, what was concluded, so that next year's can be held against it.
create table playbook.diagnosis (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  basis text not null check (basis in ('data', 'form')),
  as_of timestamptz not null,
  input jsonb not null,
  result jsonb not null,
  made_at timestamptz not null,
  made_by uuid,
  primary key (workspace_id, id)
);
create index diagnosis_by_time on playbook.diagnosis (workspace_id, made_at desc);
call liuyuan.protect('playbook.diagnosis', 'select, insert');
