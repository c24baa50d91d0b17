-- The brand's own pages for customers (H5): who looks at them, and how they look.
create schema page;
grant usage on schema page to liuyuan_app;

-- A browser that looks at the brand's pages. Who is in front of it is known when WeCom says so (silent authorisation), when
-- it opened a customer's own link before anybody else did, or when what was said in it belongs to a customer.
create table page.visitor (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- The row they were found by; whose person that is may change.
  customer_id uuid,
  customer_no bigint,
  -- By a link of their own alone, not by WeCom's word.
  is_presumed boolean not null default false,
  -- As WeCom says it, in the form ids have here; only of somebody's contact.
  external_userid text,
  -- WeCom's name of whoever is no contact; the same person has the same one.
  openid text,
  -- Whose own link brought somebody else here.
  shared_by uuid,
  shared_by_no bigint,
  first_at timestamptz not null,
  last_at timestamptz not null,
  asked_at timestamptz,
  -- WeCom has just answered; until the browser is back at its page.
  returned_at timestamptz,
  agent text not null default '',
  -- Keyed hash of the network's address: the same network is the same value, nothing else can be read from it.
  network bytea,
  primary key (workspace_id, id),
  check ((customer_id is null) = (customer_no is null)),
  check ((shared_by is null) = (shared_by_no is null))
);
create index visitor_of_contact on page.visitor (workspace_id, external_userid) where external_userid is not null;
create index visitor_of_customer on page.visitor (workspace_id, customer_id) where customer_id is not null;
call liuyuan.protect('page.visitor', 'select, insert, update');

-- The browser to which a customer's own links belong: the first that opened one. In any other they are passed on.
create table page.personal_link (
  workspace_id uuid not null references staff.workspace,
  customer_id uuid not null,
  visitor_id uuid not null,
  bound_at timestamptz not null,
  primary key (workspace_id, customer_id)
);
call liuyuan.protect('page.personal_link', 'select, insert');

create table page.look (
  workspace_id uuid not null primary key references staff.workspace,
  colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
  changed_at timestamptz not null,
  changed_by uuid
);
call liuyuan.protect('page.look', 'select, insert, update');
