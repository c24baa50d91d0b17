import { addOrderSums, type OrderSum } from '../customer/index.ts'
import type { Applied, ApplyStep, Fact } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { keepItems } from './keep-items.ts'
import { MIRROR, mirrorRow } from './landing.ts'
import { lookUpLastOrders } from './last-orders.ts'
import { countOf, type Order, type Telling, tell } from './order.ts'
import { factsOf } from './order-facts.ts'
import { loadOrders, saveOrders } from './store.ts'
import { orderEvents, tellingOf } from './telling.ts'

/** The line of the table of appliers that keeps orders. A fixed number of statements however large the batch. */
export const orderStep: ApplyStep = {
  name: 'order',
  on: orderEvents,
  apply: async (tx, { tenant, batchNo }, events) => {
    const tellings = events.map((event) => tellingOf(tenant, event))
    const keys = [...new Set(tellings.map(({ key }) => key))]
    const before = await loadOrders(tx, tenant.id, keys)
    const { after, facts, changes } = fold(tenant.id, before, tellings)
    const changed = [...after.values()].filter((order) => before.get(order.key) !== order)
    await saveOrders(tx, tenant.id, changed, batchNo)
    await keepItems(tx, tenant.id, changed)
    await keepPictures(tx, tenant.id, changes)
    await addOrderSums(tx, tenant, sumsOf(before, changed))
    await lookUpLastOrders(tx, tenant, movedBack(before, changed))
    const rows = changed.map((order) => mirrorRow(tenant, order, batchNo))
    const applied: Applied = { facts, landings: [{ table: MIRROR, rows }] }
    return applied
  },
}

/** What an import changed in an order that was there before it. */
type Change = { importId: string; before: Order; after: Order }

function fold(workspaceId: string, known: Map<string, Order>, tellings: Telling[]) {
  const after = new Map(known)
  const facts: Fact[] = []
  const changes = new Map<string, Change>()
  for (const telling of tellings) {
    const before = after.get(telling.key) ?? null
    const order = tell(before, telling, idFrom('order', workspaceId, telling.key))
    if (before && isSame(before, order)) continue
    after.set(telling.key, order)
    facts.push(...factsOf(before, order, telling.importNo))
    const { importId } = telling
    if (!before || importId === null || before.importId === importId) continue
    const change = changes.get(`${importId} ${order.id}`)
    changes.set(`${importId} ${order.id}`, {
      importId,
      before: change?.before ?? before,
      after: order,
    })
  }
  return { after, facts, changes: [...changes.values()] }
}

function isSame(one: Order, other: Order): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function sumsOf(before: Map<string, Order>, changed: Order[]): OrderSum[] {
  const sums: OrderSum[] = []
  for (const order of changed) {
    const old = before.get(order.key) ?? null
    sums.push(...sumOf(old, -1), ...sumOf(order, 1))
  }
  return sums
}

/** The customers of orders that count no longer, or from an earlier day: their last order may be another one. */
function movedBack(before: Map<string, Order>, changed: Order[]): string[] {
  const ids = changed.flatMap((order) => {
    const old = before.get(order.key) ?? null
    if (!old?.customer || countOf(old).orders === 0) return []
    const isBack = countOf(order).orders === 0 || order.orderedAt < old.orderedAt
    return isBack ? [old.customer.id] : []
  })
  return [...new Set(ids)]
}

/** What an order counts for its customer, to be added (1) or taken away (-1). */
export function sumOf(order: Order | null, sign: 1 | -1): OrderSum[] {
  const { orders, total } = countOf(order)
  if (!order?.customer || orders === 0) return []
  const lastOrderAt = sign === 1 ? order.orderedAt : null
  return [
    { customerId: order.customer.id, orders: orders * sign, total: total * sign, lastOrderAt },
  ]
}

/** Keeps the picture of an order before an import first changed it, and after it last did. */
async function keepPictures(tx: Tx, workspaceId: string, changes: Change[]): Promise<void> {
  if (changes.length === 0) return
  await tx.run(sql`
    insert into commerce.order_before (workspace_id, import_id, order_id, before, after)
    select ${workspaceId}, n.import_id, n.order_id, n.before, n.after
    from unnest(
      ${changes.map(({ importId }) => importId)}::uuid[],
      ${changes.map((change) => change.after.id)}::uuid[],
      ${changes.map((change) => JSON.stringify(change.before))}::jsonb[],
      ${changes.map((change) => JSON.stringify(change.after))}::jsonb[]
    ) as n (import_id, order_id, before, after)
    on conflict (workspace_id, import_id, order_id) do update
    set after = excluded.after
  `)
}
