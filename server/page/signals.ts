import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What tells one browser from another. */
export type Signals = {
  openid: string | null
  network: string | null
  agent: string | null
  browser: string
}

/** The latest browser of each customer (row), for whoever has to notice that many people are one; who was never here is left out. */
export async function signalsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Signals>> {
  const rows = await tx.rows(sql<Signals & { customerId: string }>`
    select distinct on (customer_id) customer_id as "customerId", openid, encode(network, 'base64') as network, agent,
           coalesce(browser_id, id) as browser
    from page.visitor
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
    order by customer_id, last_at desc
  `)
  return new Map(rows.map(({ customerId, ...signals }) => [customerId, signals]))
}
