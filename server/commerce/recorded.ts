import { z } from 'zod'
import { PRIVATE } from '../event/index.ts'

/** The event by which an import tells of an order. */
export const ORDER_RECORDED = 'order.recorded'

const at = z.coerce.date()
const amount = z.number().int()
const item = z.object({
  name: z.string(),
  sku: z.string().nullable(),
  quantity: z.number().nullable(),
  price: amount.nullable(),
})

/**
 * The props of `order.recorded`: one line of a file. Amounts in minor units of the workspace's currency. `refunds` are
 * told by key; the key `total` tells what was given back so far. Attributes may hold addresses, so they never land.
 */
export const recordedOrder = z.object({
  key: z.string(),
  no: z.string().nullable(),
  shop: z.string(),
  amount: amount.nullable(),
  payment: z.object({ paid: amount, at }).nullable(),
  orderedAt: at.nullable(),
  cancelledAt: at.nullable(),
  refunds: z.array(z.object({ key: z.string(), amount, at })),
  items: z.array(item),
  [PRIVATE]: z.object({
    attributes: z.record(z.string(), z.unknown()),
    importId: z.uuid().nullable(),
  }),
})
export type RecordedOrder = z.input<typeof recordedOrder>

/** The key under which an order with a number is one and the same, whoever tells of it. */
export function keyOfNumber(shop: string, no: string): string {
  return `no:${shop}:${no}`
}
