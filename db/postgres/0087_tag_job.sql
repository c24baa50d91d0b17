-- One tag on many customers: chosen at once, done in the background, with what came of each.
create table customer.tag_job (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  tag_id uuid not null,
  asked_at timestamptz not null,
  asked_by uuid,
  total integer not null,
  done integer not null default 0,
  ended_at timestamptz,
  -- Taken back as a whole: by whom and when; the taking back is done in the background as well.
  undone_at timestamptz,
  undone_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, tag_id) references customer.tag
);
call liuyuan.protect('customer.tag_job', 'select, insert, update');

create table customer.tag_job_person (
  workspace_id uuid not null references staff.workspace,
  job_id uuid not null,
  customer_id uuid not null,
  -- Null: not done yet. tagged; gone: there is no such customer any more; archived: the tag was archived meanwhile; undone.
  outcome text check (outcome in ('tagged', 'gone', 'archived', 'undone')),
  tagging_id uuid,
  primary key (workspace_id, job_id, customer_id),
  foreign key (workspace_id, job_id) references customer.tag_job
);
create index tag_job_person_open on customer.tag_job_person (workspace_id, job_id) where outcome is null;
call liuyuan.protect('customer.tag_job_person', 'select, insert, update');
