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

-- An adding that came while the follow stood: callbacks overtake one another, and the end before it must end nothing.
alter table customer.follow add column renewed_at timestamptz;
