create schema acquisition;
grant usage on schema acquisition to liuyuan_app, liuyuan_system;

-- Where customers come from (获客来源).
create table acquisition.source (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index source_name on acquisition.source (workspace_id, name) where archived_at is null;
call liuyuan.protect('acquisition.source', 'select, insert, update');

-- What a source cost, from one day to another (both included), in the workspace's minor units.
create table acquisition.source_cost (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  source_id uuid not null,
  amount bigint not null check (amount >= 0),
  from_on date not null,
  to_on date not null,
  note text not null default '',
  created_at timestamptz not null,
  created_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references acquisition.source,
  check (from_on <= to_on)
);
create index source_cost_of_source on acquisition.source_cost (workspace_id, source_id) where withdrawn_at is null;
call liuyuan.protect('acquisition.source_cost', 'select, insert, update');

-- A code that adds an associate (渠道活码). making → live | failed; a failed one can be made again.
create table acquisition.contact_way (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  source_id uuid not null,
  userids text[] not null check (cardinality(userids) between 1 and 100),
  -- What WeCom tells of who scans it: at most 30 characters, never used twice.
  state text not null check (length(state) between 1 and 30),
  skip_verify boolean not null default true,
  -- Empty: the workspace's own welcome.
  welcome_new text not null default '',
  welcome_returning text not null default '',
  tag_ids uuid[] not null default '{}',
  phase text not null check (phase in ('making', 'live', 'failed')),
  config_id text,
  qr_url text,
  errcode integer,
  created_at timestamptz not null,
  created_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, state),
  foreign key (workspace_id, source_id) references acquisition.source
);
call liuyuan.protect('acquisition.contact_way', 'select, insert, update');

-- What the workspace says to a new friend whose code has no words of its own. Empty: nothing.
create table acquisition.welcome (
  workspace_id uuid primary key references staff.workspace,
  welcome_new text not null,
  welcome_returning text not null,
  changed_at timestamptz not null,
  changed_by uuid
);
call liuyuan.protect('acquisition.welcome', 'select, insert, update');
