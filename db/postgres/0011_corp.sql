create schema corp;
grant usage on schema corp to liuyuan_app, liuyuan_system;
-- To own a function a role needs the right to create in its schema.
grant create on schema corp to liuyuan_system;

-- The connection of a workspace to a WeCom corp. One row a workspace, for ever: its id is part of the callback's address,
-- which an administrator has copied into WeCom and which must not change when a secret does.
create table corp.corp (
  workspace_id uuid primary key references staff.workspace,
  id uuid not null unique,
  corp_id text not null,
  agent_id integer,
  -- Sealed with the installation's key.
  secret bytea not null,
  callback_token bytea not null,
  callback_aes_key bytea not null,
  connected_at timestamptz not null,
  connected_by uuid,
  changed_at timestamptz not null,
  disconnected_at timestamptz,
  disconnected_by uuid,
  -- What the last call that asked for a token was answered; null: not asked yet.
  asked_at timestamptz,
  asked_errcode integer,
  asked_error text,
  -- When WeCom last proved that it reaches us: by the verification of the address, and by an event.
  verified_at timestamptz,
  heard_at timestamptz,
  -- The last callback that was not believed, and why: a token that was copied wrongly shows here.
  refused_at timestamptz,
  refused_reason text,
  -- When associates, contacts and tags were asked for, when that ended, and when it last ended well.
  sync_asked_at timestamptz,
  sync_ended_at timestamptz,
  synced_at timestamptz,
  sync_error text
);
call liuyuan.protect('corp.corp', 'select, insert, update');
call liuyuan.let_system_read('corp.corp', 'workspace_id, id, disconnected_at');

-- Access tokens, sealed, shared by all processes: whoever holds the row's lock asks WeCom for a new one.
create table corp.token (
  workspace_id uuid not null references staff.workspace,
  key text not null,
  token bytea,
  expires_at timestamptz,
  primary key (workspace_id, key)
);
call liuyuan.protect('corp.token');

-- The members of the corp who serve customers.
create table corp.associate (
  workspace_id uuid not null references staff.workspace,
  userid text not null,
  name text not null,
  avatar text not null default '',
  -- False: no longer among those who may serve customers, or not active in WeCom.
  is_active boolean not null,
  first_seen_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, userid)
);
call liuyuan.protect('corp.associate', 'select, insert, update');

-- Whose callback arrives at an address: the id is looked up in every workspace.
create function corp.find_corp(wanted uuid) returns uuid
language sql stable security definer set search_path = ''
as $$ select c.workspace_id from corp.corp c where c.id = wanted and c.disconnected_at is null $$;

-- The workspaces that are connected: for what is done once a day in each.
create function corp.connected() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select c.workspace_id from corp.corp c where c.disconnected_at is null $$;

alter function corp.find_corp(uuid) owner to liuyuan_system;
alter function corp.connected() owner to liuyuan_system;
revoke all on function corp.find_corp(uuid), corp.connected() from public;
grant execute on function corp.find_corp(uuid), corp.connected() to liuyuan_app;
