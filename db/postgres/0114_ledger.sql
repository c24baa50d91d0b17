create schema ledger;
grant usage on schema ledger to liuyuan_app, liuyuan_system;
grant create on schema ledger to liuyuan_system;

-- Where value stands, by kind and unit, of the brand, a reward, a campaign, a customer or a partner.
create table ledger.account (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  kind text not null check (
    kind in (
      'funds', 'budget', 'cost', 'due', 'paid', 'partner', 'points', 'points_issued', 'points_used', 'supply', 'stock', 'goods'
    )
  ),
  unit text not null check (unit in ('fen', 'points', 'units')),
  owner_kind text not null check (owner_kind in ('brand', 'reward', 'campaign', 'customer', 'partner')),
  -- Of the brand: the workspace.
  owner_id uuid not null,
  -- More than stands in it never leaves it. Only such an account keeps its sums, and its row is held while they change: what
  -- everybody moves through (cost, stock) is not, so that nobody waits there.
  is_guarded boolean not null,
  -- What came less what went. Changed by the trigger of transfers alone.
  posted bigint not null default 0,
  -- Of that: what is promised away by holds that nobody has posted or voided.
  held bigint not null default 0,
  opened_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, id, unit),
  unique (workspace_id, owner_id, kind, unit),
  check (held >= 0),
  check (posted >= held)
);
call liuyuan.protect('ledger.account', 'select');
-- Its sums begin at nothing.
grant insert (workspace_id, id, kind, unit, owner_kind, owner_id, is_guarded, opened_at) on ledger.account to liuyuan_app;
create policy of_system on ledger.account to liuyuan_system using (true);
grant select, update (posted, held) on ledger.account to liuyuan_system;

-- One movement of value from an account (debit) to another (credit): one row holds both sides, so that nothing can be out of
-- balance. Never changed and never removed: nobody has the right to. direct: done. hold: promised; post does it, void lets it
-- go, one of them and once. What was done is taken back by a movement the other way.
create table ledger.transfer (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  phase text not null check (phase in ('direct', 'hold', 'post', 'void')),
  debit_id uuid not null,
  credit_id uuid not null,
  amount bigint not null check (amount > 0),
  unit text not null,
  -- What makes it the same movement when it is asked for again.
  cause text not null,
  -- Of post and void: the hold, whose accounts and amount they repeat.
  resolves uuid,
  resolves_phase text generated always as (case when resolves is null then null else 'hold' end) stored,
  at timestamptz not null,
  written_at timestamptz not null,
  campaign_kind text,
  campaign_id uuid,
  reason text not null,
  by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, cause),
  unique (workspace_id, resolves),
  unique (workspace_id, id, phase, debit_id, credit_id, amount),
  foreign key (workspace_id, debit_id, unit) references ledger.account (workspace_id, id, unit),
  foreign key (workspace_id, credit_id, unit) references ledger.account (workspace_id, id, unit),
  foreign key (workspace_id, resolves, resolves_phase, debit_id, credit_id, amount)
    references ledger.transfer (workspace_id, id, phase, debit_id, credit_id, amount),
  check (debit_id <> credit_id),
  check ((phase in ('post', 'void')) = (resolves is not null)),
  check ((campaign_kind is null) = (campaign_id is null))
);
create index transfer_of_debit on ledger.transfer (workspace_id, debit_id, at desc, id desc);
create index transfer_of_credit on ledger.transfer (workspace_id, credit_id, at desc, id desc);
create index transfer_by_time on ledger.transfer (workspace_id, at desc, id desc);
create index transfer_of_campaign on ledger.transfer (workspace_id, campaign_id, at desc, id desc) where campaign_id is not null;
call liuyuan.protect('ledger.transfer', 'select, insert');

-- Movements that are not in the chain yet.
create table ledger.unchained (
  workspace_id uuid not null,
  transfer_id uuid not null,
  primary key (workspace_id, transfer_id),
  foreign key (workspace_id, transfer_id) references ledger.transfer
);
call liuyuan.protect('ledger.unchained', 'select, delete');
create policy of_system on ledger.unchained to liuyuan_system using (true) with check (true);
grant select, insert on ledger.unchained to liuyuan_system;

-- Every movement in the order in which it was taken into the chain: its hash covers it and the hash before it.
create table ledger.chain (
  workspace_id uuid not null,
  no bigint not null check (no > 0),
  transfer_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  primary key (workspace_id, no),
  unique (workspace_id, transfer_id),
  foreign key (workspace_id, transfer_id) references ledger.transfer
);
call liuyuan.protect('ledger.chain', 'select, insert');

-- A month that is closed: nothing is written into it any more.
create table ledger.closing (
  workspace_id uuid not null references staff.workspace,
  -- '2026-11'
  month text not null,
  -- The end of the month by the workspace's clock.
  until timestamptz not null,
  closed_at timestamptz not null,
  closed_by uuid,
  -- How far the chain went, and its hash there.
  chain_no bigint not null,
  chain_hash bytea,
  -- What stood in the accounts at its end, by kind and unit.
  totals jsonb not null,
  primary key (workspace_id, month)
);
call liuyuan.protect('ledger.closing', 'select, insert');
call liuyuan.let_system_read('ledger.closing', 'workspace_id, until');

-- All of it counted anew from the movements, and whether that came to the same.
create table ledger.audit (
  workspace_id uuid not null references staff.workspace,
  id uuid not null,
  at timestamptz not null,
  by uuid,
  transfers bigint not null,
  chained bigint not null,
  -- What did not agree, a few of each; empty: all did.
  differences jsonb not null,
  primary key (workspace_id, id)
);
create index audit_by_time on ledger.audit (workspace_id, at desc);
call liuyuan.protect('ledger.audit', 'select, insert');

-- What a movement does to the accounts that keep their sums. A month that is being closed waits for movements on their way,
-- and they for it (the lock of server/ledger/close-month.ts).
create function ledger.take() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock_shared(7014, hashtext(f.workspace_id::text))
  from (select distinct fresh.workspace_id from fresh) f;
  if exists (
    select from fresh f
    join ledger.closing c
      on c.workspace_id = f.workspace_id
      and f.at < c.until
  ) then
    raise exception 'a movement of a month that is closed' using errcode = 'check_violation', constraint = 'transfer_of_open_month';
  end if;
  update ledger.account a
  set posted = a.posted + s.posted, held = a.held + s.held
  from (
    select e.workspace_id, e.account_id, sum(e.posted)::bigint as posted, sum(e.held)::bigint as held
    from (
      select f.workspace_id, f.debit_id as account_id,
             case when f.phase in ('direct', 'post') then -f.amount else 0 end as posted,
             case f.phase when 'hold' then f.amount when 'direct' then 0 else -f.amount end as held
      from fresh f
      union all
      select f.workspace_id, f.credit_id, case when f.phase in ('direct', 'post') then f.amount else 0 end, 0
      from fresh f
    ) e
    group by e.workspace_id, e.account_id
  ) s
  where a.workspace_id = s.workspace_id
    and a.id = s.account_id
    and a.is_guarded;
  insert into ledger.unchained (workspace_id, transfer_id)
  select f.workspace_id, f.id
  from fresh f;
  return null;
end
$$;
alter function ledger.take() owner to liuyuan_system;
create trigger take after insert on ledger.transfer
  referencing new table as fresh
  for each statement execute function ledger.take();

-- The workspaces with movements that are not in the chain yet.
create function ledger.unchained_workspaces() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select w.workspace_id
  from staff.workspace w
  where exists (
    select from ledger.unchained u
    where u.workspace_id = w.workspace_id
  )
$$;
alter function ledger.unchained_workspaces() owner to liuyuan_system;
revoke all on function ledger.unchained_workspaces() from public;
grant execute on function ledger.unchained_workspaces() to liuyuan_app;

-- Holds the accounts that keep their sums until the transaction ends, always in one order, and tells what stands in them. The
-- application has no right to change them, hence none to hold them by itself.
create function ledger.hold_accounts(ids uuid[]) returns table (id uuid, posted bigint, held bigint)
language sql volatile security definer set search_path = ''
as $$
  select a.id, a.posted, a.held
  from ledger.account a
  where a.workspace_id = liuyuan.workspace()
    and a.id = any(ids)
    and a.is_guarded
  order by a.id
  for no key update
$$;
alter function ledger.hold_accounts(uuid[]) owner to liuyuan_system;
revoke all on function ledger.hold_accounts(uuid[]) from public;
grant execute on function ledger.hold_accounts(uuid[]) to liuyuan_app;
