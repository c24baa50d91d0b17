import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { monthlyCohorts } from './cohort.ts'
import { denseCustomers } from './history.ts'
import { rfmClassOf, rfmScores, rfmValues, topFifthShare } from './rfm.ts'
import { absent, dayNumber, readCsv, readJson } from './shared-data.fixture.ts'

const definition = z.object({
  cuts: z.object({
    recency_cuts: z.array(z.number()),
    frequency_cuts: z.array(z.number()),
    monetary_cuts: z.array(z.number()),
  }),
  score_counts: z.record(z.string(), z.record(z.string(), z.number())),
  top_cells: z.record(z.string(), z.number()),
  sample: z.array(
    z.object({
      customer: z.string(),
      recency_days: z.number(),
      transactions: z.number(),
      amount: z.number(),
      R: z.number(),
      F: z.number(),
      M: z.number(),
    }),
  ),
})
const rfm = z.object({
  as_of: z.string(),
  definitions: z.object({ r_package_rfm: definition, value_gt_quantile: definition }),
})
const cohortFile = z.object({
  rfm,
  cohort_monthly: z.array(
    z.object({
      cohort: z.string(),
      size: z.number(),
      active: z.array(z.number()),
      revenue: z.array(z.number()),
    }),
  ),
  pareto: z.object({ top20pct_revenue_share: z.number() }),
})

const orders = (file: string, date: string, amount: string) =>
  denseCustomers(
    readCsv(file).map((row) => ({
      key: row.customer_id ?? '',
      day: dayNumber(row[date] ?? ''),
      amount: Number(row[amount]),
    })),
  )

describe.skipIf(absent)('RFM against independent numbers (needs ../shared/data)', () => {
  const files = [
    ['the R package', 'rfm-orders/orders.csv.gz', 'order_date', 'revenue'],
    ['CDNOW', 'cdnow/cdnow_full.csv.gz', 'date', 'amount'],
  ] as const
  for (const name of ['value_gt_quantile', 'r_package_rfm'] as const) {
    test.each(files)(`scores of %s by ${name}`, (source, file, date, amount) => {
      const known =
        source === 'CDNOW'
          ? cohortFile.parse(readJson('cdnow/reference_rfm_cohort_full.json')).rfm
          : rfm.parse(readJson('rfm-orders/reference.json'))
      const expected = known.definitions[name]
      const purchases = orders(file, date, amount)
      const values = rfmValues(purchases, dayNumber(known.as_of))
      const scores = rfmScores(values, name)
      const near = (ours: number[], theirs: number[]) =>
        expect(ours.map((v) => v.toFixed(6))).toEqual(theirs.map((v) => v.toFixed(6)))
      near(scores.cuts.recency, expected.cuts.recency_cuts)
      near(scores.cuts.frequency, expected.cuts.frequency_cuts)
      near(scores.cuts.monetary, expected.cuts.monetary_cuts)
      for (const one of expected.sample) {
        const i = purchases.keys.indexOf(one.customer)
        expect([values.recencyDays[i], values.orders[i]]).toEqual([
          one.recency_days,
          one.transactions,
        ])
        const three = [scores.recency[i], scores.frequency[i], scores.monetary[i]]
        expect([one.customer, ...three]).toEqual([one.customer, one.R, one.F, one.M])
      }
      const cells = new Map<string, number>()
      for (let i = 0; i < scores.recency.length; i++) {
        const cell = `${scores.recency[i]}${scores.frequency[i]}${scores.monetary[i]}`
        cells.set(cell, (cells.get(cell) ?? 0) + 1)
      }
      for (const [cell, count] of Object.entries(expected.top_cells)) {
        expect([cell, cells.get(cell)]).toEqual([cell, count])
      }
    })
  }

  test('cohorts and the share of the top fifth of CDNOW', () => {
    const known = cohortFile.parse(readJson('cdnow/reference_rfm_cohort_full.json'))
    const purchases = orders('cdnow/cdnow_full.csv.gz', 'date', 'amount')
    const cohorts = monthlyCohorts(purchases)
    expect(cohorts).toHaveLength(known.cohort_monthly.length)
    for (const [i, cohort] of known.cohort_monthly.entries()) {
      expect(cohorts[i]).toMatchObject({
        month: cohort.cohort,
        size: cohort.size,
        active: cohort.active,
      })
      const revenue = cohorts[i]?.revenue.map((sum) => Math.round(100 * sum))
      expect(revenue).toEqual(cohort.revenue.map((sum) => Math.round(100 * sum)))
    }
    const { amount } = rfmValues(purchases, dayNumber(known.rfm.as_of))
    expect(topFifthShare(amount)).toBeCloseTo(known.pareto.top20pct_revenue_share, 9)
  })
})

test('scores do not change with the unit of money', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 5, maxLength: 100 })
  fc.assert(
    fc.property(amounts, (yuan) => {
      const scored = (unit: number) =>
        rfmScores({
          recencyDays: Int32Array.from(yuan, (_, i) => i),
          orders: Int32Array.from(yuan, () => 1),
          amount: Float64Array.from(yuan, (v) => v * unit),
        }).monetary
      expect([...scored(100)]).toEqual([...scored(1)])
    }),
  )
})

test('the eight classes split customers at the medians', () => {
  const purchase = (key: string, day: number, amount: number) => ({ key, day, amount })
  const purchases = denseCustomers([
    purchase('gone once', 0, 100),
    purchase('gone but dear', 1, 9000),
    purchase('new', 90, 100),
    ...[60, 80, 99].map((day) => purchase('best', day, 5000)),
  ])
  const { classOf, counts } = rfmClassOf(rfmValues(purchases, 100))
  expect([...classOf]).toEqual([0, 1, 4, 7])
  expect(counts).toMatchObject({ general_win_back: 1, important_win_back: 1, important_value: 1 })
})

test('cohorts run over more months than fit into one machine word', () => {
  const days = Array.from({ length: 40 }, (_, month) => Date.UTC(2020, month, 15) / 86_400_000)
  const cohorts = monthlyCohorts(
    denseCustomers(days.flatMap((day) => [0, 1].map(() => ({ key: 'a', day, amount: 5 })))),
  )
  expect(cohorts).toHaveLength(1)
  expect(cohorts[0]).toMatchObject({ month: '2020-01', size: 1 })
  expect(cohorts[0]?.active).toEqual(days.map(() => 1))
  expect(cohorts[0]?.revenue).toEqual(days.map(() => 10))
})
