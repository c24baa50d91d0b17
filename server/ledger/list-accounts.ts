import type { AccountKind, AccountQuery, LedgerUnit, OwnerKind } from '../../contract/ledger.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { sumsOf } from './account.ts'

export type StoredAccount = {
  id: string
  kind: AccountKind
  unit: LedgerUnit
  ownerKind: OwnerKind
  ownerId: string
  posted: number
  held: number
}

/** One page of accounts, those that were opened last first, and how many match. */
export async function listAccounts(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    kind = null,
    unit = null,
    limit,
    from,
  }: {
    kind?: AccountQuery['kind'] | null
    unit?: AccountQuery['unit'] | null
    limit: number
    from: number
  },
): Promise<{ items: StoredAccount[]; next: string | null; total: number }> {
  const matches = sql`
    a.workspace_id = ${tenant.id}
    and (${kind}::text is null or a.kind = ${kind})
    and (${unit}::text is null or a.unit = ${unit})
  `
  const items = await tx.rows(sql<StoredAccount>`
    select a.id, a.kind, a.unit, a.owner_kind as "ownerKind", a.owner_id as "ownerId", s.posted, s.held
    from (
      select a.workspace_id, a.id, a.kind, a.unit, a.owner_kind, a.owner_id, a.opened_at
      from ledger.account a
      where ${matches}
      order by a.opened_at desc, a.id
      limit ${limit}
      offset ${from}
    ) a
    cross join lateral ${sumsOf} s
    order by a.opened_at desc, a.id
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from ledger.account a
    where ${matches}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}

/** One account; null: there is none. */
export function findAccount(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<StoredAccount | null> {
  return tx.maybe(sql<StoredAccount>`
    select a.id, a.kind, a.unit, a.owner_kind as "ownerKind", a.owner_id as "ownerId", s.posted, s.held
    from ledger.account a
    cross join lateral ${sumsOf} s
    where a.workspace_id = ${tenant.id}
      and a.id = ${id}
  `)
}
