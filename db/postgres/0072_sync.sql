-- One budget for all calls of WeCom, whoever makes them: it belongs to the connection.
alter table channel.api_budget set schema corp;

-- How far bringing in a corp has come: a row for each part of what is read. What is committed here is committed together with
-- what the page brought, so that whoever goes on after a kill fetches one page again at most.
create table ingestion.sync_part (
  workspace_id uuid not null references staff.workspace,
  part text not null,
  -- All parts that were begun together.
  pass_id uuid not null,
  began_at timestamptz not null,
  -- Where WeCom's list goes on; empty: at its beginning.
  cursor text not null default '',
  done integer not null default 0,
  -- Null: not known before it is listed.
  total integer,
  changed_at timestamptz not null,
  ended_at timestamptz,
  error text,
  primary key (workspace_id, part)
);
call liuyuan.protect('ingestion.sync_part');

-- The contacts of one associate within a pass: how many WeCom's list has, and how many of them were read.
create table ingestion.sync_member (
  workspace_id uuid not null references staff.workspace,
  userid text not null,
  pass_id uuid not null,
  listed integer not null,
  done integer not null default 0,
  cursor text not null default '',
  ended_at timestamptz,
  -- Why the list could not be read; the follows of this associate are then left as they are.
  error text,
  primary key (workspace_id, userid)
);
call liuyuan.protect('ingestion.sync_member');

-- What a pass found is in ingestion.sync_part.
alter table corp.corp drop column sync_listed;

-- The newest instant that a callback of the pair told of, where that is no other column's: callbacks overtake one another, and
-- an end that comes late must not end the friendship that followed it.
alter table customer.follow add column heard_at timestamptz;

-- Groups are read one by one like contacts: one list of what is wished for.
alter table ingestion.contact_wish rename to wish;
alter table ingestion.wish rename column external_userid to wire_id;
alter table ingestion.wish add column kind text not null default 'contact';
alter table ingestion.wish alter column kind drop default;
-- False: missed while everything was brought in, and less urgent than what was just heard of.
alter table ingestion.wish add column is_live boolean not null default true;
alter table ingestion.wish drop constraint contact_wish_pkey;
alter table ingestion.wish add constraint wish_pkey primary key (workspace_id, kind, wire_id);
drop index ingestion.contact_wish_due;
create index wish_due on ingestion.wish (workspace_id, is_live desc, due_at) where due_at is not null;
drop function ingestion.contacts_due(timestamptz);
-- The workspaces that have something to read.
create function ingestion.wishes_due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$ select distinct w.workspace_id from ingestion.wish w where w.due_at <= at $$;
alter function ingestion.wishes_due(timestamptz) owner to liuyuan_system;
revoke all on function ingestion.wishes_due(timestamptz) from public;
grant execute on function ingestion.wishes_due(timestamptz) to liuyuan_app;

-- What WeCom's list of groups held in a pass: what is missing at its end is read by itself.
create table ingestion.sync_seen (
  workspace_id uuid not null references staff.workspace,
  wire_id text not null,
  pass_id uuid not null,
  primary key (workspace_id, wire_id)
);
call liuyuan.protect('ingestion.sync_seen');

-- The departments of the company, as far as the app sees them.
create table corp.department (
  workspace_id uuid not null references staff.workspace,
  id integer not null,
  name text not null,
  -- 0 for the root.
  parent_id integer not null,
  -- Larger stands first.
  place integer not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id)
);
call liuyuan.protect('corp.department');
-- Where an associate works; the first is the main one.
alter table corp.associate add column departments integer[] not null default '{}';
alter table corp.associate add column position text not null default '';
