create schema reward;
grant usage on schema reward to liuyuan_app, liuyuan_system;
grant create on schema reward to liuyuan_system;

-- What may be given to people. coupon: a code out of stock. gift: a thing out of stock, sent to an address. points. payment: money.
create table reward.reward (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('coupon', 'gift', 'points', 'payment')),
  -- What the customer reads: what it is, how it is used.
  words text not null,
  points integer check (points > 0),
  -- Fen.
  amount bigint check (amount > 0),
  -- What one costs the brand, in fen.
  cost bigint not null check (cost >= 0),
  -- How long a grant is held before it is posted, where whoever grants does not say.
  hold_days smallint not null check (hold_days between 0 and 90),
  -- At most so many for a person; null: any number.
  person_limit integer check (person_limit > 0),
  -- At most so many fen of cost on a day of the workspace; null: any.
  day_budget bigint check (day_budget > 0),
  -- It has an account of its own that nothing is taken from beyond what is there.
  has_budget boolean not null,
  -- More than so many within so many minutes: it pauses by itself and somebody looks. Null: never.
  velocity_max integer check (velocity_max > 0),
  velocity_minutes integer check (velocity_minutes > 0),
  -- A posted coupon or a gift without an address lapses after so many days; null: never.
  valid_days smallint check (valid_days between 1 and 730),
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id),
  check ((kind = 'points') = (points is not null)),
  check ((kind = 'payment') = (amount is not null)),
  check (kind <> 'payment' or cost = amount),
  check ((velocity_max is null) = (velocity_minutes is null))
);
call liuyuan.protect('reward.reward', 'select, insert, update');

-- While one stands, nothing of the reward is granted; what was granted goes on.
create table reward.pause (
  workspace_id uuid not null,
  id uuid not null,
  reward_id uuid not null,
  paused_at timestamptz not null,
  -- Null: the brake, by itself.
  paused_by uuid,
  reason text not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, reward_id) references reward.reward
);
create unique index pause_standing on reward.pause (workspace_id, reward_id) where ended_at is null;
call liuyuan.protect('reward.pause', 'select, insert, update');

-- What was put into stock or taken out of it, by whom: never changed.
create table reward.batch (
  workspace_id uuid not null,
  id uuid not null,
  reward_id uuid not null,
  kind text not null check (kind in ('imported', 'generated', 'added', 'withdrawn')),
  count integer not null check (count > 0),
  at timestamptz not null,
  by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, reward_id) references reward.reward
);
create index batch_of_reward on reward.batch (workspace_id, reward_id, at desc);
call liuyuan.protect('reward.batch', 'select, insert');

-- A campaign with a budget of its own, which is a ledger account. What it gives is taken from there and not from the rewards'.
create table reward.campaign_budget (
  workspace_id uuid not null references staff.workspace,
  campaign_kind text not null,
  campaign_id uuid not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (workspace_id, campaign_id)
);
call liuyuan.protect('reward.campaign_budget', 'select, insert');

-- A reward given to somebody for a reason; the id is made from the reason, so the same reason is the same grant. pending: held
-- until it is sure. frozen: somebody looks at it. posted: the code is shown, the points stand, the gift is to be sent, the money
-- is asked for. awaiting: the customer is to confirm the money. paid, returned, expired, cancelled, clawed_back: ends.
create table reward.reward_grant (
  workspace_id uuid not null,
  id uuid not null,
  reward_id uuid not null,
  -- The row it was granted to; whose person that is may change.
  customer_id uuid not null,
  cause text[] not null,
  -- As the reward was when it was granted.
  kind text not null check (kind in ('coupon', 'gift', 'points', 'payment')),
  points integer,
  amount bigint,
  cost bigint not null,
  state text not null check (
    state in ('pending', 'frozen', 'posted', 'awaiting', 'paid', 'returned', 'expired', 'cancelled', 'clawed_back')
  ),
  -- The piece of stock that is kept for it.
  unit_id uuid,
  holds_unit boolean not null generated always as (
    kind in ('coupon', 'gift') and state in ('pending', 'frozen', 'posted')
  ) stored,
  campaign_kind text not null,
  campaign_id uuid not null,
  granted_at timestamptz not null,
  granted_by uuid,
  hold_until timestamptz not null,
  reason text not null default '',
  posted_at timestamptz,
  -- Of a posted one: when it lapses.
  expires_at timestamptz,
  ended_at timestamptz,
  -- Of a gift: sealed.
  address bytea,
  address_at timestamptz,
  sent_at timestamptz,
  sent_by uuid,
  parcel text not null default '',
  primary key (workspace_id, id),
  unique (workspace_id, id, holds_unit),
  foreign key (workspace_id, reward_id) references reward.reward,
  -- What keeps a piece has one.
  check (not (kind in ('coupon', 'gift') and state in ('pending', 'frozen', 'posted')) or unit_id is not null)
);
-- A piece is kept for one.
create unique index grant_of_unit on reward.reward_grant (workspace_id, unit_id) where holds_unit;
create index grant_by_time on reward.reward_grant (workspace_id, reward_id, granted_at desc, id desc);
create index grant_of_customer on reward.reward_grant (workspace_id, customer_id, granted_at desc);
create index grant_of_campaign on reward.reward_grant (workspace_id, campaign_id, granted_at desc);
create index grant_due on reward.reward_grant (workspace_id, hold_until) where state = 'pending';
create index grant_lapsing on reward.reward_grant (workspace_id, expires_at) where state = 'posted' and expires_at is not null;
call liuyuan.protect('reward.reward_grant', 'select, insert, update');
call liuyuan.let_system_read('reward.reward_grant', 'workspace_id, state, hold_until, expires_at');

-- One piece of what is limited: a code or a thing. Free: no grant and not retired. It is in one of the three states and never
-- goes away, so that what was put in is what is free, granted or retired.
create table reward.unit (
  workspace_id uuid not null,
  id uuid not null,
  reward_id uuid not null,
  -- Of a coupon: the code, sealed, and the blind index under which it is there once.
  code bytea,
  code_key bytea,
  grant_id uuid,
  is_held boolean generated always as (case when grant_id is null then null else true end) stored,
  retired_at timestamptz,
  added_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, reward_id, code_key),
  foreign key (workspace_id, reward_id) references reward.reward,
  -- No piece is lost: while it is kept for a grant, that grant stands.
  foreign key (workspace_id, grant_id, is_held) references reward.reward_grant (workspace_id, id, holds_unit)
    deferrable initially deferred,
  check (grant_id is null or retired_at is null),
  check ((code is null) = (code_key is null))
);
create unique index unit_of_grant on reward.unit (workspace_id, grant_id) where grant_id is not null;
create index unit_free on reward.unit (workspace_id, reward_id, id) where grant_id is null and retired_at is null;
call liuyuan.protect('reward.unit', 'select, insert, update');
alter table reward.reward_grant add foreign key (workspace_id, unit_id) references reward.unit;

-- What happened to a grant: never changed.
create table reward.entry (
  workspace_id uuid not null,
  id uuid not null,
  grant_id uuid not null,
  kind text not null check (
    kind in (
      'granted', 'frozen', 'released', 'posted', 'cancelled', 'clawed_back', 'expired', 'address', 'sent', 'asked', 'unknown',
      'awaiting', 'paid', 'returned'
    )
  ),
  at timestamptz not null,
  by uuid,
  reason text not null default '',
  primary key (workspace_id, id),
  foreign key (workspace_id, grant_id) references reward.reward_grant
);
create index entry_of_grant on reward.entry (workspace_id, grant_id, at, id);
call liuyuan.protect('reward.entry', 'select, insert');

-- The workspaces where a grant is held no longer or lapses; by their own clocks.
create function reward.due(at timestamptz) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
      select from reward.reward_grant g
      where g.workspace_id = w.workspace_id
        and g.state = 'pending'
        and g.hold_until <= coalesce(w.clock_at, at)
    )
    or exists (
      select from reward.reward_grant g
      where g.workspace_id = w.workspace_id
        and g.state = 'posted'
        and g.expires_at <= coalesce(w.clock_at, at)
    )
$$;
alter function reward.due(timestamptz) owner to liuyuan_system;
revoke all on function reward.due(timestamptz) from public;
grant execute on function reward.due(timestamptz) to liuyuan_app;

-- A brand's merchant account at WeChat Pay (商户). Keys are sealed.
create table reward.pay_account (
  workspace_id uuid primary key references staff.workspace,
  mch_id text not null,
  -- Whose openids are paid; empty: the connected company's own (its corp id).
  app_id text not null,
  serial text not null,
  private_key bytea not null,
  api_key bytea not null,
  platform_serial text not null,
  platform_key text not null,
  changed_at timestamptz not null,
  changed_by uuid,
  -- What it said the last time it refused; empty: all is well.
  trouble text not null default '',
  trouble_at timestamptz
);
call liuyuan.protect('reward.pay_account', 'select, insert, update, delete');

-- Money on its way to somebody: one for each grant, under one number whatever happens. asked → sending (written down before the
-- call) → awaiting (the customer is to take it) → paid | returned | expired. unknown: no proof either way; asked about before
-- anything else, and asked for again only when WeChat Pay says that it has no such number.
create table reward.payment (
  workspace_id uuid not null,
  grant_id uuid not null,
  bill_no text not null,
  amount bigint not null check (amount > 0),
  openid text not null default '',
  state text not null check (state in ('asked', 'sending', 'unknown', 'awaiting', 'paid', 'returned', 'expired', 'dropped')),
  -- With this the customer's WeChat opens the page of the receipt.
  package text not null default '',
  -- WeChat Pay's own number.
  transfer_no text not null default '',
  errmsg text not null default '',
  asked_at timestamptz not null,
  ended_at timestamptz,
  -- In real time.
  look_at timestamptz not null,
  looks integer not null default 0,
  primary key (workspace_id, grant_id),
  unique (workspace_id, bill_no),
  foreign key (workspace_id, grant_id) references reward.reward_grant
);
create index payment_open on reward.payment (workspace_id, look_at) where state in ('asked', 'sending', 'unknown', 'awaiting');
call liuyuan.protect('reward.payment', 'select, insert, update');
call liuyuan.let_system_read('reward.payment', 'workspace_id, grant_id, state, look_at');

create function reward.due_payments(at timestamptz) returns table (workspace_id uuid, grant_id uuid)
language sql stable security definer set search_path = ''
as $$
  select p.workspace_id, p.grant_id
  from reward.payment p
  where p.state in ('asked', 'sending', 'unknown', 'awaiting')
    and p.look_at <= at
$$;
alter function reward.due_payments(timestamptz) owner to liuyuan_system;
revoke all on function reward.due_payments(timestamptz) from public;
grant execute on function reward.due_payments(timestamptz) to liuyuan_app;
