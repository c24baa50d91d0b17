-- A hook (引流抓手): a pain, what answers it, who may claim it, how many there are. What it gives is kept by versions.
create table acquisition.hook (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  pain text not null,
  kind text not null check (kind in ('file', 'video', 'course', 'product', 'coupon', 'trial')),
  rule text not null check (rule in ('anyone', 'friend', 'new_friend')),
  source_id uuid,
  -- The code that is shown to whoever has to become a friend first.
  way_id uuid,
  version integer not null,
  -- Null: as many as come. Otherwise each is a row of hook_unit.
  stock integer check (stock >= 0),
  -- The last day of the workspace on which it is given; null: no end.
  until_on date,
  made_at timestamptz not null,
  made_by uuid,
  archived_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references acquisition.source,
  foreign key (workspace_id, way_id) references acquisition.contact_way
);
create unique index hook_name on acquisition.hook (workspace_id, name) where archived_at is null;
call liuyuan.protect('acquisition.hook', 'select, insert, update');

create table acquisition.hook_version (
  workspace_id uuid not null,
  hook_id uuid not null,
  no integer not null,
  title text not null,
  words text not null,
  url text,
  made_at timestamptz not null,
  made_by uuid,
  primary key (workspace_id, hook_id, no),
  foreign key (workspace_id, hook_id) references acquisition.hook
);
call liuyuan.protect('acquisition.hook_version', 'select, insert');

-- Who claimed it: a person once, whatever they look through.
create table acquisition.hook_claim (
  workspace_id uuid not null,
  id uuid not null,
  hook_id uuid not null,
  version integer not null,
  visitor_id uuid not null,
  -- The row they were known by then, or were found by since; null: nobody knows yet.
  customer_id uuid,
  customer_no bigint,
  landing_page_id uuid,
  claimed_at timestamptz not null,
  -- The first time that they went on to what was promised.
  opened_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, hook_id, version) references acquisition.hook_version
);
create unique index hook_claim_of_visitor on acquisition.hook_claim (workspace_id, hook_id, visitor_id);
create unique index hook_claim_of_customer on acquisition.hook_claim (workspace_id, hook_id, customer_id) where customer_id is not null;
create index hook_claim_by_time on acquisition.hook_claim (workspace_id, hook_id, claimed_at desc, id desc);
call liuyuan.protect('acquisition.hook_claim', 'select, insert, update');

-- The stock, cut beforehand: whoever claims takes one, and what is taken cannot be taken.
create table acquisition.hook_unit (
  workspace_id uuid not null,
  hook_id uuid not null,
  no integer not null,
  -- A coupon's own code; empty: all are alike.
  code text not null default '',
  claim_id uuid,
  primary key (workspace_id, hook_id, no),
  foreign key (workspace_id, hook_id) references acquisition.hook
);
create index hook_unit_free on acquisition.hook_unit (workspace_id, hook_id, no) where claim_id is null;
create unique index hook_unit_of_claim on acquisition.hook_unit (workspace_id, claim_id) where claim_id is not null;
call liuyuan.protect('acquisition.hook_unit', 'select, insert, update');

-- The welcome of a code may carry a hook.
alter table acquisition.contact_way add column hook_id uuid;
alter table acquisition.contact_way add foreign key (workspace_id, hook_id) references acquisition.hook;

-- A landing page: one of our templates in two wordings at most, and what somebody can do there.
create table acquisition.landing_page (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  source_id uuid,
  template text not null check (template in ('offer', 'consult', 'event')),
  deed text not null check (deed in ('code', 'claim', 'lead')),
  way_id uuid,
  hook_id uuid,
  -- Each with its words and its share of the visitors, in per cent.
  variants jsonb not null,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references acquisition.source,
  foreign key (workspace_id, way_id) references acquisition.contact_way,
  foreign key (workspace_id, hook_id) references acquisition.hook,
  check ((deed = 'claim') = (hook_id is not null)),
  check (deed <> 'code' or way_id is not null)
);
create unique index landing_page_name on acquisition.landing_page (workspace_id, name) where archived_at is null;
call liuyuan.protect('acquisition.landing_page', 'select, insert, update');

-- Who looked at a hook's page or a landing page, each once; programs are left out.
create table acquisition.visit (
  workspace_id uuid not null references staff.workspace,
  -- Of the hook or the landing page.
  page_id uuid not null,
  visitor_id uuid not null,
  variant text not null default '',
  first_at timestamptz not null,
  -- They did what the page is for.
  acted_at timestamptz,
  primary key (workspace_id, page_id, visitor_id)
);
call liuyuan.protect('acquisition.visit', 'select, insert, update');
