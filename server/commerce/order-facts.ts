import type { Fact } from '../event/index.ts'
import { showId } from '../kernel/index.ts'
import { type Order, refundedAt, refundedOf, stateOf } from './order.ts'

/**
 * The domain events of one telling. An order that was paid in the instant in which it was made (a till, a file with one
 * date) is one fact, `order.paid`; otherwise `order.created` goes before. `order.refunded` carries what was added.
 */
export function factsOf(before: Order | null, after: Order, importNo: number): Fact[] {
  const told: Fact[] = []
  const tell = (name: string, at: Date, value: number, cause: string[]) =>
    told.push({
      name,
      at,
      value,
      cause: [after.id, ...cause],
      customer: after.customer,
      props: propsOf(after),
      importNo,
    })
  const isNewlyPaid = after.paidAt !== null && (before?.paidAt ?? null) === null
  const isAtOnce = isNewlyPaid && after.paidAt?.getTime() === after.orderedAt.getTime()
  if (after.isKnown && !before?.isKnown && !isAtOnce) {
    tell('order.created', after.orderedAt, after.amount, [])
  }
  if (isNewlyPaid && after.paidAt) tell('order.paid', after.paidAt, after.paid, [])
  const refunded = refundedOf(after)
  const more = refunded - (before ? refundedOf(before) : 0)
  if (more > 0) tell('order.refunded', refundedAt(after), more, [String(refunded)])
  const isCancelled = stateOf(after) === 'cancelled'
  const wasCancelled = before !== null && stateOf(before) === 'cancelled'
  if (isCancelled && !wasCancelled && after.cancelledAt) {
    tell('order.cancelled', after.cancelledAt, after.amount, [after.cancelledAt.toISOString()])
  }
  return told
}

const ITEMS_MAX = 20

function propsOf(order: Order): Record<string, unknown> {
  const items = order.items.slice(0, ITEMS_MAX).flatMap(({ name }) => (name ? [name] : []))
  return {
    order: showId('order', order.id),
    ...(order.no === null ? {} : { no: order.no }),
    ...(order.shop === '' ? {} : { shop: order.shop }),
    ...(items.length === 0 ? {} : { items }),
  }
}
