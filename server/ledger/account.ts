import type { AccountKind, LedgerUnit, OwnerKind } from '../../contract/ledger.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** An account, named by what it is: there is one of each kind, unit and owner. */
export type AccountRef = {
  kind: AccountKind
  unit: LedgerUnit
  owner: { kind: Exclude<OwnerKind, 'brand'>; id: string } | { kind: 'brand' }
}

/**
 * Of these nobody may take more than is there: their rows hold sums, and whoever moves value out of one waits for others who
 * do. The rest is where everybody’s value comes from or goes to; those are summed when they are asked for.
 */
const guarded: ReadonlySet<AccountKind> = new Set(['budget', 'due', 'partner', 'points'])

export const isGuarded = ({ kind }: Pick<AccountRef, 'kind'>) => guarded.has(kind)

/** An account of the brand itself. */
export const ofBrand = (kind: AccountKind, unit: LedgerUnit): AccountRef => ({
  kind,
  unit,
  owner: { kind: 'brand' },
})

export function accountId(tenant: Pick<Tenant, 'id'>, { kind, unit, owner }: AccountRef): string {
  const ownerId = owner.kind === 'brand' ? tenant.id : owner.id
  return idFrom('ledger account', tenant.id, kind, unit, ownerId)
}

/** Opens what is not open yet. */
export async function openAccounts(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  refs: readonly AccountRef[],
  now: Date,
): Promise<void> {
  const unique = new Map(refs.map((ref) => [accountId(tenant, ref), ref]))
  const known = await tx.rows(sql<{ id: string }>`
    select id
    from ledger.account
    where workspace_id = ${tenant.id}
      and id = any(${[...unique.keys()]}::uuid[])
  `)
  for (const { id } of known) unique.delete(id)
  if (unique.size === 0) return
  // Always in one order, so that two who open the same accounts do not wait for each other.
  const fresh = [...unique].sort(([one], [other]) => (one < other ? -1 : 1))
  await tx.run(sql`
    insert into ledger.account (workspace_id, id, kind, unit, owner_kind, owner_id, is_guarded, opened_at)
    select ${tenant.id}, n.id, n.kind, n.unit, n.owner_kind, n.owner_id, n.is_guarded, ${now}
    from unnest(
      ${fresh.map(([id]) => id)}::uuid[],
      ${fresh.map(([, { kind }]) => kind)}::text[],
      ${fresh.map(([, { unit }]) => unit)}::text[],
      ${fresh.map(([, { owner }]) => owner.kind)}::text[],
      ${fresh.map(([, { owner }]) => (owner.kind === 'brand' ? tenant.id : owner.id))}::uuid[],
      ${fresh.map(([, ref]) => isGuarded(ref))}::boolean[]
    ) as n (id, kind, unit, owner_kind, owner_id, is_guarded)
    on conflict do nothing
  `)
}

export type Standing = { posted: number; held: number }

/** Accounts that keep their sums, held until the transaction ends. */
export async function holdAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows(sql<Standing & { id: string }>`
    select h.id, h.posted, h.held
    from ledger.hold_accounts(${[...ids]}::uuid[]) h
  `)
  return new Map(rows.map(({ id, posted, held }) => [id, { posted, held }]))
}

/** What stands in the accounts named; one that was never opened holds nothing. */
export async function standingIn(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  refs: readonly AccountRef[],
): Promise<Standing[]> {
  const ids = refs.map((ref) => accountId(tenant, ref))
  const rows = await tx.rows(sql<Standing & { id: string }>`
    select a.id, s.posted, s.held
    from ledger.account a
    cross join lateral ${sumsOf} s
    where a.workspace_id = ${tenant.id}
      and a.id = any(${ids}::uuid[])
  `)
  const found = new Map(rows.map(({ id, posted, held }) => [id, { posted, held }]))
  return ids.map((id) => found.get(id) ?? { posted: 0, held: 0 })
}

/** The sums of an account `a`, counted from its movements. */
export const sumsOf = sql.raw(`(
  select coalesce(sum(e.posted), 0)::bigint as posted, coalesce(sum(e.held), 0)::bigint as held
  from (
    select case when t.phase in ('direct', 'post') then -t.amount else 0 end as posted,
           case t.phase when 'hold' then t.amount when 'direct' then 0 else -t.amount end as held
    from ledger.transfer t
    where t.workspace_id = a.workspace_id
      and t.debit_id = a.id
    union all
    select t.amount, 0
    from ledger.transfer t
    where t.workspace_id = a.workspace_id
      and t.credit_id = a.id
      and t.phase in ('direct', 'post')
  ) e
)`)

/** What may still be taken from accounts that keep their sums, held until the transaction ends; in the order of the names. */
export async function freeIn(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  refs: readonly AccountRef[],
): Promise<number[]> {
  const ids = refs.map((ref) => accountId(tenant, ref))
  const found = await holdAccounts(tx, ids)
  return ids.map((id) => {
    const { posted, held } = found.get(id) ?? { posted: 0, held: 0 }
    return posted - held
  })
}
