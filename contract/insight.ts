import { z } from 'zod'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** A number with its 95% interval. */
export const estimate = z.object({ value: z.number(), lower: z.number(), upper: z.number() })
export type Estimate = z.infer<typeof estimate>

/** What a forecast of money is computed with. Defaults: the whole price counts (revenue), money loses 10% a year. */
export const valueOptions = z.strictObject({
  /** Share of the price that stays with the brand, percent. 100 shows revenue. */
  marginPercent: z.number().min(1).max(100),
  /** What a unit of money a year from now is worth less, percent a year. */
  discountPercent: z.number().min(0).max(100),
})
export type ValueOptions = z.infer<typeof valueOptions>

/** What went in: purchase days are orders of one person on one of the workspace's days, taken together. */
export const valueData = z.object({
  customers: z.number(),
  orders: z.number(),
  purchaseDays: z.number(),
  repeatPurchases: z.number(),
  /** Minor units, net of refunds. */
  spent: z.number(),
  firstOn: day.nullable(),
  lastOn: day.nullable(),
  /** The last day that counts as observed. */
  cutOn: day,
  /** Paid orders that name nobody: they are in the revenue of the shop, not in the value of people. */
  ordersOfNobody: z.number(),
})
export type ValueData = z.infer<typeof valueData>

/** What is missing before a model may be fitted: `have` against `need`. */
export const missing = z.object({ what: z.string(), have: z.number(), need: z.number() })

const parameters = z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() })

/** How people come back and stay away: BG/NBD, or why there is none. */
export const purchaseModel = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('fitted'),
    parameters,
    standardErrors: parameters,
    logLikelihood: z.number(),
    gradientNorm: z.number(),
    starts: z.number(),
    agreeingStarts: z.number(),
    distinctRows: z.number(),
  }),
  z.object({
    state: z.literal('degenerate'),
    reason: z.string(),
    nbd: z.object({ r: z.number(), alpha: z.number() }),
    logLikelihood: z.number(),
    missing,
  }),
  z.object({ state: z.literal('refused'), reason: z.string(), missing: z.array(missing) }),
])
export type PurchaseModel = z.infer<typeof purchaseModel>

/** How much people spend each time: Gamma-Gamma, or why there is none. */
export const spendModel = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('fitted'),
    parameters: z.object({ p: z.number(), q: z.number(), v: z.number() }),
    logLikelihood: z.number(),
    customers: z.number(),
    /** Mean spend of one purchase day over everybody, minor units. */
    meanSpend: z.number(),
    /** Between how often and how much; the model assumes none. */
    correlation: z.number(),
  }),
  z.object({ state: z.literal('refused'), reason: z.string(), meanSpend: z.number() }),
])
export type SpendModel = z.infer<typeof spendModel>

/** The model asked about a past that is known: fitted on the days up to `cutOn`, asked until `untilOn`. */
export const backtest = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('done'),
    cutOn: day,
    untilOn: day,
    customers: z.number(),
    predicted: z.number(),
    actual: z.number(),
    /** (predicted − actual) / actual. */
    bias: z.number(),
    /** Mean absolute error, purchases per customer. */
    meanAbsoluteError: z.number(),
    verdict: z.enum(['good', 'fair', 'over', 'under']),
  }),
  z.object({ state: z.literal('refused'), reason: z.string() }),
])
export type Backtest = z.infer<typeof backtest>

/** A group of people by a number: `from` inclusive, `to` exclusive (the last one inclusive). */
export const bin = z.object({
  from: z.number(),
  to: z.number(),
  people: z.number(),
  sum: z.number(),
})
export type Bin = z.infer<typeof bin>

/** What the people are expected to bring. Money in minor units after margin and discount. */
export const valueForecast = z.object({
  ltv12: estimate,
  ltv36: estimate,
  expectedPurchases12: z.number(),
  ltvBins: z.array(bin),
  /** People with at least two purchase days; absent where loss is not visible. */
  aliveBins: z.array(bin).nullable(),
  /** People who bought once: the model cannot tell whether they left. */
  boughtOnce: z.number(),
  best: z.object({
    people: z.number(),
    /** The smallest 12-month value among the best fifth. */
    ltvFrom: z.number(),
    ltv12: z.number(),
    spent: z.number(),
    meanOrders: z.number(),
  }),
  /** Of the best fifth by what they have spent: P(alive) below the threshold. Absent where loss is not visible. */
  leaving: z.object({ people: z.number(), spent: z.number(), pAliveBelow: z.number() }).nullable(),
})
export type ValueForecast = z.infer<typeof valueForecast>

export const concentration = z.object({
  /** Share of revenue of the 20% who spent most. */
  top20: estimate,
  gini: z.number().nullable(),
  /** (share of people, share of revenue), people by spend descending. */
  curve: z.array(z.object({ people: z.number(), revenue: z.number() })),
})
export type Concentration = z.infer<typeof concentration>

/** Reasons to trust a figure less, by code, with what a sentence about it needs. */
export const doubt = z.object({
  code: z.enum([
    'backtest_over',
    'backtest_under',
    'no_backtest',
    'spend_depends_on_frequency',
    'starts_disagree',
    'short_history',
    'orders_of_nobody',
    'no_visible_loss',
    'loss_alike',
    'mean_spend_used',
  ]),
  params: z.record(z.string(), z.number()),
})
export type Doubt = z.infer<typeof doubt>

export const valueFit = z.object({
  id: z.string(),
  asOf: instant,
  finishedAt: instant,
  options: valueOptions,
  data: valueData,
  purchaseModel,
  spendModel,
  backtest,
  forecast: valueForecast.nullable(),
  concentration: concentration.nullable(),
  doubts: z.array(doubt),
})
export type ValueFit = z.infer<typeof valueFit>

/** GET /api/value. `fit` is the newest finished one, also while another runs. */
export const valuePage = z.object({
  options: valueOptions,
  running: z.object({ startedAt: instant }).nullable(),
  /** The newest attempt ended badly; the fit shown is an older one. */
  failedAt: instant.nullable(),
  fit: valueFit.nullable(),
})
export type ValuePage = z.infer<typeof valuePage>

export const curvePoint = z.object({
  day: z.number(),
  survival: z.number(),
  lower: z.number(),
  upper: z.number(),
})

/** Time from one purchase to the next, people who have not come back yet counted as such (Kaplan-Meier). */
export const gapCurve = z.object({
  gap: z.enum(['first_to_second', 'second_to_third', 'later']),
  people: z.number(),
  events: z.number(),
  /** Days by which a quarter, a half, three quarters had come back; null when that was not reached. */
  quartiles: z.array(
    z.object({
      share: z.number(),
      days: z.number().nullable(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
    }),
  ),
  /** At most 120 points. */
  points: z.array(curvePoint),
  /** Who came back within so many days, share of people with its interval. */
  within: z.array(z.object({ days: z.number(), share: estimate })),
})
export type GapCurve = z.infer<typeof gapCurve>

export const repurchase = z.object({
  asOf: instant.nullable(),
  /** Median days between purchases after the first; null when there are none. */
  medianGapDays: z.number().nullable(),
  curves: z.array(gapCurve),
})
export type Repurchase = z.infer<typeof repurchase>

/** The usual eight classes, by what is above the brand's median: 重要/一般 (money) × 价值/发展/保持/挽留. */
export const rfmClassNames = [
  'important_value',
  'important_develop',
  'important_keep',
  'important_win_back',
  'general_value',
  'general_develop',
  'general_keep',
  'general_win_back',
] as const
export const rfmClassName = z.enum(rfmClassNames)
export type RfmClassName = z.infer<typeof rfmClassName>

const scoreCounts = z.array(z.number()).length(5)

export const rfm = z.object({
  asOf: instant.nullable(),
  /** The day from which recency is counted. */
  asOfOn: day,
  people: z.number(),
  /** Four cuts each: recency in days, frequency in orders, money in minor units. */
  cuts: z.object({ r: z.array(z.number()), f: z.array(z.number()), m: z.array(z.number()) }),
  medians: z.object({ recencyDays: z.number(), frequency: z.number(), spent: z.number() }),
  /** How many people have score 1, 2, 3, 4, 5. */
  scores: z.object({ r: scoreCounts, f: scoreCounts, m: scoreCounts }),
  classes: z.array(
    z.object({
      name: rfmClassName,
      people: z.number(),
      spent: z.number(),
      /** Expected in the next 12 months, minor units; null without a model. */
      ltv12: z.number().nullable(),
    }),
  ),
})
export type Rfm = z.infer<typeof rfm>

export const cohorts = z.object({
  asOf: instant.nullable(),
  cohorts: z.array(
    z.object({
      /** First day of the month of the first purchase. */
      month: day,
      people: z.number(),
      /** People who bought in the n-th month after; month 0 is the first. */
      active: z.array(z.number()),
      /** Minor units. */
      revenue: z.array(z.number()),
    }),
  ),
})
export type Cohorts = z.infer<typeof cohorts>

export const valuePeopleQuery = pageQuery.extend({
  /** ltv: most valuable first; p_alive: least likely to be there first (two purchases or more); leaving: of the best, who is going. */
  sort: z.enum(['ltv', 'p_alive', 'leaving']).default('ltv'),
  rfm: rfmClassName.optional(),
})

export const personValue = z.object({
  customer: z.object({ id: z.string(), no: z.number(), name: z.string() }),
  orders: z.number(),
  spent: z.number(),
  firstOn: day,
  lastOn: day,
  /** Null for one purchase (cannot be told), where no loss is visible, and without a model. */
  pAlive: z.number().nullable(),
  expectedPurchases12: z.number().nullable(),
  spendExpected: z.number().nullable(),
  ltv12: z.number().nullable(),
  ltv36: z.number().nullable(),
  scores: z.object({ r: z.number(), f: z.number(), m: z.number() }),
  rfmClass: rfmClassName,
})
export type PersonValue = z.infer<typeof personValue>
export const valuePeople = pageOf(personValue).extend({ asOf: instant.nullable() })

/** GET /api/value/customers/:id. `person` is null for somebody who never bought. */
export const customerValue = z.object({
  asOf: instant.nullable(),
  state: z.enum(['none', 'fitted', 'degenerate', 'refused']),
  person: personValue.nullable(),
  /** Where they stand: share of people with a smaller 12-month value. */
  aheadOf: z.number().nullable(),
  /** The instant's calendar day, for "so many days ago". */
  cutOn: day.nullable(),
  medianGapDays: z.number().nullable(),
})
export type CustomerValue = z.infer<typeof customerValue>

export const refitStarted = z.object({ startedAt: instant })
