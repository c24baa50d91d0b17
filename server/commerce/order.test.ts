import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countOf,
  type Order,
  REFUND_TOTAL,
  refundedOf,
  stateOf,
  type Telling,
  tell,
} from './order.ts'
import { factsOf } from './order-facts.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 11, hour))
const said: Telling = {
  key: 'no::1',
  no: '1',
  shop: '',
  customer: { id: 'c', no: 1 },
  currency: 'CNY',
  at: at(1),
  amount: null,
  payment: null,
  orderedAt: null,
  cancelledAt: null,
  refunds: [],
  refundedInFullAt: null,
  items: [],
  attributes: {},
  importId: null,
  importNo: 0,
}
const ordered: Telling = { ...said, amount: 10_000, orderedAt: at(1) }
const paid: Telling = { ...ordered, payment: { paid: 9_000, at: at(2) } }
const refund = (key: string, amount: number): Telling => ({
  ...said,
  refunds: [{ key, amount, at: at(3), importId: null }],
})
const cancelled = (hour: number): Telling => ({ ...said, cancelledAt: at(hour) })

function after(...tellings: Telling[]): Order {
  const order = tellings.reduce<Order | null>((known, next) => tell(known, next, 'o'), null)
  if (!order) throw new Error('nothing was told')
  return order
}

test('an order is made, paid, partly and then wholly given back', () => {
  expect(stateOf(after(ordered))).toBe('created')
  expect(stateOf(after(ordered, paid))).toBe('paid')
  const partly = after(ordered, paid, refund('r1', 2_000))
  expect([stateOf(partly), countOf(partly)]).toEqual(['paid', { orders: 1, total: 7_000 }])
  const wholly = after(ordered, paid, refund('r1', 2_000), refund('r2', 7_000))
  expect([stateOf(wholly), countOf(wholly)]).toEqual(['refunded', { orders: 0, total: 0 }])
  expect(stateOf(after(paid, { ...said, refundedInFullAt: at(4) }))).toBe('refunded')
})

test('a cancelled order does not count, unless it was paid afterwards', () => {
  expect(countOf(after(ordered, cancelled(2)))).toEqual({ orders: 0, total: 0 })
  expect(stateOf(after(paid, cancelled(5)))).toBe('cancelled')
  expect(stateOf(after(paid, cancelled(1)))).toBe('paid')
})

test('a total of refunds and the single refunds it sums up are not added', () => {
  expect(refundedOf(after(paid, refund('r1', 2_000), refund(REFUND_TOTAL, 2_000)))).toBe(2_000)
  expect(refundedOf(after(paid, refund(REFUND_TOTAL, 2_000), refund(REFUND_TOTAL, 1_000)))).toBe(
    2_000,
  )
})

test('whatever the order in which it is told, and however often, it ends the same', () => {
  const story = [ordered, paid, refund('r1', 1_000), refund('r2', 500), cancelled(1)]
  const view = (order: Order) => ({
    state: stateOf(order),
    refunded: refundedOf(order),
    paid: order.paid,
    amount: order.amount,
    orderedAt: order.orderedAt,
    paidAt: order.paidAt,
  })
  const expected = view(after(...story))
  const shuffled = fc.shuffledSubarray([...story, ...story], { minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(shuffled, (told) => {
      expect(view(after(...told))).toEqual(expected)
    }),
  )
})

test('each change is told once, and a till receipt is one fact', () => {
  const names = (before: Order | null, next: Telling) =>
    factsOf(before, tell(before, next, 'o'), 0).map(({ name, value }) => [name, value])
  expect(names(null, ordered)).toEqual([['order.created', 10_000]])
  expect(names(after(ordered), paid)).toEqual([['order.paid', 9_000]])
  expect(names(after(paid), paid)).toEqual([])
  expect(names(null, { ...paid, payment: { paid: 10_000, at: at(1) } })).toEqual([
    ['order.paid', 10_000],
  ])
  expect(names(after(paid, refund('r1', 1_000)), refund('r2', 500))).toEqual([
    ['order.refunded', 500],
  ])
  expect(names(after(ordered), cancelled(3))).toEqual([['order.cancelled', 10_000]])
  expect(names(null, refund('r1', 1_000))).toEqual([])
  expect(names(after(refund('r1', 1_000)), paid)).toEqual([
    ['order.created', 10_000],
    ['order.paid', 9_000],
    ['order.refunded', 1_000],
  ])
})
