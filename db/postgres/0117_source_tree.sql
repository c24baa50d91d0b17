-- Sources stand in a tree: channel → campaign → placement; codes hang below any of them.
alter table acquisition.source add column parent_id uuid;
alter table acquisition.source add foreign key (workspace_id, parent_id) references acquisition.source;
-- Which of the six kinds of traffic a channel is; those below it are of the same kind.
alter table acquisition.source add column traffic text
  check (traffic in ('ads', 'content', 'community', 'offline', 'word_of_mouth', 'partner'));
-- Who answers for it, as the brand calls them; and while it runs.
alter table acquisition.source add column owner text not null default '';
alter table acquisition.source add column from_on date;
alter table acquisition.source add column to_on date;
alter table acquisition.source add check (parent_id <> id);
-- Two campaigns of two channels may have one name.
drop index acquisition.source_name;
create unique index source_name on acquisition.source
  (workspace_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name) where archived_at is null;

-- A bill of an advertising platform as it was taken in: its lines are costs. The same file counts once while it stands.
create table acquisition.bill (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  file_name text not null,
  file_hash bytea not null,
  lines integer not null,
  amount bigint not null,
  made_at timestamptz not null,
  made_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (workspace_id, id)
);
create unique index bill_once on acquisition.bill (workspace_id, file_hash) where withdrawn_at is null;
call liuyuan.protect('acquisition.bill', 'select, insert, update');

alter table acquisition.source_cost add column bill_id uuid;
alter table acquisition.source_cost add column bill_line integer;
alter table acquisition.source_cost add foreign key (workspace_id, bill_id) references acquisition.bill;
create index source_cost_of_bill on acquisition.source_cost (workspace_id, bill_id) where bill_id is not null;

-- How a cost is divided among codes. The shares of a cost add up to it, to the last fen.
create table acquisition.cost_share (
  workspace_id uuid not null,
  cost_id uuid not null,
  way_id uuid not null,
  amount bigint not null check (amount >= 0),
  primary key (workspace_id, cost_id, way_id),
  foreign key (workspace_id, cost_id) references acquisition.source_cost,
  foreign key (workspace_id, way_id) references acquisition.contact_way
);
call liuyuan.protect('acquisition.cost_share', 'select, insert');
