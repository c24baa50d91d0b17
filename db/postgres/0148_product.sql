-- A thing that is sold (商品). It stands for itself, or for another one that it was merged into: what was bought is kept with the
-- product that it was first known as, so that a merge can be undone.
create table commerce.product (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  category text not null default '',
  picture_url text,
  link_url text,
  is_on_sale boolean not null default true,
  -- Whether it is used up: said by somebody, or not said and learnt from repurchases.
  use text not null default 'unknown' check (use in ('unknown', 'consumable', 'durable')),
  -- How many days a pack lasts, as somebody wrote it; null: learnt.
  pack_days smallint check (pack_days between 1 and 1000),
  -- Which needs it answers.
  tag_ids uuid[] not null default '{}',
  made_from text not null check (made_from in ('hand', 'import', 'orders')),
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  stands_for uuid not null,
  -- What it is found by: words, pinyin and initials.
  words text[] not null default '{}',
  primary key (workspace_id, id),
  foreign key (workspace_id, stands_for) references commerce.product
);
create index product_by_time on commerce.product (workspace_id, changed_at desc, id desc) where stands_for = id;
create index product_standing_for on commerce.product (workspace_id, stands_for);
call liuyuan.protect('commerce.product', 'select, insert, update');

-- One kind of a product (规格): its own code, price and stock. Null: not known.
create table commerce.sku (
  workspace_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  code text not null default '',
  name text not null default '',
  price bigint check (price >= 0),
  stock integer check (stock >= 0),
  primary key (workspace_id, id),
  foreign key (workspace_id, product_id) references commerce.product
);
create index sku_of_product on commerce.sku (workspace_id, product_id);
create unique index sku_code on commerce.sku (workspace_id, code) where code <> '';
call liuyuan.protect('commerce.sku');

-- What a product is called in orders: 'name:<name>' or 'sku:<code>'. Each belongs to one product.
create table commerce.product_key (
  workspace_id uuid not null,
  key text not null,
  product_id uuid not null,
  primary key (workspace_id, key),
  foreign key (workspace_id, product_id) references commerce.product
);
create index product_key_of on commerce.product_key (workspace_id, product_id);
call liuyuan.protect('commerce.product_key', 'select, insert');

-- What an order holds, as rows: from the order's own items, which stay what they were told as.
create table commerce.order_item (
  workspace_id uuid not null,
  order_id uuid not null,
  line smallint not null,
  product_id uuid not null,
  pieces numeric not null default 1,
  primary key (workspace_id, order_id, line),
  foreign key (workspace_id, order_id) references commerce.order on delete cascade,
  foreign key (workspace_id, product_id) references commerce.product
);
create index order_item_of_product on commerce.order_item (workspace_id, product_id);
call liuyuan.protect('commerce.order_item', 'select, insert, delete');

-- Orders that came before there were products: their items are kept in portions, then the index is empty.
alter table commerce.order add column items_kept boolean not null default false;
create index order_without_items on commerce.order (workspace_id, id) where not items_kept;

-- Two names of one thing: who said so, which products went along, and whether it was taken back.
create table commerce.product_merge (
  workspace_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  into_id uuid not null,
  moved uuid[] not null,
  merged_at timestamptz not null,
  merged_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, from_id) references commerce.product,
  foreign key (workspace_id, into_id) references commerce.product
);
create index product_merge_into on commerce.product_merge (workspace_id, into_id) where undone_at is null;
call liuyuan.protect('commerce.product_merge', 'select, insert, update');

-- When the figures below were last worked out, and from how many people.
create table commerce.product_measure (
  workspace_id uuid primary key references staff.workspace,
  measured_at timestamptz not null,
  people integer not null
);
call liuyuan.protect('commerce.product_measure');

-- Who buys a product, and how often again. Worked out every night.
create table commerce.product_figure (
  workspace_id uuid not null,
  product_id uuid not null,
  buyers integer not null,
  -- Within 30 days of the last purchase of anybody.
  recent_buyers integer not null,
  repeaters integer not null,
  -- Days between two purchases of one person, of those who bought again: the median, and from how many; null: too few.
  interval_days real,
  gaps integer not null,
  primary key (workspace_id, product_id)
);
call liuyuan.protect('commerce.product_figure', 'select, insert, delete');

-- What goes with a product: the hundred with the greatest cosine.
create table commerce.product_pair (
  workspace_id uuid not null,
  product_id uuid not null,
  other_id uuid not null,
  buyers_of_both integer not null,
  cosine real not null,
  primary key (workspace_id, product_id, other_id)
);
call liuyuan.protect('commerce.product_pair', 'select, insert, delete');
