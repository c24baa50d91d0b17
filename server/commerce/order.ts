import type { OrderState } from '../../contract/order.ts'

/**
 * An order (订单) is the sum of what was told about it, in whatever order that came:
 *
 *   created ──paid──► paid ──all of it given back──► refunded
 *      │                │
 *      └───cancelled────┴──► cancelled
 *
 * The state is never stored on its own account: it follows from the instants and the refunds, so that a late or repeated
 * telling can add but not undo. A cancelled order that is paid afterwards is paid.
 */
export type Order = {
  id: string
  /** `no:<shop>:<order number>`, or for files without numbers `line:<file hash>:<line>`. */
  key: string
  no: string | null
  shop: string
  /** Null: it names nobody we can know. */
  customer: { id: string; no: number } | null
  currency: string
  /** What was ordered and what was paid before refunds, in minor units. */
  amount: number
  paid: number
  orderedAt: Date
  paidAt: Date | null
  cancelledAt: Date | null
  items: OrderItem[]
  attributes: Record<string, unknown>
  /** The import that brought it first. */
  importId: string | null
  refunds: Refund[]
  /** A notice "all was given back" without a sum. */
  refundedInFullAt: Date | null
  /** False while only a refund or a cancellation was heard of and not the order itself. */
  isKnown: boolean
}

export type OrderItem = {
  name: string
  sku: string | null
  quantity: number | null
  price: number | null
}
export type Refund = { key: string; amount: number; at: Date; importId: string | null }

/** The key of a refund that tells what was given back so far, not one payment of it. */
export const REFUND_TOTAL = 'total'

/** What one source says about an order at one time. Null: it says nothing about that. */
export type Telling = {
  key: string
  no: string | null
  shop: string
  customer: { id: string; no: number } | null
  currency: string
  at: Date
  amount: number | null
  payment: { paid: number; at: Date } | null
  orderedAt: Date | null
  cancelledAt: Date | null
  refunds: Refund[]
  refundedInFullAt: Date | null
  items: OrderItem[]
  attributes: Record<string, unknown>
  importId: string | null
  importNo: number
}

/** The order after one more telling. Pure; telling the same again changes nothing. */
export function tell(before: Order | null, telling: Telling, id: string): Order {
  const order = before ?? untold(telling, id)
  const isKnown = order.isKnown || telling.orderedAt !== null
  return {
    ...order,
    customer: order.customer ?? telling.customer,
    amount: telling.amount ?? order.amount,
    paid: telling.payment?.paid ?? order.paid,
    orderedAt: order.isKnown
      ? earliest(order.orderedAt, telling.orderedAt)
      : (telling.orderedAt ?? order.orderedAt),
    paidAt: telling.payment ? earliest(telling.payment.at, order.paidAt) : order.paidAt,
    cancelledAt: latest(order.cancelledAt, telling.cancelledAt),
    items: telling.items.length > 0 ? telling.items : order.items,
    attributes: { ...order.attributes, ...telling.attributes },
    refunds: withRefunds(order.refunds, telling.refunds),
    refundedInFullAt: latest(order.refundedInFullAt, telling.refundedInFullAt),
    isKnown,
  }
}

function untold(telling: Telling, id: string): Order {
  const { key, no, shop, currency, importId } = telling
  return {
    id,
    key,
    no,
    shop,
    currency,
    importId,
    customer: null,
    amount: 0,
    paid: 0,
    orderedAt: telling.orderedAt ?? telling.at,
    paidAt: null,
    cancelledAt: null,
    items: [],
    attributes: {},
    refunds: [],
    refundedInFullAt: null,
    isKnown: false,
  }
}

/** A repeated notice refunds nothing twice; a total only grows. */
function withRefunds(known: Refund[], told: Refund[]): Refund[] {
  if (told.length === 0) return known
  const byKey = new Map(known.map((refund) => [refund.key, refund]))
  for (const refund of told) {
    const before = byKey.get(refund.key)
    if (!before || before.amount < refund.amount) byKey.set(refund.key, refund)
  }
  return [...byKey.values()]
}

/** What was given back, in minor units. Nothing, as long as nothing was paid. */
export function refundedOf(order: Order): number {
  if (order.paidAt === null) return 0
  if (order.refundedInFullAt !== null) return order.paid
  const single = order.refunds.filter(({ key }) => key !== REFUND_TOTAL)
  const total = order.refunds.find(({ key }) => key === REFUND_TOTAL)?.amount ?? 0
  return Math.max(
    total,
    single.reduce((sum, { amount }) => sum + amount, 0),
  )
}

export function stateOf(order: Order): OrderState {
  const { paidAt, cancelledAt } = order
  if (cancelledAt !== null && (paidAt === null || cancelledAt >= paidAt)) return 'cancelled'
  if (paidAt === null) return 'created'
  return order.paid > 0 && refundedOf(order) >= order.paid ? 'refunded' : 'paid'
}

/** What an order adds to its customer: net of refunds; what was not paid, cancelled or wholly given back does not count. */
export function countOf(order: Order | null): { orders: number; total: number } {
  return order && stateOf(order) === 'paid'
    ? { orders: 1, total: order.paid - refundedOf(order) }
    : { orders: 0, total: 0 }
}

/** When the last refund that is known was given. */
export function refundedAt(order: Order): Date {
  const known = [...order.refunds.map(({ at }) => at), order.refundedInFullAt]
  return known.reduce<Date | null>(latest, null) ?? order.paidAt ?? order.orderedAt
}

function earliest(one: Date, other: Date | null): Date {
  return other && other < one ? other : one
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other
  return other > one ? other : one
}
