import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalQuantile } from './distribution.ts'
import { expectedSpend, fitGammaGamma } from './gamma-gamma.ts'
import { denseCustomers, historyOf } from './history.ts'
import { absent, dayNumber, readCsv } from './shared-data.fixture.ts'

function repeatSpend(file: string, unit: number) {
  const purchases = readCsv(file).map((row) => ({
    key: row.customer_id ?? '',
    day: dayNumber(row.date ?? ''),
    amount: unit * Number(row.amount),
  }))
  const history = historyOf(denseCustomers(purchases), dayNumber('1997-09-30'))
  return { x: history.x, mean: history.meanRepeatSpend }
}

describe.skipIf(absent)('Gamma-Gamma on CDNOW (needs ../shared/data)', () => {
  test('the published parameters and log-likelihood come out', () => {
    const fit = fitGammaGamma(repeatSpend('cdnow/cdnow_sample.csv.gz', 1))
    if (fit.state !== 'fitted') throw new Error(`not fitted: ${fit.reason}`)
    expect(fit.customers).toBe(946)
    expect(fit.logLikelihood).toBeCloseTo(-4055.9176948, 5)
    expect(fit.parameters.p).toBeCloseTo(6.2496, 3)
    expect(fit.parameters.q).toBeCloseTo(3.7442, 3)
    expect(fit.parameters.v).toBeCloseTo(15.4435, 3)
    expect(fit.meanSpend).toBeCloseTo(35.17037, 4)
    expect(fit.correlation).toBeCloseTo(0.113888, 6)
    expect(fit.warnings).toEqual([])
  })

  test('fen and yuan tell the same story', () => {
    const fen = fitGammaGamma(repeatSpend('cdnow/cdnow_sample.csv.gz', 100))
    const yuan = fitGammaGamma(repeatSpend('cdnow/cdnow_sample.csv.gz', 1))
    expect(fen.state).toBe('fitted')
    if (fen.state !== 'fitted' || yuan.state !== 'fitted') return
    expect(fen.parameters.q).toBeCloseTo(yuan.parameters.q, 6)
    expect(fen.meanSpend / yuan.meanSpend).toBeCloseTo(100, 5)
  })
})

test('too few repeat buyers are refused with the number that would do', () => {
  const fit = fitGammaGamma({ x: [1, 2, 0], mean: [100, 200, 0] })
  expect(fit).toEqual({ state: 'refused', reason: 'too_few_repeat_buyers', have: 2, need: 100 })
})

test('money with a mean the model cannot have falls back to the plain mean', () => {
  // A Cauchy-like tail: each ten times rarer customer spends a hundred times more.
  const mean = Array.from({ length: 2000 }, (_, i) => 100 * (2000 / (i + 1)) ** 2)
  const fit = fitGammaGamma({ x: mean.map(() => 1), mean })
  expect(fit).toMatchObject({ state: 'degenerate' })
})

test('frequent buyers who spend more are flagged', () => {
  const x = Array.from({ length: 400 }, (_, i) => 1 + (i % 8))
  const taste = (i: number) => Math.exp(0.8 * normalQuantile((((i * 7919) % 400) + 0.5) / 400))
  const mean = x.map((repeats, i) => 1000 * repeats ** 0.7 * taste(i))
  expect(fitGammaGamma({ x, mean })).toMatchObject({ warnings: ['spend_depends_on_frequency'] })
})

test('the expected spend lies between what the customer and what everybody spends', () => {
  const model = { p: 6.25, q: 3.74, v: 1544 }
  const everybody = expectedSpend(model, 0, 0)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (x, z) => {
        const spend = expectedSpend(model, x, z)
        expect(spend).toBeGreaterThanOrEqual(Math.min(z, everybody) - 1e-6)
        expect(spend).toBeLessThanOrEqual(Math.max(z, everybody) + 1e-6)
      },
    ),
  )
})
