import type { Purchases } from './history.ts'

/** Per customer: days since the last order, number of orders, sum of amounts in minor units. */
export type RfmValues = { recencyDays: Int32Array; orders: Int32Array; amount: Float64Array }

/** Scores 1 … 5 (5 is best: recent, frequent, valuable) and the four inner cuts of each measure. */
export type RfmScores = {
  recency: Uint8Array
  frequency: Uint8Array
  monetary: Uint8Array
  cuts: { recency: number[]; frequency: number[]; monetary: number[] }
}

/**
 * How a value becomes a score. `value_gt_quantile`: 1 + the number of inner quantiles strictly below
 * the value; ties share a score and the unit of money does not matter. `r_package_rfm` adds 1 to
 * every cut and scores [lower, upper), which changes with the unit; kept only to compare with R.
 */
export type RfmDefinition = 'value_gt_quantile' | 'r_package_rfm'

/** The eight usual classes: high or low on each of recency, frequency, monetary. */
export const rfmClasses = [
  'general_win_back',
  'important_win_back',
  'general_keep',
  'important_keep',
  'general_develop',
  'important_develop',
  'general_value',
  'important_value',
] as const

/** A class of {@link rfmClasses}: 重要/一般 × 价值/发展/保持/挽留. */
export type RfmClass = (typeof rfmClasses)[number]

/**
 * Sums orders into one value triple per customer. Customers without an order keep orders 0 and
 * recency -1; leave them out before scoring.
 *
 * @param asOfDay the day from which recency is counted
 */
export function rfmValues(purchases: Purchases, asOfDay: number): RfmValues {
  const { customers, customer, day, amount } = purchases
  const last = new Int32Array(customers).fill(-2147483648)
  const orders = new Int32Array(customers)
  const sum = new Float64Array(customers)
  for (let i = 0; i < customer.length; i++) {
    const who = customer[i] ?? 0
    const on = day[i] ?? 0
    if (on > (last[who] ?? 0)) last[who] = on
    orders[who] = (orders[who] ?? 0) + 1
    sum[who] = (sum[who] ?? 0) + (amount[i] ?? 0)
  }
  for (let i = 0; i < customers; i++) last[i] = orders[i] === 0 ? -1 : asOfDay - (last[i] ?? 0)
  return { recencyDays: last, orders, amount: sum }
}

/** Scores every customer against the fifths of all. */
export function rfmScores(
  values: RfmValues,
  definition: RfmDefinition = 'value_gt_quantile',
): RfmScores {
  const shift = definition === 'r_package_rfm' ? 1 : 0
  const score = (column: Int32Array | Float64Array) => {
    const sorted = column.slice().sort()
    const cuts = [0.2, 0.4, 0.6, 0.8].map((p) => quantileOfSorted(sorted, p) + shift)
    return { cuts, scores: shift ? scoreFrom(column, cuts) : scoreAbove(column, cuts) }
  }
  const recency = score(values.recencyDays)
  const frequency = score(values.orders)
  const monetary = score(values.amount)
  return {
    recency: recency.scores.map((s) => 6 - s),
    frequency: frequency.scores,
    monetary: monetary.scores,
    cuts: { recency: recency.cuts, frequency: frequency.cuts, monetary: monetary.cuts },
  }
}

/**
 * Class of every customer as an index into {@link rfmClasses}. High means strictly above the brand's
 * median for frequency and money, not above it for recency days; ties fall on one side together.
 */
export function rfmClassOf(values: RfmValues): {
  classOf: Uint8Array
  counts: Record<RfmClass, number>
  medians: { recencyDays: number; orders: number; amount: number }
} {
  const middle = (column: Int32Array | Float64Array) => quantileOfSorted(column.slice().sort(), 0.5)
  const medians = {
    recencyDays: middle(values.recencyDays),
    orders: middle(values.orders),
    amount: middle(values.amount),
  }
  const classOf = new Uint8Array(values.orders.length)
  const tally = new Int32Array(rfmClasses.length)
  for (let i = 0; i < classOf.length; i++) {
    const recent = (values.recencyDays[i] ?? 0) <= medians.recencyDays ? 4 : 0
    const frequent = (values.orders[i] ?? 0) > medians.orders ? 2 : 0
    const valuable = (values.amount[i] ?? 0) > medians.amount ? 1 : 0
    const at = recent + frequent + valuable
    classOf[i] = at
    tally[at] = (tally[at] ?? 0) + 1
  }
  const count = (name: RfmClass) => tally[rfmClasses.indexOf(name)] ?? 0
  return {
    classOf,
    medians,
    counts: {
      general_win_back: count('general_win_back'),
      important_win_back: count('important_win_back'),
      general_keep: count('general_keep'),
      important_keep: count('important_keep'),
      general_develop: count('general_develop'),
      important_develop: count('important_develop'),
      general_value: count('general_value'),
      important_value: count('important_value'),
    },
  }
}

/** Share of revenue that the best-paying fifth of customers brings (二八 check); 0 without revenue. */
export function topFifthShare(amount: Float64Array): number {
  const sorted = amount.slice().sort()
  const top = Math.ceil(sorted.length / 5)
  let [all, best] = [0, 0]
  for (let i = 0; i < sorted.length; i++) {
    all += sorted[i] ?? 0
    if (i >= sorted.length - top) best += sorted[i] ?? 0
  }
  return all > 0 ? best / all : 0
}

/** Type-7 quantile (Hyndman & Fan 1996; the default of R and numpy) of ascending values. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

function scoreAbove(column: Int32Array | Float64Array, cuts: number[]): Uint8Array {
  const [a = 0, b = 0, c = 0, d = 0] = cuts
  const scores = new Uint8Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const v = column[i] ?? 0
    scores[i] = 1 + Number(v > a) + Number(v > b) + Number(v > c) + Number(v > d)
  }
  return scores
}

function scoreFrom(column: Int32Array | Float64Array, cuts: number[]): Uint8Array {
  const [a = 0, b = 0, c = 0, d = 0] = cuts
  const scores = new Uint8Array(column.length)
  for (let i = 0; i < column.length; i++) {
    const v = column[i] ?? 0
    scores[i] = 1 + Number(v >= a) + Number(v >= b) + Number(v >= c) + Number(v >= d)
  }
  return scores
}
