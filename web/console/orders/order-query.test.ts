import { expect, test } from 'vitest'
import { orderQueryOf } from './order-query.ts'

test('days are the days of the workspace, the last one included', () => {
  const asked = { atFrom: '2026-03-01', atTo: '2026-03-31', state: 'paid' }
  expect(orderQueryOf(asked, 'Asia/Shanghai')).toEqual({
    state: 'paid',
    from: '2026-02-28T16:00:00.000Z',
    to: '2026-03-31T16:00:00.000Z',
  })
})

test('the day on which clocks go forward is an hour shorter', () => {
  const asked = { atFrom: '2026-03-29', atTo: '2026-03-29' }
  expect(orderQueryOf(asked, 'Europe/Berlin')).toEqual({
    from: '2026-03-28T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  })
})

test('what is no day, and what the server does not know, is not asked', () => {
  const asked = { atFrom: 'soon', atTo: '2026-99-99', sort: 'paid' }
  expect(orderQueryOf(asked, 'UTC')).toEqual({})
})
