import type { ClickHouse } from '../clickhouse/index.ts'
import { clickhouseInstant } from '../event/index.ts'
import { type Chance, idFrom, newId, type Tenant } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'

export function poisson(mean: number, chance: Chance): number {
  let left = chance.fraction()
  let n = 0
  let p = Math.exp(-mean)
  while (left > p && n < 60) {
    left -= p
    n++
    p *= mean / n
  }
  return n
}

export type Order = { customer: number; at: Date; paid: number; refunded?: number; state?: string }

export function rowsOf(tenant: Tenant, orders: Order[]): Record<string, unknown>[] {
  return orders.map(({ customer, at, paid, refunded = 0, state = 'paid' }, i) => ({
    workspace: tenant.no,
    order_id: idFrom(tenant.id, String(i), String(customer), at.toISOString(), newId()),
    customer,
    state,
    ordered_at: clickhouseInstant(at),
    paid_at: clickhouseInstant(at),
    amount: paid,
    paid,
    refunded,
    gone: 0,
    version: 1,
  }))
}

export async function landed(
  clickhouse: ClickHouse,
  rows: Record<string, unknown>[],
): Promise<void> {
  await clickhouse.insert({
    table: 'customer_order',
    rows: rows.map((row) => JSON.stringify(row)).join('\n'),
    comment: 'test',
  })
}

/** An experiment's id divides its people: made from the seed, the same seed gives the same two arms in every run. */
export async function renamed(
  db: Database,
  tenant: Tenant,
  experimentId: string,
  seed: number,
): Promise<string> {
  const id = idFrom('seeded experiment', String(seed))
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update experiment.experiment
      set id = ${id}
      where workspace_id = ${tenant.id}
        and id = ${experimentId}
    `),
  )
  return id
}
