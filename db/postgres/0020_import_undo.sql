-- What imports told of people is noted apart, so that undoing one takes back its part and nothing else.

-- One line for each import that told of a customer, and one with the number 0 for all that came otherwise. A customer of
-- whom no import told has no line. Where there are lines, traits and sightings of the customer are what they add up to.
create table customer.told (
  workspace_id uuid not null references staff.workspace,
  customer_id uuid not null,
  import_no integer not null,
  -- When the line was begun, and the instant that its first telling spoke of. Whoever began first made the customer, and
  -- that one's instant counts as a sighting.
  begun_at timestamptz not null,
  told_at timestamptz not null,
  traits jsonb not null default '{}',
  first_seen_at timestamptz,
  last_seen_at timestamptz,
  last_event text not null default '',
  primary key (workspace_id, customer_id, import_no)
);
create index told_by_import on customer.told (workspace_id, import_no) where import_no > 0;
call liuyuan.protect('customer.told');

-- The import that made it, 0: something else did.
alter table customer.customer add column import_no integer not null default 0;
alter table customer.merge add column import_no integer not null default 0;
alter table customer.conflict add column import_no integer not null default 0;
alter table customer.tag_group add column import_no integer not null default 0;
alter table customer.tag add column import_no integer not null default 0;
alter table customer.tagging add column import_no integer not null default 0;
-- The imports that alone told it; null: something else told it too, so it stays.
alter table customer.identity add column told_by integer[];

create index merge_of_import on customer.merge (workspace_id, import_no) where import_no > 0;
create index tagging_of_import on customer.tagging (workspace_id, import_no) where import_no > 0;
grant delete on customer.customer, customer.merge, customer.conflict, customer.tagging to liuyuan_app;

alter table ingestion.import
  -- What undoing it took back, and whom it left and why.
  add column taken_back jsonb,
  -- The uploaded file is removed some time after the end; its import stays.
  add column file_removed_at timestamptz;
