import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { GrantContext, StoredGrant } from './grant-store.ts'

/** What a transfer is called over there: the same for ever. 32 letters and digits, as WeChat Pay wants. */
const billNoOf = (grantId: string) => grantId.replaceAll('-', '')

/** Money is to be paid for these grants. */
export async function askPayments(
  tx: Tx,
  { tenant, real }: GrantContext,
  grants: readonly StoredGrant[],
): Promise<void> {
  if (grants.length === 0) return
  await tx.run(sql`
    insert into reward.payment (workspace_id, grant_id, bill_no, amount, state, asked_at, look_at)
    select ${tenant.id}, n.id, n.bill_no, n.amount, 'asked', ${real}, ${real}
    from unnest(
      ${grants.map(({ id }) => id)}::uuid[],
      ${grants.map(({ id }) => billNoOf(id))}::text[],
      ${grants.map(({ amount }) => amount)}::bigint[]
    ) as n (id, bill_no, amount)
    on conflict do nothing
  `)
}

/** WeChat Pay has told of a transfer: it is looked at now, and by asking. @returns whether there is such a one. */
export async function hurryPayment(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { billNo, real }: { billNo: string; real: Date },
): Promise<boolean> {
  const count = await tx.run(sql`
    update reward.payment
    set look_at = least(look_at, ${real})
    where workspace_id = ${tenant.id}
      and bill_no = ${billNo}
      and state in ('unknown', 'awaiting')
  `)
  return count > 0
}

/** Payments that nobody has asked WeChat Pay for yet are not asked for any more. @returns the grants. */
export async function dropPayments(
  tx: Tx,
  { tenant, real }: GrantContext,
  grantIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    update reward.payment
    set state = 'dropped', ended_at = ${real}
    where workspace_id = ${tenant.id}
      and grant_id = any(${[...grantIds]}::uuid[])
      and state = 'asked'
    returning grant_id as id
  `)
  return new Set(rows.map(({ id }) => id))
}

/** How a payment stands, for whoever is to take it; null: there is none to take. */
export async function packageOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  grantId: string,
): Promise<string | null> {
  const row = await tx.maybe(sql<{ package: string }>`
    select package
    from reward.payment
    where workspace_id = ${tenant.id}
      and grant_id = ${grantId}
      and state = 'awaiting'
  `)
  return row && row.package !== '' ? row.package : null
}
