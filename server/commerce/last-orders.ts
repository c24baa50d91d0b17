import { setLastOrders } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** After orders were taken back: the last order of a customer is the last that still counts, or none. */
export async function lookUpLastOrders(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: string[],
): Promise<void> {
  if (customerIds.length === 0) return
  const rows = await tx.rows(sql<{ id: string; at: Date }>`
    select customer_id as id, max(ordered_at) as at
    from commerce.order
    where workspace_id = ${tenant.id}
      and customer_id = any(${customerIds}::uuid[])
      and state = 'paid'
    group by customer_id
  `)
  const last = new Map(customerIds.map((id): [string, Date | null] => [id, null]))
  for (const { id, at } of rows) last.set(id, at)
  await setLastOrders(tx, tenant, last)
}
