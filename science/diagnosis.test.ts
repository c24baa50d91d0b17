import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { combinationsOf } from './combination.ts'
import { type DiagnosisData, diagnoseData } from './diagnosis-data.ts'
import { diagnoseAnswers } from './diagnosis-form.ts'
import { denseCustomers } from './history.ts'
import { priceTier } from './price-tier.ts'
import { absent, dayNumber, readCsv, readJson } from './shared-data.fixture.ts'

const yuan = { by: 'absolute', minorPerYuan: 100 } as const
const lead = (days: number, n: number) => ({
  time: Array.from({ length: n }, (_, i) => days * (0.5 + (i % 11) / 10)),
  event: Array.from({ length: n }, (_, i) => (i % 9 === 0 ? 0 : 1)),
})

/** `share` of `customers` come back every `gapDays`; all are watched for 500 days. */
function shop(customers: number, share: number, gapDays: number, amount: number) {
  const purchases = Array.from({ length: customers }, (_, i) => {
    const returns = (i * 37) % 100 < 100 * share
    const days = returns ? [0, 1, 2, 3, 4].map((j) => j * gapDays) : [0]
    return days.map((day, j) => ({
      key: `${i}`,
      day: (i % 20) + day,
      amount: amount * (1 + ((i + j) % 7) / 10),
    }))
  })
  return denseCustomers(purchases.flat())
}

const data = (over: Partial<DiagnosisData>): DiagnosisData => ({
  purchases: shop(400, 0.6, 40, 20_000),
  asOfDay: 520,
  price: yuan,
  ...over,
})

describe('a diagnosis from data', () => {
  test('a brand people come back to and think about long is fit', () => {
    const found = diagnoseData(data({ decisions: lead(20, 200) }))
    expect(found.verdict).toEqual({ verdict: 'fit', holding: 2 })
    expect(found.properties.repurchase.holds).toBe('yes')
    expect(found.properties.retention.holds).toBe('yes')
  })

  test('a brand nobody returns to, decides on at once and nobody shares is unfit', () => {
    const purchases = shop(900, 0.05, 40, 20_000)
    const found = diagnoseData(
      data({ purchases, decisions: lead(1, 400), sharing: { buyers: 900, inviters: 1 } }),
    )
    expect(found.verdict).toEqual({ verdict: 'unfit', holding: 0 })
  })

  test('one property of three asks for caution', () => {
    const found = diagnoseData(
      data({ decisions: lead(1, 400), sharing: { buyers: 900, inviters: 1 } }),
    )
    expect(found.verdict).toEqual({ verdict: 'caution', holding: 1 })
  })

  test('too few to tell: says so, and how many would decide', () => {
    const purchases = shop(12, 0.25, 40, 20_000)
    const found = diagnoseData(data({ purchases, decisions: lead(1, 400) }))
    expect(found.verdict.verdict).toBe('not_enough_data')
    if (found.verdict.verdict !== 'not_enough_data') return
    const [needed] = found.verdict.needed
    expect(needed?.what).toBe('customers')
    expect(needed?.n).toBeGreaterThan(12)
    expect(needed?.n).toBeLessThan(2000)
  })

  test('what no first touch, message or referral tells is named, and is no reason to say unfit', () => {
    const found = diagnoseData(data({ purchases: shop(900, 0.05, 40, 20_000) }))
    expect(found.cannotTell).toEqual([
      'decision_cycle_without_first_touches',
      'contacts_before_order_without_messages',
      'share_rate_without_referrals',
      'k_factor_without_referrals',
    ])
    expect(found.verdict).toMatchObject({ verdict: 'not_enough_data', missing: found.cannotTell })
    expect(found.estimates.decisionCycleDays).toEqual({ state: 'unknown' })
  })

  test('much talk before the first order is reason enough for a relationship', () => {
    const messagesBeforeOrder = Array.from({ length: 100 }, (_, i) => 2 + (i % 5))
    const found = diagnoseData(data({ decisions: lead(1, 300), messagesBeforeOrder }))
    expect(found.properties.retention.holds).toBe('yes')
  })

  test('a history of three months gives a lower bound and asks for days, not customers', () => {
    const found = diagnoseData(data({ purchases: shop(400, 0.1, 20, 20_000), asOfDay: 90 }))
    expect(found.properties.repurchase).toMatchObject({
      holds: 'undecided',
      needed: { what: 'days', n: 275 },
    })
    expect(found.estimates.repurchaseRate).toMatchObject({
      high: 1,
      notes: ['history_shorter_than_a_year'],
    })
  })

  test('the price tier is relative to the category when its prices are known', () => {
    const cream = shop(300, 0.6, 40, 30_000)
    const prices = Array.from({ length: 90 }, (_, i) => 5_000 + 300 * i)
    const relative = diagnoseData(data({ purchases: cream, price: { by: 'category', prices } }))
    const absolute = diagnoseData(data({ purchases: cream }))
    expect(relative.combinations.cells[0]?.price).toBe('high')
    expect(absolute.combinations.cells[0]?.price).toBe('low')
  })

  test('no order at all leaves everything open', () => {
    const found = diagnoseData(data({ purchases: denseCustomers([]) }))
    expect(found.verdict).toMatchObject({ verdict: 'not_enough_data', holding: 0 })
    expect(Object.values(found.estimates).every((one) => one.state === 'unknown')).toBe(true)
  })
})

describe.skipIf(absent)('real brands (needs ../shared/data)', () => {
  const diagnose = (file: string, endsOn: string, minorPerYuan: number) => {
    const rows = readCsv(file).map((row) => ({
      key: row.customer_id || row.card || '',
      day: dayNumber(row.date ?? row.datetime ?? ''),
      amount: Math.round(100 * Number(row.amount ?? row.money)),
    }))
    const purchases = denseCustomers(rows.filter((row) => row.key))
    const price = { by: 'absolute', minorPerYuan } as const
    return diagnoseData({ purchases, asOfDay: dayNumber(endsOn), price })
  }

  test('CDNOW: 46% buy again within a year, not the raw 49%', () => {
    const found = diagnose('cdnow/cdnow_full.csv.gz', '1998-06-30', 14)
    const { repurchaseRate, orderValue } = found.estimates
    if (repurchaseRate.state !== 'known') throw new Error('known from orders')
    expect(repurchaseRate.value).toBeCloseTo(1 - 0.5413661434, 8)
    expect(repurchaseRate.low).toBeCloseTo(1 - 0.5477037506, 8)
    expect(found.properties.repurchase.holds).toBe('yes')
    expect(found.combinations.cells[0]?.price).toBe('low')
    expect(orderValue.state === 'known' && orderValue.value).toBeGreaterThan(1000)
  })

  test('coffee: low price, seldom seen again; near combination 6, not equal to it', () => {
    const found = diagnose('coffee/coffee_sales.csv.gz', '2025-03-23', 14)
    const { repurchaseRate } = found.estimates
    if (repurchaseRate.state !== 'known') throw new Error('known from orders')
    expect(repurchaseRate.value).toBeCloseTo(1 - 0.716970805, 6)
    expect(found.combinations).toMatchObject({
      nearestNotEqual: true,
      topTwo: [{ combination: 6 }, {}],
    })
  })

  test('the price posterior equals the design vector', () => {
    const all = z
      .array(z.looseObject({ fn: z.string() }))
      .parse(readJson('stats-vectors/design_vectors.json'))
    const { input, expected } = z
      .object({
        input: z.object({
          order_values: z.array(z.number()),
          thresholds: z.tuple([z.number(), z.number()]),
        }),
        expected: z.object({
          geometric_mean_price: z.number(),
          p_low_lt_1000: z.number(),
          p_mid: z.number(),
          p_high_gt_10000: z.number(),
        }),
      })
      .parse(all.find((row) => row.fn === 'price_tier_posterior'))
    const [low, high] = input.thresholds
    const found = priceTier(input.order_values, { low, high })
    expect(found?.value).toBeCloseTo(expected.geometric_mean_price, 8)
    expect(found?.tiers.low).toBeCloseTo(expected.p_low_lt_1000, 10)
    expect(found?.tiers.mid).toBeCloseTo(expected.p_mid, 10)
    expect(found?.tiers.high).toBeCloseTo(expected.p_high_gt_10000, 10)
  })
})

describe('a diagnosis from a guided form', () => {
  const answers = {
    typicalOrderValue: 3_000_000,
    price: yuan,
    buysAgain: 'yearly',
    thinksBeforeBuying: 'months',
    shares: 'often',
    staffCanTalk: true,
    hoursPerWeek: 20,
  } as const

  test('dear, long considered, seldom bought and shared is combination 1 and fit', () => {
    const found = diagnoseAnswers(answers)
    expect(found.basis).toBe('answers')
    expect(found.combinations.topTwo[0]?.combination).toBe(1)
    expect(found.verdict.verdict).toBe('fit')
    expect(found.cannotTell).toContain('anything_measured_from_answers')
  })

  test('no staff to talk and no time turn fit into caution, and are named', () => {
    const found = diagnoseAnswers({ ...answers, staffCanTalk: false, hoursPerWeek: 1 })
    expect(found.verdict.verdict).toBe('caution')
    expect(found.obstacles).toEqual(['nobody_may_talk_to_customers', 'nobody_has_time'])
  })

  test('every answer carries a wide interval', () => {
    for (const again of [
      'hardly_ever',
      'yearly',
      'few_times_a_year',
      'monthly',
      'weekly',
    ] as const) {
      const found = diagnoseAnswers({ ...answers, buysAgain: again })
      for (const one of Object.values(found.estimates)) {
        if (one.state !== 'known') throw new Error('answered')
        expect(one.notes).toEqual(['answered'])
        expect((one.high ?? 0) / (one.low ?? 1)).toBeGreaterThan(2)
      }
    }
  })
})

test('a brand in a cell without a name is near the nearest combination, not equal to it', () => {
  const cuts = { price: { low: 1e5, high: 1e6 }, cycleDays: 7, perYear: 4 }
  const at = (
    highFrequency: number,
    position: { price: number; cycleDays: number; perYear: number },
  ) =>
    combinationsOf({
      price: { low: 0.98, mid: 0.02, high: 0 },
      longCycle: 0.05,
      highFrequency,
      position,
      cuts,
    })
  const coffee = at(0.95, { price: 3000, cycleDays: 0.1, perYear: 20 })
  expect(coffee).toMatchObject({ nearestNotEqual: false, topTwo: [{ combination: 6 }, {}] })
  const rareCheap = at(0.05, { price: 3000, cycleDays: 0.1, perYear: 3 })
  expect(rareCheap).toMatchObject({ nearestNotEqual: true, topTwo: [{ combination: 6 }, {}] })
  const rareAlmostMid = at(0.05, { price: 90_000, cycleDays: 0.1, perYear: 1 })
  expect(rareAlmostMid).toMatchObject({ nearestNotEqual: true, topTwo: [{ combination: 4 }, {}] })
})

test('the twelve cells share one whole, and every one has a nearest name', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, share, share, share, (p, q, longCycle, highFrequency) => {
      const low = Math.min(p, q)
      const high = 1 - Math.max(p, q)
      const found = combinationsOf({
        price: { low, mid: 1 - low - high, high },
        longCycle,
        highFrequency,
        position: { cycleDays: 10 },
        cuts: { price: { low: 1e5, high: 1e6 }, cycleDays: 7, perYear: 4 },
      })
      expect(found.cells).toHaveLength(12)
      expect(found.cells.reduce((sum, cell) => sum + cell.probability, 0)).toBeCloseTo(1, 10)
      expect(found.cells.filter((cell) => cell.equal)).toHaveLength(6)
      const [first, second] = found.topTwo
      expect(first?.probability).toBeGreaterThanOrEqual(second?.probability ?? 0)
      expect(first?.equalProbability).toBeLessThanOrEqual(first?.probability ?? 0)
    }),
  )
})
