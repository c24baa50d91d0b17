create table customer.counter (
  workspace_id uuid primary key references staff.workspace,
  next_no bigint not null default 1
);
call liuyuan.protect('customer.counter', 'select, insert, update');

-- A customer as somebody arrived. Two customers that turn out to be one person keep both rows; `person_id` of each
-- names the row that stands for the person, so undoing a merge moves nothing back.
create table customer.customer (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  no bigint not null,
  person_id uuid not null,
  -- What this row itself was told and did. A trait is {"v": value, "at": milliseconds}: the newest one counts.
  traits jsonb not null default '{}',
  source text not null default '',
  own_first_seen_at timestamptz not null,
  own_last_seen_at timestamptz not null,
  own_last_event text not null default '',
  own_order_count integer not null default 0,
  own_order_total bigint not null default 0,
  own_last_order_at timestamptz,
  -- The person's, kept on the row with id = person_id, for lists: name and sums over the person's rows.
  name text not null default '',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_event text not null default '',
  order_count integer not null default 0,
  order_total bigint not null default 0,
  last_order_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, no)
);
create index customer_rows_of_person on customer.customer (workspace_id, person_id) where person_id <> id;
create index customer_by_last_seen on customer.customer (workspace_id, last_seen_at desc, no desc) where person_id = id;
create index customer_by_first_seen on customer.customer (workspace_id, first_seen_at desc, no desc) where person_id = id;
create index customer_by_order_total on customer.customer (workspace_id, order_total desc, no desc) where person_id = id;
create index customer_by_order_count on customer.customer (workspace_id, order_count desc, no desc) where person_id = id;
create index customer_by_source on customer.customer (workspace_id, source, last_seen_at desc, no desc) where person_id = id;
call liuyuan.protect('customer.customer', 'select, insert, update');

-- The words by which a person is found: parts of the name, of its pinyin and of its initials, asked for by their
-- beginning. Apart from the customer, whose row changes with every event.
create table customer.search (
  workspace_id uuid not null references staff.workspace,
  customer_id uuid not null,
  words tsvector not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, customer_id) references customer.customer
);
create index search_words on customer.search using gin (words);
call liuyuan.protect('customer.search');
call liuyuan.let_system_read('customer.search', 'workspace_id, customer_id, words');

-- The matching operator may tell of rows that it must not see, so under row-level security its index stays unused. This
-- function asks for the transaction's own workspace and gives back ids, at most `most` of them. With a limit the engine
-- would read the whole table rather than the index: 2 s instead of 20 ms.
grant create on schema customer to liuyuan_system;
create function customer.find(asked tsquery, most integer) returns setof uuid
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  select s.customer_id
  from customer.search s
  where s.workspace_id = liuyuan.workspace()
    and s.words @@ asked
  limit most
$$;
alter function customer.find(tsquery, integer) owner to liuyuan_system;
revoke all on function customer.find(tsquery, integer) from public;
grant execute on function customer.find(tsquery, integer) to liuyuan_app;

create table customer.identity (
  workspace_id uuid not null references staff.workspace,
  kind text not null,
  -- The value's bytes; for phone and email the keyed blind index.
  key bytea not null,
  customer_id uuid not null,
  -- In the clear for kinds that are not personal; null for phone and email, which are sealed.
  value text,
  sealed bytea,
  masked text not null,
  first_seen_at timestamptz not null,
  source text not null,
  primary key (workspace_id, kind, key),
  foreign key (workspace_id, customer_id) references customer.customer,
  check ((value is null) <> (sealed is null))
);
create index identity_of_customer on customer.identity (workspace_id, customer_id);
call liuyuan.protect('customer.identity');

create table customer.merge (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  kept_id uuid not null,
  gone_id uuid not null,
  reason text not null check (reason in ('shared_identity', 'anonymous_claimed', 'by_hand')),
  evidence jsonb not null,
  event_id uuid,
  merged_at timestamptz not null,
  merged_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  undo_reason text,
  primary key (workspace_id, id),
  foreign key (workspace_id, kept_id) references customer.customer,
  foreign key (workspace_id, gone_id) references customer.customer,
  check (kept_id <> gone_id)
);
create unique index merge_standing on customer.merge (workspace_id, gone_id) where undone_at is null;
create index merge_of_kept on customer.merge (workspace_id, kept_id);
call liuyuan.protect('customer.merge', 'select, insert, update');

-- Two customers that a person has told apart are never merged by a rule again.
create table customer.separation (
  workspace_id uuid not null references staff.workspace,
  one_id uuid not null,
  other_id uuid not null,
  separated_at timestamptz not null,
  separated_by uuid,
  reason text not null,
  primary key (workspace_id, one_id, other_id),
  check (one_id < other_id)
);
call liuyuan.protect('customer.separation');

create table customer.conflict (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- The same contradiction seen again adds to `times`, it does not fill the queue.
  fingerprint uuid not null,
  reason text not null check (reason in ('contradiction', 'separated', 'too_many')),
  customer_ids uuid[] not null,
  evidence jsonb not null,
  event_id uuid,
  times integer not null default 1,
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid,
  resolution text check (resolution in ('merged', 'kept_apart', 'dismissed')),
  primary key (workspace_id, id),
  unique (workspace_id, fingerprint)
);
create index conflict_open on customer.conflict (workspace_id, opened_at) where resolved_at is null;
call liuyuan.protect('customer.conflict', 'select, insert, update');

create table customer.tag_group (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index tag_group_name on customer.tag_group (workspace_id, name) where archived_at is null;
call liuyuan.protect('customer.tag_group', 'select, insert, update');

create table customer.tag (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  group_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, group_id) references customer.tag_group
);
create unique index tag_name on customer.tag (workspace_id, group_id, name) where archived_at is null;
call liuyuan.protect('customer.tag', 'select, insert, update');

-- One piece of evidence for a tag. The strength of a need is the decayed sum of these.
create table customer.tagging (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  customer_id uuid not null,
  tag_id uuid not null,
  source text not null check (source in ('form', 'purchase', 'staff', 'flash_topic', 'chat', 'click', 'import', 'rule', 'api')),
  sign smallint not null default 1 check (sign in (1, -1)),
  weight real not null check (weight > 0 and weight <= 5),
  tagged_at timestamptz not null,
  quote text,
  event_id uuid,
  tagged_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customer.customer,
  foreign key (workspace_id, tag_id) references customer.tag
);
create index tagging_of_customer on customer.tagging (workspace_id, customer_id, tag_id) where withdrawn_at is null;
create index tagging_of_tag on customer.tagging (workspace_id, tag_id, customer_id) where withdrawn_at is null and sign = 1;
call liuyuan.protect('customer.tagging', 'select, insert, update');
