create schema official;
grant usage on schema official to liuyuan_app, liuyuan_system;
-- To own a function a role needs the right to create in its schema.
grant create on schema official to liuyuan_system;

-- The connection of a workspace to an official account (公众号). Its id is part of the callback's address, which an
-- administrator has copied into WeChat and which must not change when a secret does.
create table official.account (
  workspace_id uuid not null references staff.workspace,
  id uuid not null unique,
  app_id text not null,
  -- What people here call it.
  name text not null,
  -- A service account may send four mass messages a month to a follower, a subscription account one a day.
  kind text not null check (kind in ('service', 'subscription')),
  -- Sealed with the installation's key. Callbacks come encrypted with the key in the "safe" mode.
  secret bytea not null,
  callback_token bytea not null,
  callback_aes_key bytea not null,
  connected_at timestamptz not null,
  connected_by uuid,
  changed_at timestamptz not null,
  disconnected_at timestamptz,
  disconnected_by uuid,
  -- What the last question was answered; null: not asked yet.
  asked_at timestamptz,
  asked_errcode integer,
  asked_error text,
  -- When WeChat last proved that it reaches us, and the last callback that was not believed.
  verified_at timestamptz,
  heard_at timestamptz,
  refused_at timestamptz,
  refused_reason text,
  primary key (workspace_id, id),
  unique (workspace_id, app_id)
);
call liuyuan.protect('official.account', 'select, insert, update');
call liuyuan.let_system_read('official.account', 'workspace_id, id, disconnected_at');

-- Who follows which account (关注): one row for each follower ever, as it stands.
create table official.subscription (
  workspace_id uuid not null references staff.workspace,
  app_id text not null,
  openid text not null,
  -- The row of the person by which the account's events are known.
  customer_id uuid not null,
  subscribed_at timestamptz not null,
  ended_at timestamptz,
  -- What the code carried by which they came this time, and the source that it belongs to.
  scene text not null,
  source_id uuid,
  -- ADD_SCENE_QR_CODE and the like; empty: not read yet.
  came_by text not null default '',
  has_unionid boolean,
  -- The newest sign that turned it: what happened before turns nothing any more.
  turned_at timestamptz not null,
  -- What opens a window for customer-service messages: the person wrote; subscribed, scanned or pressed the menu.
  wrote_at timestamptz,
  touched_at timestamptz,
  primary key (workspace_id, app_id, openid)
);
create index subscription_of_customer on official.subscription (workspace_id, customer_id);
create index subscription_of_source on official.subscription (workspace_id, source_id, subscribed_at) where source_id is not null;
call liuyuan.protect('official.subscription', 'select, insert, update');

-- Codes with a scene (带参数二维码).
create table official.code (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  app_id text not null,
  name text not null,
  source_id uuid not null,
  -- At most 64 characters, never used twice.
  scene text not null check (length(scene) between 1 and 64),
  ticket text not null,
  url text not null,
  -- Null: for ever.
  expires_at timestamptz,
  made_at timestamptz not null,
  made_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, app_id, scene)
);
call liuyuan.protect('official.code', 'select, insert, update');

-- Whose callback arrives at an address: the id is looked up in every workspace.
create function official.find_account(wanted uuid) returns uuid
language sql stable security definer set search_path = ''
as $$ select a.workspace_id from official.account a where a.id = wanted and a.disconnected_at is null $$;
alter function official.find_account(uuid) owner to liuyuan_system;
revoke all on function official.find_account(uuid) from public;
grant execute on function official.find_account(uuid) to liuyuan_app;
