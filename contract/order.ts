import { z } from 'zod'
import { instant, pageQuery } from './page.ts'

/** created: ordered, not paid; refunded: all of it was given back. */
export const orderStates = ['created', 'paid', 'cancelled', 'refunded'] as const
export const orderState = z.enum(orderStates)
export type OrderState = z.infer<typeof orderState>

export const orderItem = z.object({
  name: z.string(),
  sku: z.string().nullable(),
  quantity: z.number().nullable(),
  /** Of one piece, in minor units. */
  price: z.number().nullable(),
})

/** Amounts in minor units of `currency`. */
export const order = z.object({
  id: z.string(),
  no: z.string().nullable(),
  shop: z.string(),
  state: orderState,
  customerId: z.string().nullable(),
  customerNo: z.number(),
  customerName: z.string().nullable(),
  currency: z.string(),
  amount: z.number(),
  paid: z.number(),
  refunded: z.number(),
  orderedAt: instant,
  paidAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  items: z.array(orderItem),
  attributes: z.record(z.string(), z.unknown()),
  importId: z.string().nullable(),
})
export type Order = z.infer<typeof order>

export const orderQuery = pageQuery.extend({
  /** The beginning of an order number. */
  search: z.string().max(100).optional(),
  state: orderState.optional(),
  from: instant.optional(),
  to: instant.optional(),
  importId: z.string().optional(),
  customerId: z.string().optional(),
})
