import { clickhouseInstant } from '../event/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { type Order, refundedOf, stateOf } from './order.ts'

/** A row of ClickHouse's `customer_order`. `gone`: the order was taken back, the row only covers earlier ones. */
export function mirrorRow(
  tenant: Pick<Tenant, 'no'>,
  order: Order,
  version: number,
  gone = false,
): Record<string, unknown> {
  return {
    workspace: tenant.no,
    order_id: order.id,
    customer: order.customer?.no ?? 0,
    state: stateOf(order),
    ordered_at: clickhouseInstant(order.orderedAt),
    paid_at: order.paidAt === null ? null : clickhouseInstant(order.paidAt),
    amount: order.amount,
    paid: order.paid,
    refunded: refundedOf(order),
    gone: gone ? 1 : 0,
    version,
  }
}

export const MIRROR = 'customer_order'
