import { z } from 'zod'
import { addOrderSums } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { sumOf } from './apply-orders.ts'
import { keepItems } from './keep-items.ts'
import { mirrorRow } from './landing.ts'
import { lookUpLastOrders } from './last-orders.ts'
import type { Order, Refund } from './order.ts'
import { loadById, picture, saveOrders } from './store.ts'

/** Orders are taken back in portions, so that an import of a million is not held in memory at once. */
const PORTION = 5_000

export type Undone = {
  removed: number
  restored: number
  /** Rows of `customer_order` that cover the earlier ones; their version is set by whoever numbers the batch. */
  rows: Record<string, unknown>[]
}

/** The number of the latest import, not undone, that changed orders which `importId` brought or changed too. */
export async function changedLaterBy(
  tx: Tx,
  workspaceId: string,
  importId: string,
): Promise<string | null> {
  const row = await tx.maybe(sql<{ import_id: string }>`
    select later.import_id
    from commerce.order_before later
    where later.workspace_id = ${workspaceId}
      and later.import_id > ${importId}
      and (
        exists (
          select from commerce.order o
          where o.workspace_id = later.workspace_id
            and o.id = later.order_id
            and o.import_id = ${importId}
        )
        or exists (
          select from commerce.order_before mine
          where mine.workspace_id = later.workspace_id
            and mine.order_id = later.order_id
            and mine.import_id = ${importId}
        )
      )
    order by later.import_id desc
    limit 1
  `)
  return row?.import_id ?? null
}

/**
 * Takes back what an import did to orders: removes those it brought, and gives back to the others what it changed, sums
 * of customers included. Must run under the pump's lock (`holdPump`), after everything the import sent was applied, and
 * not while a later import stands on the same orders (`changedLaterBy`).
 */
export async function undoOrders(tx: Tx, tenant: Tenant, importId: string): Promise<Undone> {
  const done: Undone = { removed: 0, restored: 0, rows: [] }
  for (let portion = await restore(tx, tenant, importId); portion.length > 0; ) {
    done.restored += portion.length
    done.rows.push(...portion.map((order) => mirrorRow(tenant, order, 0)))
    portion = await restore(tx, tenant, importId)
  }
  for (let portion = await remove(tx, tenant, importId); portion.length > 0; ) {
    done.removed += portion.length
    done.rows.push(...portion.map((order) => mirrorRow(tenant, order, 0, true)))
    portion = await remove(tx, tenant, importId)
  }
  return done
}

async function remove(tx: Tx, tenant: Tenant, importId: string): Promise<Order[]> {
  const found = await tx.rows(sql<{ id: string }>`
    select id
    from commerce.order
    where workspace_id = ${tenant.id}
      and import_id = ${importId}
    limit ${PORTION}
  `)
  const orders = await loadById(
    tx,
    tenant.id,
    found.map(({ id }) => id),
  )
  await addOrderSums(
    tx,
    tenant,
    orders.flatMap((order) => sumOf(order, -1)),
  )
  // Its refunds go with an order.
  await tx.run(sql`
    delete from commerce.order
    where workspace_id = ${tenant.id}
      and id = any(${orders.map(({ id }) => id)}::uuid[])
  `)
  await lookUpLastOrders(tx, tenant, customersOf(orders))
  return orders
}

async function restore(tx: Tx, tenant: Tenant, importId: string): Promise<Order[]> {
  const rows = await tx.rows(sql<{ orderId: string; before: unknown; after: unknown }>`
    delete from commerce.order_before
    where workspace_id = ${tenant.id}
      and import_id = ${importId}
      and order_id in (
        select order_id
        from commerce.order_before
        where workspace_id = ${tenant.id}
          and import_id = ${importId}
        limit ${PORTION}
      )
    returning order_id as "orderId", before, after
  `)
  const pictures = new Map(rows.map(({ orderId, ...row }) => [orderId, pair.parse(row)] as const))
  const current = await loadById(tx, tenant.id, [...pictures.keys()])
  const back = current.flatMap((now) => {
    const known = pictures.get(now.id)
    return known ? [{ now, order: takeBack(now, known, importId) }] : []
  })
  await tx.run(sql`
    delete from commerce.refund
    where workspace_id = ${tenant.id}
      and order_id = any(${back.map(({ order }) => order.id)}::uuid[])
  `)
  const orders = back.map(({ order }) => order)
  await saveOrders(tx, tenant.id, orders, 0)
  await keepItems(tx, tenant.id, orders)
  await addOrderSums(
    tx,
    tenant,
    back.flatMap(({ now, order }) => [...sumOf(now, -1), ...sumOf(order, 1)]),
  )
  await lookUpLastOrders(tx, tenant, customersOf(back.flatMap(({ now, order }) => [now, order])))
  return orders
}

function customersOf(orders: Order[]): string[] {
  return [...new Set(orders.flatMap(({ customer }) => customer?.id ?? []))]
}

const pair = z.object({ before: picture, after: picture })

/** The order without what the import changed: a field that something else has changed since stays as it is. */
export function takeBack(
  now: Order,
  { before, after }: { before: Order; after: Order },
  importId: string,
): Order {
  const back = <K extends keyof Order>(field: K): Order[K] =>
    JSON.stringify(now[field]) === JSON.stringify(after[field]) ? before[field] : now[field]
  return {
    ...now,
    customer: back('customer'),
    amount: back('amount'),
    paid: back('paid'),
    orderedAt: back('orderedAt'),
    paidAt: back('paidAt'),
    cancelledAt: back('cancelledAt'),
    items: back('items'),
    attributes: back('attributes'),
    refundedInFullAt: back('refundedInFullAt'),
    isKnown: back('isKnown'),
    refunds: refundsBack(now.refunds, before.refunds, importId),
  }
}

/** Refunds of the import go; what it had put in another's place comes back. */
function refundsBack(now: Refund[], before: Refund[], importId: string): Refund[] {
  const kept = now.filter((refund) => refund.importId !== importId)
  const missing = before.filter(({ key }) => !kept.some((refund) => refund.key === key))
  return [...kept, ...missing]
}

/** Notes the batch whose mirror rows restored orders. */
export async function stampOrders(tx: Tx, workspaceId: string, version: number): Promise<void> {
  await tx.run(sql`
    update commerce.order
    set version = ${version}
    where workspace_id = ${workspaceId}
      and version = 0
  `)
}

export type ImportSums = {
  orders: number
  changed: number
  amount: number
  paid: number
  refunded: number
  unpaid: number
  customers: number
  firstAt: Date | null
  lastAt: Date | null
}

/** What an import brought: orders new and changed, and the sums of the new ones in minor units. */
export async function sumsOfImport(
  tx: Tx,
  workspaceId: string,
  importId: string,
): Promise<ImportSums> {
  return tx.one(sql<ImportSums>`
    select count(*) as orders,
           (
             select count(*)
             from commerce.order_before b
             where b.workspace_id = ${workspaceId}
               and b.import_id = ${importId}
           ) as changed,
           coalesce(sum(amount), 0)::bigint as amount,
           coalesce(sum(paid), 0)::bigint as paid,
           coalesce(sum(refunded), 0)::bigint as refunded,
           count(*) filter (where paid_at is null) as unpaid,
           count(distinct customer_id) as customers,
           min(ordered_at) as "firstAt",
           max(ordered_at) as "lastAt"
    from commerce.order
    where workspace_id = ${workspaceId}
      and import_id = ${importId}
  `)
}
