create table commerce.order (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  -- 'no:<shop>:<order number>' or, for files without numbers, 'line:<file hash>:<line>'.
  order_key text not null,
  order_no text,
  shop text not null default '',
  -- Null: the order names nobody we can know (a marketplace export without buyers).
  customer_id uuid,
  customer_no bigint not null default 0,
  state text not null check (state in ('created', 'paid', 'cancelled', 'refunded')),
  currency text not null,
  amount bigint not null,
  paid bigint not null default 0,
  refunded bigint not null default 0,
  ordered_at timestamptz not null,
  paid_at timestamptz,
  cancelled_at timestamptz,
  -- A notice "all was given back" that named no sum.
  refunded_in_full_at timestamptz,
  -- False while only a refund or a cancellation was heard of: the order itself may still come.
  is_known boolean not null default true,
  items jsonb not null default '[]',
  attributes jsonb not null default '{}',
  import_id uuid,
  -- The batch that last changed it: the version of its mirror in ClickHouse.
  version bigint not null,
  primary key (workspace_id, id),
  unique (workspace_id, order_key)
);
create index order_of_customer on commerce.order (workspace_id, customer_id, ordered_at desc) where customer_id is not null;
create index order_by_date on commerce.order (workspace_id, ordered_at desc, id);
create index order_by_number on commerce.order (workspace_id, order_no text_pattern_ops) where order_no is not null;
create index order_of_import on commerce.order (workspace_id, import_id) where import_id is not null;
call liuyuan.protect('commerce.order');

-- Refunds by their own key, so that a repeated notice refunds nothing twice.
create table commerce.refund (
  workspace_id uuid not null,
  order_id uuid not null,
  refund_key text not null,
  amount bigint not null check (amount > 0),
  refunded_at timestamptz not null,
  import_id uuid,
  primary key (workspace_id, order_id, refund_key),
  foreign key (workspace_id, order_id) references commerce.order on delete cascade
);
create index refund_of_import on commerce.refund (workspace_id, import_id) where import_id is not null;
call liuyuan.protect('commerce.refund');

-- What an import changed in orders that were there before it. When it is undone, a field goes back to `before` unless it
-- differs from `after`: then something else has changed it since.
create table commerce.order_before (
  workspace_id uuid not null,
  import_id uuid not null,
  order_id uuid not null,
  before jsonb not null,
  after jsonb not null,
  primary key (workspace_id, import_id, order_id)
);
create index order_before_of_order on commerce.order_before (workspace_id, order_id);
call liuyuan.protect('commerce.order_before');
