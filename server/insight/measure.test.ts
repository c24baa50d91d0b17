import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { seededChance } from '../kernel/index.ts'
import { dayNumber } from './day.ts'
import { DEFAULT_OPTIONS } from './fit-store.ts'
import { type Measured, measure } from './measure.ts'
import { holder, type PeoplePurchases, unpackPurchases } from './purchases.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const absent = !existsSync(data)
if (absent) console.log('skipped: the reference data ../shared/data are absent')

type Line = { key: string; day: number; amount: number }

/** Purchases as the ClickHouse query would give them: per person and day, with the number of orders. */
function purchasesOf(lines: Line[]): PeoplePurchases {
  const people = new Map<string, { orders: number; days: Map<number, number> }>()
  for (const { key, day, amount } of lines) {
    const person = people.get(key) ?? { orders: 0, days: new Map() }
    person.orders += 1
    person.days.set(day, (person.days.get(day) ?? 0) + amount)
    people.set(key, person)
  }
  const held = holder()
  let number = 1
  for (const { orders, days } of people.values()) {
    held.person(number++)
    held.orders(orders)
    for (const [day, net] of days) held.purchase(day, net)
  }
  return { ...held.purchases(), ordersOfNobody: 0 }
}

function csv(path: string): Record<string, string>[] {
  return parse(gunzipSync(readFileSync(new URL(path, data))), { columns: true })
}

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, data), 'utf8'))

function cdnow(file: string): PeoplePurchases {
  return purchasesOf(
    csv(file).map((row) => ({
      key: row.customer_id ?? '',
      day: dayNumber((row.date ?? '').slice(0, 10)),
      amount: Math.round(100 * Number(row.amount)),
    })),
  )
}

function measured(purchases: PeoplePurchases, asOfOn: string) {
  const chance = seededChance(7)
  return measure(purchases, {
    asOfDay: dayNumber(asOfOn),
    options: DEFAULT_OPTIONS,
    chance: () => chance.fraction(),
  })
}

const curves = z.object({
  n: z.number(),
  events: z.number(),
  times: z.array(z.number()),
  survival: z.array(z.number()),
  loglog_lower: z.array(z.number()),
  loglog_upper: z.array(z.number()),
  quantiles_25_50_75: z.array(z.number().nullable()),
})
const kmReference = z.object({
  km: z.object({
    first_to_second: curves,
    second_to_third: curves,
    third_or_later_pooled: curves,
  }),
})
const scores = z.record(z.string(), z.number())
const cdnowReference = z.object({
  rfm: z.object({
    definitions: z.object({
      value_gt_quantile: z.object({
        cuts: z.object({ recency_cuts: z.array(z.number()), monetary_cuts: z.array(z.number()) }),
        score_counts: z.object({ R: scores, F: scores, M: scores }),
      }),
    }),
  }),
  cohort_monthly: z.array(
    z.object({
      cohort: z.string(),
      size: z.number(),
      active: z.array(z.number()),
      revenue: z.array(z.number()),
    }),
  ),
  pareto: z.object({ top20pct_revenue_share: z.number(), gini: z.number() }),
})

describe.skipIf(absent)('the whole CDNOW cohort as of 1998-07-01', () => {
  let stored: Measured['stored'] | undefined
  let columns: Measured['columns'] | undefined
  let state: Measured['state'] | undefined
  beforeAll(async () => {
    ;({ stored, columns, state } = await measured(cdnow('cdnow/cdnow_full.csv.gz'), '1998-07-01'))
  })
  const reference = absent
    ? undefined
    : cdnowReference.parse(json('cdnow/reference_rfm_cohort_full.json'))

  test('23,570 people with 69,659 orders on 67,591 purchase days', async () => {
    expect(state).toBe('fitted')
    expect(stored?.fit.data).toMatchObject({
      customers: 23570,
      orders: 69659,
      purchaseDays: 67591,
      firstOn: '1997-01-01',
      lastOn: '1998-06-30',
      cutOn: '1998-06-30',
    })
    expect(columns?.numbers.length).toBe(23570)
    expect(stored?.repurchase.medianGapDays).toBe(34)
  })

  test('RFM scores and cuts equal the reference', async () => {
    const known = reference?.rfm.definitions.value_gt_quantile
    const counts = (of: Record<string, number> | undefined) =>
      [1, 2, 3, 4, 5].map((score) => of?.[String(score)] ?? 0)
    expect(stored?.rfm?.scores.r).toEqual(counts(known?.score_counts.R))
    expect(stored?.rfm?.scores.f).toEqual(counts(known?.score_counts.F))
    expect(stored?.rfm?.scores.m).toEqual(counts(known?.score_counts.M))
    expect(stored?.rfm?.cuts.r).toEqual(known?.cuts.recency_cuts)
    for (const [i, cut] of (known?.cuts.monetary_cuts ?? []).entries())
      expect(stored?.rfm?.cuts.m[i]).toBeCloseTo(100 * cut, 6)
    expect(stored?.rfm?.classes.reduce((sum, { people }) => sum + people, 0)).toBe(23570)
  })

  test('monthly cohorts equal the reference: size, who came back, revenue', async () => {
    const shown = stored?.cohorts.map(({ month, people, active, revenue }) => ({
      cohort: month.slice(0, 7),
      size: people,
      active,
      revenue: revenue.map((fen) => fen / 100),
    }))
    expect(shown).toEqual(reference?.cohort_monthly)
  })

  test('the best fifth brought 67.8% of revenue, with an interval that a bootstrap confirms', async () => {
    const { top20, gini } = stored?.fit.concentration ?? { top20: undefined, gini: undefined }
    expect(top20?.value).toBeCloseTo(reference?.pareto.top20pct_revenue_share ?? 0, 10)
    expect(gini).toBeCloseTo(reference?.pareto.gini ?? 0, 10)
    const resampled = bootstrapTop20(columns?.spent ?? new Float64Array(), 200)
    expect(top20?.lower).toBeCloseTo(resampled.lower, 2)
    expect(top20?.upper).toBeCloseTo(resampled.upper, 2)
  })

  test('time to the next purchase equals R survival to nine digits', async () => {
    const { km } = kmReference.parse(json('cdnow/reference_km_full.json'))
    const pairs = [
      ['first_to_second', km.first_to_second],
      ['second_to_third', km.second_to_third],
      ['later', km.third_or_later_pooled],
    ] as const
    for (const [gap, known] of pairs) {
      const curve = stored?.repurchase.curves.find((one) => one.gap === gap)
      expect(curve?.people).toBe(known.n)
      expect(curve?.events).toBe(known.events)
      expect(curve?.quartiles.map(({ days }) => days)).toEqual(known.quantiles_25_50_75)
      for (const [i, days] of known.times.entries()) {
        const share = curve?.within.find((at) => at.days === days)?.share
        expect(1 - (share?.value ?? 0)).toBeCloseTo(known.survival[i] ?? 0, 9)
        expect(1 - (share?.upper ?? 0)).toBeCloseTo(known.loglog_lower[i] ?? 0, 9)
        expect(1 - (share?.lower ?? 0)).toBeCloseTo(known.loglog_upper[i] ?? 0, 9)
      }
    }
  })
})

describe.skipIf(absent)('the models', () => {
  test('on the published tenth of CDNOW give the published parameters', async () => {
    const { stored } = await measured(cdnow('cdnow/cdnow_sample.csv.gz'), '1997-10-01')
    const upTo = await measured(
      upToDay(cdnow('cdnow/cdnow_sample.csv.gz'), '1997-09-30'),
      '1997-10-01',
    )
    expect(stored.fit.data.cutOn).toBe('1997-10-01')
    const { purchaseModel, spendModel } = upTo.stored.fit
    if (purchaseModel.state !== 'fitted' || spendModel.state !== 'fitted') throw new Error('no fit')
    expect(purchaseModel.parameters.r).toBeCloseTo(0.24259, 4)
    expect(purchaseModel.parameters.alpha).toBeCloseTo(4.4136, 3)
    expect(purchaseModel.parameters.a).toBeCloseTo(0.79292, 3)
    expect(purchaseModel.parameters.b).toBeCloseTo(2.42592, 3)
    expect(Math.abs(purchaseModel.logLikelihood + 9582.4292)).toBeLessThan(1e-4)
    expect(spendModel.parameters.p).toBeCloseTo(6.2496, 2)
    expect(spendModel.parameters.q).toBeCloseTo(3.7442, 3)
    expect(spendModel.customers).toBe(946)
  })

  test('over-forecast a coffee machine that loses its customers, and the page says so', async () => {
    const sales = csv('coffee/coffee_sales.csv.gz')
      .filter((row) => row.card)
      .map((row) => ({
        key: row.card ?? '',
        day: dayNumber((row.datetime ?? '').slice(0, 10)),
        amount: Math.round(100 * Number(row.money)),
      }))
    const { stored } = await measured(purchasesOf(sales), '2025-03-24')
    expect(stored.fit.data.customers).toBe(1316)
    expect(stored.fit.backtest).toMatchObject({ state: 'done', verdict: 'over' })
    expect(stored.fit.doubts.map(({ code }) => code)).toContain('backtest_over')
  })
})

/** Cuts the history: what was bought later is not known yet. */
function upToDay(purchases: PeoplePurchases, lastOn: string): PeoplePurchases {
  const last = dayNumber(lastOn)
  const kept = [...purchases.day.keys()].filter((i) => (purchases.day[i] ?? 0) <= last)
  return {
    ...purchases,
    customer: Int32Array.from(kept, (i) => purchases.customer[i] ?? 0),
    day: Int32Array.from(kept, (i) => purchases.day[i] ?? 0),
    amount: Float64Array.from(kept, (i) => purchases.amount[i] ?? 0),
  }
}

function bootstrapTop20(spent: Float64Array, draws: number) {
  const chance = seededChance(11)
  const shares = Array.from({ length: draws }, () => {
    const drawn = spent.map(() => spent[Math.floor(chance.fraction() * spent.length)] ?? 0).sort()
    const from = drawn.length - Math.ceil(drawn.length / 5)
    const sum = (values: Float64Array) => values.reduce((all, one) => all + one, 0)
    return sum(drawn.subarray(from)) / sum(drawn)
  }).sort((a, b) => a - b)
  return {
    lower: shares[Math.floor(0.025 * draws)] ?? 0,
    upper: shares[Math.floor(0.975 * draws)] ?? 0,
  }
}

test('thin data are refused with what is missing, and what can be said is still said', async () => {
  const lines = Array.from({ length: 60 }, (_, i) => ({
    key: `${i}`,
    day: 20_000 + i,
    amount: 5_000,
  }))
  const again = lines.slice(0, 20).map((line) => ({ ...line, day: line.day + 30 }))
  const { state, stored, columns } = await measured(purchasesOf([...lines, ...again]), '2024-12-31')
  expect(state).toBe('refused')
  expect(stored.fit.purchaseModel).toEqual({
    state: 'refused',
    reason: 'too_few_customers',
    missing: [{ what: 'customers', have: 60, need: 200 }],
  })
  expect(stored.fit.forecast).toBeNull()
  expect(columns.predictions).toBeNull()
  expect(stored.rfm?.people).toBe(60)
  expect(stored.repurchase.curves[0]?.events).toBe(20)
})

test('where everybody leaves as easily, the ridge of the likelihood gives no infinite value', async () => {
  const chance = seededChance(3)
  const lines = Array.from({ length: 300 }, (_, i) => {
    const visits = 1 + Math.floor(chance.fraction() * 6)
    let day = Math.floor(chance.fraction() * 200)
    return Array.from({ length: visits }, () => {
      const bought = { key: String(i), day: 20_089 + day, amount: 0 }
      day += 5 + Math.floor(-40 * Math.log(1 - chance.fraction()))
      return { ...bought, amount: 5_000 + Math.floor(chance.fraction() * 20_000) }
    })
  }).flat()
  const known = lines.filter(({ day }) => day <= dayNumber('2025-12-30'))
  const { stored } = await measured(purchasesOf(known), '2025-12-31')
  const { forecast, doubts, purchaseModel } = stored.fit
  expect(purchaseModel.state).toBe('fitted')
  expect(doubts.map(({ code }) => code)).toContain('loss_alike')
  const { value, lower, upper } = forecast?.ltv12 ?? { value: 0, lower: 0, upper: 0 }
  expect(lower).toBeGreaterThan(value / 2)
  expect(upper).toBeLessThan(value * 2)
})

test('a shop without orders has no figures and no error', async () => {
  const { state, stored } = await measured(purchasesOf([]), '2024-12-31')
  expect(state).toBe('refused')
  expect(stored.rfm).toBeNull()
  expect(stored.repurchase.curves).toEqual([])
  expect(stored.fit.concentration).toBeNull()
})

test('numbers packed by ClickHouse are read back: people, orders, days, amounts', async () => {
  const held = holder()
  unpackPurchases('12 3 20000 5000 20030 0;7 1 20001 990', held)
  const { customers, numbers, orders, customer, day, amount } = held.purchases()
  expect(customers).toBe(2)
  expect([...numbers]).toEqual([12, 7])
  expect([...orders]).toEqual([3, 1])
  expect([...customer]).toEqual([0, 0, 1])
  expect([...day]).toEqual([20000, 20030, 20001])
  expect([...amount]).toEqual([5000, 0, 990])
})
