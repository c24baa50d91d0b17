import { z } from 'zod'
import { sql, type Tx } from '../postgres/index.ts'
import { type Order, type Refund, refundedOf, stateOf } from './order.ts'

const at = z.coerce.date()
const refund = z.object({
  key: z.string(),
  amount: z.number(),
  at,
  importId: z.string().nullable(),
})
/** An order as it is kept in a picture of earlier days (json). */
export const picture = z.object({
  id: z.string(),
  key: z.string(),
  no: z.string().nullable(),
  shop: z.string(),
  customer: z.object({ id: z.string(), no: z.number() }).nullable(),
  currency: z.string(),
  amount: z.number(),
  paid: z.number(),
  orderedAt: at,
  paidAt: at.nullable(),
  cancelledAt: at.nullable(),
  items: z.array(
    z.object({
      name: z.string(),
      sku: z.string().nullable(),
      quantity: z.number().nullable(),
      price: z.number().nullable(),
    }),
  ),
  attributes: z.record(z.string(), z.unknown()),
  importId: z.string().nullable(),
  refunds: z.array(refund),
  refundedInFullAt: at.nullable(),
  isKnown: z.boolean(),
})

type Row = Omit<Order, 'customer' | 'refunds' | 'items'> & {
  customerId: string | null
  customerNo: number
  items: unknown
  refunds: unknown
}

/** The orders of these keys, by key. */
export async function loadOrders(
  tx: Tx,
  workspaceId: string,
  keys: string[],
): Promise<Map<string, Order>> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from commerce.order o
    where o.workspace_id = ${workspaceId}
      and o.order_key = any(${keys}::text[])
  `)
  return new Map(rows.map((row) => [row.key, orderOf(row)]))
}

/** The orders with these ids. */
export async function loadById(tx: Tx, workspaceId: string, ids: string[]): Promise<Order[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from commerce.order o
    where o.workspace_id = ${workspaceId}
      and o.id = any(${ids}::uuid[])
  `)
  return rows.map(orderOf)
}

const columns = sql`
    o.id, o.order_key as key, o.order_no as no, o.shop, o.customer_id as "customerId",
    o.customer_no as "customerNo", o.currency, o.amount, o.paid, o.ordered_at as "orderedAt",
    o.paid_at as "paidAt", o.cancelled_at as "cancelledAt", o.items, o.attributes,
    o.import_id as "importId", o.refunded_in_full_at as "refundedInFullAt", o.is_known as "isKnown",
    (
      select json_agg(json_build_object(
        'key', r.refund_key, 'amount', r.amount, 'at', r.refunded_at, 'importId', r.import_id))
      from commerce.refund r
      where r.workspace_id = o.workspace_id
        and r.order_id = o.id
    ) as refunds`

function orderOf({ customerId, customerNo, items, refunds, ...row }: Row): Order {
  return {
    ...row,
    customer: customerId === null ? null : { id: customerId, no: customerNo },
    items: picture.shape.items.parse(items),
    refunds: z.array(refund).parse(refunds ?? []),
  }
}

/** Writes orders as they are from now on, new and changed alike, with their refunds. */
export async function saveOrders(
  tx: Tx,
  workspaceId: string,
  orders: Order[],
  version: number,
): Promise<void> {
  if (orders.length === 0) return
  const rows = orders.map((order) => ({
    id: order.id,
    key: order.key,
    no: order.no,
    shop: order.shop,
    customer_id: order.customer?.id ?? null,
    customer_no: order.customer?.no ?? 0,
    state: stateOf(order),
    currency: order.currency,
    amount: order.amount,
    paid: order.paid,
    refunded: refundedOf(order),
    ordered_at: order.orderedAt,
    paid_at: order.paidAt,
    cancelled_at: order.cancelledAt,
    full_at: order.refundedInFullAt,
    is_known: order.isKnown,
    items: order.items,
    attributes: order.attributes,
    import_id: order.importId,
  }))
  await tx.run(sql`
    insert into commerce.order (
      workspace_id, id, order_key, order_no, shop, customer_id, customer_no, state, currency, amount, paid, refunded,
      ordered_at, paid_at, cancelled_at, refunded_in_full_at, is_known, items, attributes, import_id, version, items_kept
    )
    select ${workspaceId}, n.id, n.key, n.no, n.shop, n.customer_id, n.customer_no, n.state, n.currency, n.amount,
           n.paid, n.refunded, n.ordered_at, n.paid_at, n.cancelled_at, n.full_at, n.is_known, n.items, n.attributes,
           n.import_id, ${version}, true
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (
      id uuid, key text, no text, shop text, customer_id uuid, customer_no bigint, state text, currency text,
      amount bigint, paid bigint, refunded bigint, ordered_at timestamptz, paid_at timestamptz,
      cancelled_at timestamptz, full_at timestamptz, is_known boolean, items jsonb, attributes jsonb, import_id uuid
    )
    on conflict (workspace_id, id) do update
    set customer_id = excluded.customer_id,
        customer_no = excluded.customer_no,
        state = excluded.state,
        amount = excluded.amount,
        paid = excluded.paid,
        refunded = excluded.refunded,
        ordered_at = excluded.ordered_at,
        paid_at = excluded.paid_at,
        cancelled_at = excluded.cancelled_at,
        refunded_in_full_at = excluded.refunded_in_full_at,
        is_known = excluded.is_known,
        items = excluded.items,
        attributes = excluded.attributes,
        import_id = excluded.import_id,
        version = excluded.version,
        items_kept = true
  `)
  await saveRefunds(tx, workspaceId, orders)
}

async function saveRefunds(tx: Tx, workspaceId: string, orders: Order[]): Promise<void> {
  const refunds: (Refund & { orderId: string })[] = orders.flatMap(({ id, refunds: ofOrder }) =>
    ofOrder.map((one) => ({ ...one, orderId: id })),
  )
  if (refunds.length === 0) return
  await tx.run(sql`
    insert into commerce.refund (workspace_id, order_id, refund_key, amount, refunded_at, import_id)
    select ${workspaceId}, n.order_id, n.refund_key, n.amount, n.refunded_at, n.import_id
    from unnest(
      ${refunds.map(({ orderId }) => orderId)}::uuid[],
      ${refunds.map(({ key }) => key)}::text[],
      ${refunds.map(({ amount }) => amount)}::bigint[],
      ${refunds.map((one) => one.at)}::timestamptz[],
      ${refunds.map(({ importId }) => importId)}::uuid[]
    ) as n (order_id, refund_key, amount, refunded_at, import_id)
    on conflict (workspace_id, order_id, refund_key) do update
    set amount = excluded.amount,
        refunded_at = excluded.refunded_at,
        import_id = excluded.import_id
    where refund.amount <> excluded.amount
       or refund.import_id is distinct from excluded.import_id
  `)
}
