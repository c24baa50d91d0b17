import { describe, expect, test } from 'vitest'
import { bgnbdExpected } from './bgnbd.ts'
import { fitBgNbd } from './bgnbd-fit.ts'
import { expectedSpend, fitGammaGamma } from './gamma-gamma.ts'
import { denseCustomers, historyOf } from './history.ts'
import { compressRows } from './history-rows.ts'
import { discountedPurchases, lifetimeValues, totalValue, weeksPerMonth } from './ltv.ts'
import { absent, dayNumber, readCsv } from './shared-data.fixture.ts'

const model = { kind: 'bgnbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const
const spend = { kind: 'gamma-gamma', p: 6.25, q: 3.74, v: 1544 } as const
const rows = compressRows({ x: [0, 3, 3], tx: [0, 30, 30], T: [39, 40, 40] })

/** mulberry32: the same draws every time. */
function chanceOf(): () => number {
  let state = 7
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test('without discount, 12 months of value are margin times spend times the exact expectation', () => {
  const meanRepeatSpend = Float64Array.of(0, 4000, 2000)
  const terms = { margin: 0.4, monthlyDiscount: 0 }
  const { within12, within36 } = lifetimeValues({ model, spend, rows, meanRepeatSpend, terms })
  const purchases = bgnbdExpected(model, { x: 3, tx: 30, T: 40 }, 12 * weeksPerMonth)
  expect(within12[1]).toBeCloseTo(0.4 * expectedSpend(spend, 3, 4000) * purchases, 6)
  expect(within12[2]).toBeCloseTo(0.4 * expectedSpend(spend, 3, 2000) * purchases, 6)
  expect(within36[1]).toBeGreaterThan(within12[1] ?? 0)
})

test('the discount is month by month', () => {
  const { within12 } = discountedPurchases(model, rows, 0.01)
  let sum = 0
  for (let h = 1; h <= 12; h++) {
    const until = (month: number) =>
      bgnbdExpected(model, { x: 0, tx: 0, T: 39 }, month * weeksPerMonth)
    sum += (until(h) - until(h - 1)) / 1.01 ** h
  }
  expect(within12[0]).toBeCloseTo(sum, 12)
})

describe.skipIf(absent)('the total of CDNOW (needs ../shared/data)', () => {
  const history = () => {
    const purchases = readCsv('cdnow/cdnow_sample.csv.gz').map((row) => ({
      key: row.customer_id ?? '',
      day: dayNumber(row.date ?? ''),
      amount: Math.round(100 * Number(row.amount)),
    }))
    return historyOf(denseCustomers(purchases), dayNumber('1997-09-30'))
  }

  test('money foretold for the next 39 weeks equals the independent forecast', () => {
    const bought = history()
    const fit = fitBgNbd(bought)
    const money = fitGammaGamma({ x: bought.x, mean: bought.meanRepeatSpend })
    if (fit.state !== 'fitted' || money.state !== 'fitted') throw new Error('CDNOW fits')
    let sum = 0
    for (let i = 0; i < bought.x.length; i++) {
      const customer = { x: bought.x[i] ?? 0, tx: bought.tx[i] ?? 0, T: bought.T[i] ?? 0 }
      const worth = expectedSpend(money.parameters, customer.x, bought.meanRepeatSpend[i] ?? 0)
      sum += worth * bgnbdExpected(fit.parameters, customer, 39)
    }
    expect(sum / 100 / 59931.62621).toBeCloseTo(1, 5)
  })

  test('has an interval around it that is wider than purchase noise and narrower than half of it', () => {
    const bought = history()
    const fit = fitBgNbd(bought)
    const money = fitGammaGamma({ x: bought.x, mean: bought.meanRepeatSpend })
    if (fit.state !== 'fitted' || money.state !== 'fitted') throw new Error('CDNOW fits')
    const input = {
      model: { kind: 'bgnbd', ...fit.parameters } as const,
      spend: { kind: 'gamma-gamma', ...money.parameters } as const,
      rows: compressRows(bought),
      meanRepeatSpend: bought.meanRepeatSpend,
      terms: { margin: 1, monthlyDiscount: 0 },
    }
    const { within12, within36 } = lifetimeValues(input)
    const logCholesky = { purchases: fit.logCholesky, spend: money.logCholesky }
    const total = (months: 12 | 36) =>
      totalValue({
        ...input,
        months,
        perCustomer: months === 12 ? within12 : within36,
        logCholesky,
        chance: chanceOf(),
      })
    const year = total(12)
    expect(year.low).toBeLessThan(year.total)
    expect(year.high).toBeGreaterThan(year.total)
    expect(year.high - year.low).toBeLessThan(0.5 * year.total)
    expect(year.high - year.low).toBeGreaterThan(0.05 * year.total)
    const threeYears = total(36)
    expect(threeYears.high - threeYears.low).toBeGreaterThan(year.high - year.low)
  })
})
