create table staff.workspace (
  workspace_id uuid primary key,
  -- The short number that ClickHouse stores with every row.
  no integer generated always as identity unique,
  name text not null,
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- A workspace whose clock stands: analyses are made as of this instant.
  clock_at timestamptz,
  is_demo boolean not null default false,
  created_at timestamptz not null
);
call liuyuan.protect('staff.workspace', 'select, insert, update');
call liuyuan.let_system_read('staff.workspace', 'workspace_id, no, name, time_zone, currency, clock_at, is_demo');

create table staff.staff (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  login text not null,
  name text not null,
  role text not null check (role in ('owner', 'operator', 'associate', 'developer', 'viewer')),
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (workspace_id, id)
);
-- One login is one person of one workspace, in the whole installation: sign-in has only the login to go by.
create unique index staff_login on staff.staff (lower(login));
call liuyuan.protect('staff.staff', 'select, insert, update');
call liuyuan.let_system_read('staff.staff', 'workspace_id, id, login, disabled_at');

create table staff.session (
  -- SHA-256 of the token: who reads the table cannot sign in with what it holds.
  token_hash bytea primary key,
  workspace_id uuid not null,
  staff_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null default '',
  foreign key (workspace_id, staff_id) references staff.staff on delete cascade
);
call liuyuan.protect('staff.session');
call liuyuan.let_system_read('staff.session', 'token_hash, workspace_id');

create table staff.api_key (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  kind text not null check (kind in ('write', 'api')),
  name text not null,
  prefix text not null,
  key_hash bytea not null unique,
  created_at timestamptz not null,
  created_by uuid,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id)
);
call liuyuan.protect('staff.api_key', 'select, insert, update');
call liuyuan.let_system_read('staff.api_key', 'workspace_id, id, kind, name, key_hash, revoked_at');

create table staff.audit (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  at timestamptz not null,
  staff_id uuid,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index audit_by_time on staff.audit (workspace_id, at desc);
-- Append-only for the application.
call liuyuan.protect('staff.audit', 'select, insert');

-- The first answer to a request that carried an Idempotency-Key; kept 24 hours.
create table staff.idempotency (
  workspace_id uuid not null references staff.workspace,
  key text not null,
  request_hash bytea not null,
  -- Null while the first request is still running.
  status smallint,
  body text,
  created_at timestamptz not null,
  primary key (workspace_id, key)
);
call liuyuan.protect('staff.idempotency');

-- Looking up a workspace by what a request carries: these return ids, never contents.
create function staff.workspaces()
returns table (workspace_id uuid, no integer, name text, time_zone text, currency text, clock_at timestamptz, is_demo boolean)
language sql stable security definer set search_path = ''
as $$ select w.workspace_id, w.no, w.name, w.time_zone, w.currency, w.clock_at, w.is_demo from staff.workspace w order by w.no $$;

create function staff.find_login(wanted text) returns table (workspace_id uuid, staff_id uuid)
language sql stable security definer set search_path = ''
as $$ select s.workspace_id, s.id from staff.staff s where lower(s.login) = lower(wanted) and s.disabled_at is null $$;

create function staff.find_session(wanted bytea) returns uuid
language sql stable security definer set search_path = ''
as $$ select s.workspace_id from staff.session s where s.token_hash = wanted $$;

create function staff.find_key(wanted bytea) returns table (workspace_id uuid, key_id uuid, kind text, name text)
language sql stable security definer set search_path = ''
as $$ select k.workspace_id, k.id, k.kind, k.name from staff.api_key k where k.key_hash = wanted and k.revoked_at is null $$;

alter function staff.workspaces() owner to liuyuan_system;
alter function staff.find_login(text) owner to liuyuan_system;
alter function staff.find_session(bytea) owner to liuyuan_system;
alter function staff.find_key(bytea) owner to liuyuan_system;
revoke all on function staff.workspaces(), staff.find_login(text), staff.find_session(bytea), staff.find_key(bytea) from public;
grant execute on function staff.workspaces(), staff.find_login(text), staff.find_session(bytea), staff.find_key(bytea) to liuyuan_app;
