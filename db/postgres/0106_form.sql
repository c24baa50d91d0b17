create schema form;
grant usage on schema form to liuyuan_app;

-- A form (表单): a draft that is written, versions that were published, and where it stands.
create table form.form (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  draft jsonb not null,
  draft_no integer not null default 1,
  saved_at timestamptz not null,
  saved_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  -- The newest version; null: it was never published.
  version integer,
  -- The draft that it was made from.
  published_draft_no integer,
  closed_at timestamptz,
  closed_by uuid,
  -- Thrown away, and found again by who takes that back.
  dropped_at timestamptz,
  primary key (workspace_id, id)
);
create index form_by_time on form.form (workspace_id, saved_at desc, id desc);
call liuyuan.protect('form.form', 'select, insert, update');

-- What customers were shown. It never changes: an answer is read by the version that it was given to.
create table form.version (
  workspace_id uuid not null references staff.workspace,
  form_id uuid not null,
  no integer not null,
  plan jsonb not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (workspace_id, form_id, no),
  foreign key (workspace_id, form_id) references form.form
);
call liuyuan.protect('form.version', 'select, insert');

-- One visitor who looked at a form: how far they came, and when they finished. What they had answered is kept when they
-- went away in the middle.
create table form.response (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  form_id uuid not null,
  version integer not null,
  visitor_id uuid not null,
  -- Known once the river has found out who it was.
  customer_id uuid,
  opened_at timestamptz not null,
  -- The first answer.
  started_at timestamptz,
  -- Questions that were on the screen, and the last of them.
  shown text[] not null default '{}',
  at_question text not null default '',
  changed_at timestamptz not null,
  submitted_at timestamptz,
  seconds integer,
  score integer not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, form_id, version) references form.version,
  check (submitted_at is null or started_at is not null)
);
create index response_by_time on form.response (workspace_id, form_id, opened_at desc, id desc);
create index response_of_visitor on form.response (workspace_id, form_id, visitor_id);
create index response_of_customer on form.response (workspace_id, customer_id, submitted_at desc) where customer_id is not null;
call liuyuan.protect('form.response', 'select, insert, update');

-- One answer. What somebody wrote themselves is sealed; what they chose is not.
create table form.answer (
  workspace_id uuid not null references staff.workspace,
  response_id uuid not null,
  question_id text not null,
  choices text[] not null default '{}',
  -- Of numbers and ratings.
  number double precision,
  sealed bytea,
  answered_at timestamptz not null,
  -- Set when it is handed in: the way that was gone leads by this question.
  counts boolean not null default false,
  primary key (workspace_id, response_id, question_id),
  foreign key (workspace_id, response_id) references form.response
);
call liuyuan.protect('form.answer', 'select, insert, update');
