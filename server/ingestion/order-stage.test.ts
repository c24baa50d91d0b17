import { expect, test } from 'vitest'
import { stageOf } from './order-stage.ts'

const said = { state: '', paidAt: null, paid: null, refunded: 0, amount: 1_000 }

test('an order without a word to the contrary was paid; an empty time of payment is a word', () => {
  expect(stageOf(said)).toBe('paid')
  expect(stageOf({ ...said, paidAt: false })).toBe('unpaid')
  expect(stageOf({ ...said, paidAt: true, paid: 0, refunded: 1_000 })).toBe('paid')
  expect(stageOf({ ...said, paid: 0 })).toBe('unpaid')
  expect(stageOf({ ...said, paid: 0, amount: 0 })).toBe('paid')
})

test('states are understood as shops write them', () => {
  for (const state of ['待付款', '等待买家付款', 'Unpaid', 'pending'])
    expect(stageOf({ ...said, state }), state).toBe('unpaid')
  for (const state of ['交易成功', '卖家已发货，等待买家确认', 'Completed', 'partially refunded'])
    expect(stageOf({ ...said, state }), state).toBe('paid')
  expect(stageOf({ ...said, state: '在天上' })).toBe('unknown')
})

test('a trade that was closed after its money went back was refunded, not cancelled', () => {
  const closed = { ...said, state: '交易关闭' }
  expect(stageOf(closed)).toBe('cancelled')
  expect(stageOf({ ...closed, paidAt: false })).toBe('cancelled')
  expect(stageOf({ ...closed, paidAt: true, refunded: 1_000 })).toBe('paid')
  expect(stageOf({ ...closed, paidAt: true })).toBe('paid_then_cancelled')
  expect(stageOf({ ...said, state: '退款成功', paidAt: true })).toBe('refunded')
})
