import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseCustomers, historyOf } from './history.ts'
import { compressRows, spread } from './history-rows.ts'
import { absent, dayNumber, readCsv } from './shared-data.fixture.ts'

const bought = (key: string, day: number, amount: number) => ({ key, day, amount })

test('purchases of one day count once, and the first day is no repeat', () => {
  const purchases = [bought('a', 0, 500), bought('a', 14, 300), bought('a', 14, 100)]
  const history = historyOf(denseCustomers([...purchases, bought('a', 21, 200)]), 28)
  expect([history.x[0], history.tx[0], history.T[0]]).toEqual([2, 3, 4])
  expect(history.meanRepeatSpend[0]).toBe(300)
  expect(history.sumLogGaps[0]).toBeCloseTo(Math.log(2) + Math.log(1))
  expect(history.medianGapDays).toBe(10.5)
})

test('a day bought and refunded is no purchase, a free gift is one, and later days are not seen', () => {
  const purchases = [bought('a', 1, 500), bought('a', 1, -500), bought('b', 2, 0)]
  const history = historyOf(denseCustomers([...purchases, bought('c', 9, 10)]), 8)
  expect([...history.customer]).toEqual([1])
})

test('compression loses no customer', () => {
  const entry = fc.record({
    key: fc.integer({ min: 0, max: 30 }).map(String),
    day: fc.integer({ min: 0, max: 40 }),
    amount: fc.integer({ min: 1, max: 900 }),
  })
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 200 }), (purchases) => {
      const history = historyOf(denseCustomers(purchases), 40)
      const rows = compressRows(history)
      const back = (values: Int32Array) => [...spread(rows, Float64Array.from(values))]
      expect(back(rows.x)).toEqual([...history.x])
      expect(back(rows.txDays)).toEqual([...history.tx].map((weeks) => Math.round(7 * weeks)))
      expect(back(rows.ageDays)).toEqual([...history.T].map((weeks) => Math.round(7 * weeks)))
      expect(rows.count.reduce((a, b) => a + b, 0)).toBe(history.x.length)
    }),
  )
})

test.skipIf(absent)('the CDNOW table equals the prepared one (needs ../shared/data)', () => {
  const purchases = readCsv('cdnow/cdnow_sample.csv.gz').map((row) =>
    bought(row.customer_id ?? '', dayNumber(row.date ?? ''), Number(row.amount)),
  )
  const history = historyOf(denseCustomers(purchases), dayNumber('1997-09-30'))
  const prepared = readCsv('cdnow/cdnow_sample_cbs_39w.csv.gz')
  expect(history.x.length).toBe(prepared.length)
  for (const [i, row] of prepared.entries()) {
    expect(history.x[i]).toBe(Number(row.x))
    expect(history.tx[i]).toBeCloseTo(Number(row.t_x), 8)
    expect(history.T[i]).toBeCloseTo(Number(row.T), 8)
    expect(history.sumLogGaps[i]).toBeCloseTo(Number(row.sum_log_gaps), 8)
    expect(history.meanRepeatSpend[i]).toBeCloseTo(Number(row.mean_repeat_amount), 6)
  }
  expect(compressRows(history).count.length).toBe(1016)
})
