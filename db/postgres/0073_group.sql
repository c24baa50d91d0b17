create schema "group";
grant usage on schema "group" to liuyuan_app, liuyuan_system;

-- A customer group (客户群) of WeCom, as it was read last.
create table "group".group_chat (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  chat_id text not null,
  name text not null,
  -- A userid; empty: not read yet.
  owner text not null,
  notice text not null,
  created_at timestamptz not null,
  -- Null: heard of, not read yet.
  read_at timestamptz,
  dissolved_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, chat_id)
);
call liuyuan.protect('"group".group_chat', 'select, insert, update');

-- One row for each spell of somebody in a group: who left and came back has two.
create table "group".membership (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  group_id uuid not null,
  -- A userid of the company, or WeCom's id of a contact.
  member text not null,
  is_staff boolean not null,
  -- Null: staff, or somebody whom nobody has added so far.
  customer_id uuid,
  name text not null,
  nickname text not null,
  joined_at timestamptz not null,
  -- 1 invited, 2 by a link of invitation, 3 by a code, 0 not known.
  join_scene smallint not null,
  invited_by text not null,
  state text not null,
  left_at timestamptz,
  -- 0 left, 1 was removed, 2 the group was dissolved; null: not known.
  left_how smallint,
  -- False: the joining was heard of and is told once the group was read.
  is_told boolean not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, group_id) references "group".group_chat
);
create unique index membership_live on "group".membership (workspace_id, group_id, member) where left_at is null;
create index membership_of_group on "group".membership (workspace_id, group_id, joined_at);
create index membership_of_member on "group".membership (workspace_id, member);
create index membership_of_customer on "group".membership (workspace_id, customer_id) where customer_id is not null;
call liuyuan.protect('"group".membership', 'select, insert, update');
