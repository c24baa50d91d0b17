import { z } from 'zod'
import { PRIVATE, type ResolvedEvent } from '../event/index.ts'
import { currencyDigits, Problem, type Tenant } from '../kernel/index.ts'
import type { OrderItem, Telling } from './order.ts'
import { keyOfNumber, ORDER_RECORDED, recordedOrder } from './recorded.ts'

/** The events that tell of orders: our own, and those of Segment's e-commerce spec (v2). */
export const orderEvents = [
  ORDER_RECORDED,
  'Order Completed',
  'Order Refunded',
  'Order Cancelled',
] as const

/** What an event says about an order. An event that cannot be read throws: it is parked and can be replayed. */
export function tellingOf(tenant: Tenant, event: ResolvedEvent): Telling {
  const customer = event.customerId === null ? null : { id: event.customerId, no: event.customerNo }
  const common = { customer, currency: tenant.currency, at: event.at, importNo: event.importNo }
  if (event.name === ORDER_RECORDED) return { ...recorded(event), ...common }
  return { ...tracked(tenant, event), ...common }
}

type Said = Omit<Telling, 'customer' | 'currency' | 'at' | 'importNo'>

function recorded(event: ResolvedEvent): Said {
  const { [PRIVATE]: hidden, ...order } = recordedOrder.parse(event.props)
  const refunds = order.refunds.map((refund) => ({ ...refund, importId: hidden.importId }))
  return { ...order, ...hidden, refunds, refundedInFullAt: null }
}

const id = z.union([z.string(), z.number()]).transform(String).nullish()
const ecommerce = z.object({
  order_id: id,
  orderId: id,
  shop: z.string().catch(''),
  refund_id: id,
  products: z.array(z.record(z.string(), z.unknown())).catch([]),
})

function tracked(tenant: Tenant, event: ResolvedEvent): Said {
  const props = readProps(event.props)
  const no = props.order_id ?? props.orderId ?? null
  const said: Said = {
    // Without a number an order cannot be spoken of again; the event itself is then its name.
    key: no === null ? `event:${event.eventId}` : keyOfNumber(props.shop, no),
    no,
    shop: props.shop,
    amount: null,
    payment: null,
    orderedAt: null,
    cancelledAt: null,
    refunds: [],
    refundedInFullAt: null,
    items: [],
    attributes: {},
    importId: null,
  }
  switch (event.name) {
    case 'Order Completed': {
      const paid = event.value ?? 0
      const items = props.products.map((product) => itemOf(tenant, product))
      const payment = { paid, at: event.at }
      return { ...said, amount: paid, payment, orderedAt: event.at, items }
    }
    case 'Order Refunded': {
      const amount = Math.abs(event.value ?? 0)
      if (amount === 0) return { ...said, refundedInFullAt: event.at }
      const key = props.refund_id ?? event.eventId
      return { ...said, refunds: [{ key, amount, at: event.at, importId: null }] }
    }
    case 'Order Cancelled':
      return { ...said, cancelledAt: event.at }
    default:
      throw new Error(`not an event of orders: ${event.name}`)
  }
}

const FOUND_LENGTH_MAX = 80

/** What cannot be a number of an order is told by name: whoever decides on the event has to tell the sender. */
function readProps(props: ResolvedEvent['props']): z.infer<typeof ecommerce> {
  const read = ecommerce.safeParse(props)
  if (read.success) return read.data
  const field = String(read.error.issues[0]?.path[0] ?? '')
  const found = (JSON.stringify(props[field]) ?? '').slice(0, FOUND_LENGTH_MAX)
  throw new Problem('event_field_unreadable', { field, found })
}

function itemOf(tenant: Tenant, product: Record<string, unknown>): OrderItem {
  const { name, sku, product_id, quantity, price } = product
  const pieces = Number(quantity)
  const unit = Number(price)
  return {
    name: typeof name === 'string' ? name : '',
    sku: typeof sku === 'string' ? sku : typeof product_id === 'string' ? product_id : null,
    quantity: Number.isFinite(pieces) && quantity !== undefined ? pieces : null,
    // Shown beside an item only; sums are made from the order's own amounts.
    price:
      Number.isFinite(unit) && price !== undefined
        ? Math.round(unit * 10 ** currencyDigits(tenant.currency))
        : null,
  }
}
