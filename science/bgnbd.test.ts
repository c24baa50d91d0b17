import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bgnbdAlive, bgnbdExpected, bgnbdLogLikelihood } from './bgnbd.ts'
import { fitBgNbd } from './bgnbd-fit.ts'
import { denseCustomers, historyOf } from './history.ts'
import { absent, dayNumber, readCsv, readJson } from './shared-data.fixture.ts'

const vectors = z.object({
  rows: z.array(
    z.object({
      model: z.string(),
      params: z.record(z.string(), z.number()),
      x: z.number(),
      t_x: z.number(),
      T: z.number(),
      horizon: z.number(),
      loglik: z.number().optional(),
      p_alive: z.number(),
      expected_transactions: z.number().optional(),
    }),
  ),
})

const reference = z.object({
  models: z.object({
    bgnbd: z.object({ params: z.record(z.string(), z.number()), loglik: z.number() }),
  }),
})

function cdnow(file: string) {
  const purchases = readCsv(file).map((row) => ({
    key: row.customer_id ?? '',
    day: dayNumber(row.date ?? ''),
    amount: Math.round(100 * Number(row.amount)),
  }))
  return historyOf(denseCustomers(purchases), dayNumber('1997-09-30'))
}

describe.skipIf(absent)('BG/NBD against independent numbers (needs ../shared/data)', () => {
  test('likelihood, P(alive) and expectation equal the 35-digit vectors, also at x = 1500 and a = 1', () => {
    const rows = vectors
      .parse(readJson('stats-vectors/btyd_vectors.json'))
      .rows.filter((row) => row.model === 'bgnbd')
    expect(rows).toHaveLength(24)
    for (const row of rows) {
      const { r = 0, alpha = 0, a = 0, b = 0 } = row.params
      const model = { r, alpha, a, b }
      const customer = { x: row.x, tx: row.t_x, T: row.T }
      expect(bgnbdLogLikelihood(model, customer) / (row.loglik ?? 0)).toBeCloseTo(1, 11)
      expect(bgnbdAlive(model, customer) / row.p_alive).toBeCloseTo(1, 11)
      const expected = bgnbdExpected(model, customer, row.horizon)
      expect(expected / (row.expected_transactions ?? 0)).toBeCloseTo(1, 10)
    }
  })

  test.each([
    ['the published tenth of CDNOW', 'cdnow/cdnow_sample.csv.gz', 'sample', -9582.4292],
    ['the whole CDNOW cohort', 'cdnow/cdnow_full.csv.gz', 'full', -95368.44393],
  ])('the fit finds the maximum on %s, and every start agrees', (_, file, size, logLikelihood) => {
    const fit = fitBgNbd(cdnow(file))
    if (fit.state !== 'fitted') throw new Error(`not fitted: ${fit.reason}`)
    expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(1e-4)
    expect(fit.gradientNorm).toBeLessThan(1e-6)
    expect(fit.agreeingStarts).toBe(3)
    const known = reference.parse(readJson(`cdnow/reference_btyd_${size}.json`)).models.bgnbd
    expect(fit.logLikelihood).toBeGreaterThan(known.loglik - 1e-4)
    for (const [name, value] of Object.entries(fit.parameters)) {
      expect(value / (known.params[name] ?? 0)).toBeCloseTo(1, 4)
    }
  })

  test('a shop whose customers do not visibly leave is named so, with the NBD instead', () => {
    const purchases = readCsv('online-retail/lines_2010-12_2011-12.csv.gz').map((row) => ({
      key: row.customer_id ?? '',
      day: dayNumber(row.invoice_date ?? ''),
      amount: Number(row.quantity) * Number(row.unit_price),
    }))
    const sold = purchases.filter((purchase) => purchase.amount > 0)
    const fit = fitBgNbd(historyOf(denseCustomers(sold), dayNumber('2011-08-31')))
    expect(fit).toMatchObject({ state: 'degenerate', reason: 'no_visible_loss' })
    if (fit.state !== 'degenerate') return
    expect(fit.logLikelihood).toBeCloseTo(-21755.348, 3)
    expect(fit.nbd.r).toBeCloseTo(0.72264, 4)
    expect(fit.nbd.alpha).toBeCloseTo(9.42454, 3)
  })
})

describe('a fit that would be a guess is refused, and says what is missing', () => {
  const brand = (customers: number, gapDays: number, repeats: number) => {
    const purchases = Array.from({ length: customers }, (_, i) => {
      const days = Array.from({ length: i < repeats ? 2 : 1 }, (_, j) => j * gapDays)
      return days.map((day) => ({ key: `${i}`, day, amount: 100 }))
    })
    return denseCustomers(purchases.flat())
  }

  test('fewer than 200 customers', () => {
    expect(fitBgNbd(historyOf(brand(150, 10, 120), 100))).toEqual({
      state: 'refused',
      reason: 'too_few_customers',
      missing: { what: 'customers', have: 150, need: 200 },
    })
  })

  test('fewer than 100 repeat purchases', () => {
    expect(fitBgNbd(historyOf(brand(300, 10, 99), 100))).toMatchObject({
      reason: 'too_few_repeat_purchases',
      missing: { have: 99, need: 100 },
    })
  })

  test('a history shorter than three usual gaps', () => {
    expect(fitBgNbd(historyOf(brand(300, 40, 200), 100))).toMatchObject({
      reason: 'calibration_too_short',
      missing: { have: 100, need: 120 },
    })
  })
})
