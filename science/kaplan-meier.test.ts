import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { denseCustomers, purchaseDays } from './history.ts'
import {
  kaplanMeier,
  logRank,
  restrictedMean,
  survivalAt,
  type Waits,
  waitQuantile,
} from './kaplan-meier.ts'
import { absent, dayNumber, readCsv, readJson } from './shared-data.fixture.ts'

const numbers = z.array(z.number())
const maybe = z.array(z.number().nullable())

const mp6Vectors = z.object({
  mp6: z.object({
    time: numbers,
    event: numbers,
    km_times: numbers,
    km_survival: numbers,
    greenwood_se: numbers,
  }),
  placebo: z.object({ time: numbers, event: numbers }),
  logrank_chisq: z.number(),
})

const curveReference = z.object({
  n: z.number(),
  events: z.number(),
  times: numbers,
  survival: maybe,
  greenwood_se: maybe,
  loglog_lower: maybe,
  loglog_upper: maybe,
  quantiles_25_50_75: maybe,
  quantile_lower: maybe,
  quantile_upper: maybe,
  rmst_180: z.number(),
  rmst_180_se: z.number(),
})

const reference = z.object({
  km: z.object({
    first_to_second: curveReference,
    second_to_third: curveReference,
    third_or_later_pooled: curveReference,
    logrank_first_vs_second: z.object({ chisq: z.number(), observed: numbers, expected: numbers }),
  }),
})

describe.skipIf(absent)('Kaplan-Meier against R survival (needs ../shared/data)', () => {
  test('the leukaemia trial of Freireich et al. (1963)', () => {
    const { mp6, placebo, logrank_chisq } = mp6Vectors.parse(
      readJson('stats-vectors/km_vectors.json'),
    )
    const curve = kaplanMeier(mp6)
    for (const [i, time] of mp6.km_times.entries()) {
      const at = survivalAt(curve, time)
      expect(at.survival).toBeCloseTo(mp6.km_survival[i] ?? 0, 9)
      expect(at.error).toBeCloseTo(mp6.greenwood_se[i] ?? 0, 9)
    }
    expect(waitQuantile(curve, 0.5)).toEqual({ value: 23, low: 13, high: undefined })
    expect(logRank(mp6, placebo).chiSquare).toBeCloseTo(logrank_chisq, 5)
  })

  test.each([
    ['CDNOW', 'cdnow/cdnow_full.csv.gz', 'cdnow/reference_km_full.json'],
    ['a coffee machine', 'coffee/coffee_sales.csv.gz', 'coffee/reference_km.json'],
    [
      'a gift shop',
      'online-retail/lines_2010-12_2011-12.csv.gz',
      'online-retail/reference_km.json',
    ],
  ])('gaps between purchases of %s', (_, file, expected) => {
    const { km } = reference.parse(readJson(expected))
    const gaps = gapsOf(file)
    const lists = [
      [gaps.first, km.first_to_second],
      [gaps.second, km.second_to_third],
      [gaps.later, km.third_or_later_pooled],
    ] as const
    for (const [waits, known] of lists) {
      expect(waits.time.length).toBe(known.n)
      const curve = kaplanMeier(waits)
      for (const [i, time] of known.times.entries()) {
        const at = survivalAt(curve, time)
        if (time > (curve.time.at(-1) ?? 0)) continue
        expect(at.survival).toBeCloseTo(known.survival[i] ?? Number.NaN, 8)
        expect(at.error).toBeCloseTo(known.greenwood_se[i] ?? Number.NaN, 8)
        expect(at.low).toBeCloseTo(known.loglog_lower[i] ?? Number.NaN, 8)
        expect(at.high).toBeCloseTo(known.loglog_upper[i] ?? Number.NaN, 8)
      }
      const quantiles = [0.25, 0.5, 0.75].map((p) => waitQuantile(curve, p))
      expect(quantiles.map((q) => q.value ?? null)).toEqual(known.quantiles_25_50_75)
      expect(quantiles.map((q) => q.low ?? null)).toEqual(known.quantile_lower)
      expect(quantiles.map((q) => q.high ?? null)).toEqual(known.quantile_upper)
      const { mean, error } = restrictedMean(curve, 180)
      expect(mean).toBeCloseTo(known.rmst_180, 5)
      expect(error).toBeCloseTo(known.rmst_180_se, 6)
    }
    const test = logRank(gaps.first, gaps.second)
    expect(test.chiSquare / km.logrank_first_vs_second.chisq).toBeCloseTo(1, 6)
    expect(test.observed).toEqual(km.logrank_first_vs_second.observed)
  })
})

/** Gaps in days by order number; the last one open until the last day of the data. */
function gapsOf(file: string): { first: Waits; second: Waits; later: Waits } {
  const all = readCsv(file).map((row) => ({
    key: row.customer_id || row.card || '',
    day: dayNumber(row.date ?? row.datetime ?? row.invoice_date ?? ''),
    amount: row.quantity ? Number(row.quantity) * Number(row.unit_price) : 1,
  }))
  const purchases = all.filter((purchase) => purchase.key && purchase.amount > 0)
  const end = all.reduce((last, purchase) => Math.max(last, purchase.day), 0)
  const days = purchaseDays(denseCustomers(purchases), end)
  const lists = [0, 1, 2].map((): { time: number[]; event: number[] } => ({ time: [], event: [] }))
  for (let i = 0; i < days.customers; i++) {
    const from = days.start[i] ?? 0
    const to = days.start[i + 1] ?? 0
    for (let j = from; j < to; j++) {
      const gap = (j + 1 < to ? (days.day[j + 1] ?? 0) : end) - (days.day[j] ?? 0)
      if (gap === 0) continue
      const list = lists[Math.min(2, j - from)]
      list?.time.push(gap)
      list?.event.push(j + 1 < to ? 1 : 0)
    }
  }
  const [first, second, later] = lists
  if (!first || !second || !later) throw new Error('three lists were made')
  return { first, second, later }
}

test('a curve only falls, and its band holds it', () => {
  const wait = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.boolean())
  fc.assert(
    fc.property(fc.array(wait, { minLength: 1, maxLength: 80 }), (waits) => {
      const curve = kaplanMeier({
        time: waits.map(([t]) => t),
        event: waits.map(([, e]) => Number(e)),
      })
      let before = 1
      for (const [i, s] of curve.survival.entries()) {
        expect(s).toBeLessThanOrEqual(before + 1e-15)
        before = s
        if (!Number.isNaN(curve.low[i] ?? Number.NaN)) {
          expect(curve.low[i]).toBeLessThanOrEqual(s + 1e-15)
          expect(curve.high[i]).toBeGreaterThanOrEqual(s - 1e-15)
        }
      }
    }),
  )
})

test('when nobody is censored the restricted mean is the plain mean', () => {
  const time = [3, 8, 8, 20, 41]
  const curve = kaplanMeier({ time, event: time.map(() => 1) })
  expect(restrictedMean(curve, 41).mean).toBeCloseTo(16, 12)
})
