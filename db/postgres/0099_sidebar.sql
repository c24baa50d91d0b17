create schema sidebar;
grant usage on schema sidebar to liuyuan_app;

-- An associate in front of the sidebar: recognised by WeCom, admitted to her own customers only. The browser keeps the token.
create table sidebar.session (
  workspace_id uuid not null references staff.workspace,
  token_hash bytea not null,
  company text not null,
  userid text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null default '',
  primary key (workspace_id, token_hash)
);
create index session_of on sidebar.session (workspace_id, userid);
call liuyuan.protect('sidebar.session', 'select, insert, delete');

-- What we promised a customer, in words; whose person that is may change.
create table customer.promise (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  customer_id uuid not null,
  text text not null,
  due_on date,
  made_at timestamptz not null,
  -- Who gave it: an associate, by WeCom's user id, or a colleague in the console.
  userid text,
  made_by uuid,
  kept_at timestamptz,
  dropped_at timestamptz,
  primary key (workspace_id, id),
  check (kept_at is null or dropped_at is null)
);
create index promise_of on customer.promise (workspace_id, customer_id, made_at desc);
call liuyuan.protect('customer.promise', 'select, insert, update');

-- Who acted in the sidebar has no account here, but a user id.
alter table channel.staff_task add column decided_userid text;
