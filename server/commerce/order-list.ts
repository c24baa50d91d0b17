import type { z } from 'zod'
import type { orderQuery } from '../../contract/order.ts'
import { Problem } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { picture } from './store.ts'

export type ListedOrder = {
  id: string
  no: string | null
  shop: string
  state: 'created' | 'paid' | 'cancelled' | 'refunded'
  customerId: string | null
  customerNo: number
  currency: string
  amount: number
  paid: number
  refunded: number
  orderedAt: Date
  paidAt: Date | null
  cancelledAt: Date | null
  items: z.infer<typeof picture.shape.items>
  attributes: Record<string, unknown>
  importId: string | null
}

/** Filters with their ids already read. */
export type OrderFilter = Omit<z.infer<typeof orderQuery>, 'importId' | 'customerId'> & {
  importId?: string
  customerIds?: string[]
}

/** Beyond this the exact number of matches is not counted: nobody pages that far. */
const COUNTED_MAX = 10_000

/** Orders, newest first. `total` is null when there are more than 10,000. */
export async function listOrders(
  tx: Tx,
  workspaceId: string,
  filter: OrderFilter,
): Promise<{ items: ListedOrder[]; next: string | null; total: number | null }> {
  const after = filter.cursor === undefined ? null : readCursor(filter.cursor)
  const where = conditions(workspaceId, filter)
  const rows = await tx.rows(sql<ListedOrder>`
    select id, order_no as no, shop, state, customer_id as "customerId", customer_no as "customerNo", currency, amount,
           paid, refunded, ordered_at as "orderedAt", paid_at as "paidAt", cancelled_at as "cancelledAt", items,
           attributes, import_id as "importId"
    from commerce.order
    where ${where}
      and (${after?.at ?? null}::timestamptz is null or (ordered_at, id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by ordered_at desc, id desc
    limit ${filter.limit + 1}
  `)
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from (select from commerce.order where ${where} limit ${COUNTED_MAX + 1}) as matching
  `)
  const items = rows.slice(0, filter.limit).map((row) => ({
    ...row,
    items: picture.shape.items.parse(row.items),
  }))
  const last = items.at(-1)
  const next =
    rows.length > filter.limit && last ? `${last.orderedAt.toISOString()}~${last.id}` : null
  return { items, next, total: count > COUNTED_MAX ? null : count }
}

function conditions(workspaceId: string, filter: OrderFilter) {
  const parts = [sql`workspace_id = ${workspaceId}`]
  if (filter.search) parts.push(sql`order_no like ${`${escapeLike(filter.search.trim())}%`}`)
  if (filter.state) parts.push(sql`state = ${filter.state}`)
  if (filter.from) parts.push(sql`ordered_at >= ${new Date(filter.from)}`)
  if (filter.to) parts.push(sql`ordered_at < ${new Date(filter.to)}`)
  if (filter.importId) parts.push(sql`import_id = ${filter.importId}`)
  if (filter.customerIds) parts.push(sql`customer_id = any(${filter.customerIds}::uuid[])`)
  return sql.join(parts, sql` and `)
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f-]{36})$/

function readCursor(cursor: string): { at: Date; id: string } {
  const parts = CURSOR.exec(cursor)
  if (!parts?.[1] || !parts[2]) throw new Problem('bad_request', { detail: 'cursor' })
  return { at: new Date(parts[1]), id: parts[2] }
}
