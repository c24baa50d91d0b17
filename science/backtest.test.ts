import { expect, test } from 'vitest'
import { z } from 'zod'
import { backtest } from './backtest.ts'
import { denseCustomers } from './history.ts'
import { absent, dayNumber, readCsv, readJson } from './shared-data.fixture.ts'

const error = z.object({
  sum_pred: z.number(),
  sum_actual: z.number(),
  bias_pct: z.number(),
  mae: z.number(),
})
const reference = z.object({
  T_cal: z.string(),
  T_star_units: z.number(),
  models: z.object({
    bgnbd: z.object({ holdout: error }),
    naive_rate_x_over_T: z.object({ holdout: error }),
  }),
})

test.skipIf(absent).each([
  ['CDNOW', 'bgnbd', 'cdnow/cdnow_sample.csv.gz', 'cdnow/reference_btyd_sample.json'],
  [
    'a coffee machine losing traffic',
    'bgnbd',
    'coffee/coffee_sales.csv.gz',
    'coffee/reference_btyd.json',
  ],
  [
    'a gift shop before Christmas, by NBD',
    'nbd',
    'online-retail/lines_2010-12_2011-12.csv.gz',
    'online-retail/reference_btyd.json',
  ],
])(
  'the forecast error of %s equals the independent one (needs ../shared/data)',
  (_, model, file, known) => {
    const expected = reference.parse(readJson(known))
    const all = readCsv(file).map((row) => ({
      key: row.customer_id || row.card || '',
      day: dayNumber(row.date ?? row.datetime ?? row.invoice_date ?? ''),
      amount: row.quantity ? Number(row.quantity) * Number(row.unit_price) : 1,
    }))
    const purchases = denseCustomers(all.filter((purchase) => purchase.key && purchase.amount > 0))
    const holdoutDays = Math.round(7 * expected.T_star_units)
    const found = backtest(purchases, dayNumber(expected.T_cal) + holdoutDays, holdoutDays)
    if (found.state !== 'measured') throw new Error(`refused: ${found.reason}`)
    expect(found.model).toBe(model)
    const { holdout } = expected.models.bgnbd
    expect(found.error.actual).toBe(holdout.sum_actual)
    expect(found.error.predicted / holdout.sum_pred).toBeCloseTo(1, 4)
    expect(found.error.biasPercent).toBeCloseTo(holdout.bias_pct, 2)
    expect(found.error.meanAbsoluteError).toBeCloseTo(holdout.mae, 4)
    const naive = expected.models.naive_rate_x_over_T.holdout
    expect(found.naive.biasPercent).toBeCloseTo(naive.bias_pct, 4)
    expect(found.naive.meanAbsoluteError).toBeCloseTo(naive.mae, 6)
  },
)

test('a brand with too little history gets no error, and hears why', () => {
  const purchases = Array.from({ length: 50 }, (_, i) => ({ key: `${i}`, day: i, amount: 100 }))
  expect(backtest(denseCustomers(purchases), 60)).toMatchObject({
    state: 'refused',
    reason: 'too_few_customers',
  })
})
