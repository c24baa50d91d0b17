import { type BgNbd, bgnbdAlive, type Customer, nbdExpected, perRow } from './bgnbd.ts'
import { normalQuantile } from './distribution.ts'
import { expectedSpend, type GammaGamma } from './gamma-gamma.ts'
import type { HistoryRows } from './history-rows.ts'
import { expectedSeries } from './survival-series.ts'

/** How purchases are foretold: BG/NBD, or NBD where no customer loss is visible. */
export type PurchaseModel = ({ kind: 'bgnbd' } & BgNbd) | { kind: 'nbd'; r: number; alpha: number }

/** What a purchase is worth: Gamma-Gamma, or one mean for everybody (minor units). */
export type SpendModel = ({ kind: 'gamma-gamma' } & GammaGamma) | { kind: 'mean'; mean: number }

/** Margin as a share of revenue (0 … 1), discount per month (0.008 ≈ 10% a year). */
export type Terms = { margin: number; monthlyDiscount: number }

/** An average month in weeks. */
export const weeksPerMonth = 365.2425 / 12 / 7

/**
 * Discounted purchases per distinct row, Σ_{h=1..months} (E(h) − E(h−1)) / (1+d)^h, for 12 and for
 * 36 months in one pass; E is the exact expectation of purchases h months after the cut.
 */
export function discountedPurchases(
  model: PurchaseModel,
  rows: HistoryRows,
  monthlyDiscount: number,
): { within12: Float64Array; within36: Float64Array } {
  // What a living customer will buy depends on x and T alone; only P(alive) knows the last purchase.
  const known = new Map<number, { within12: number; within36: number }>()
  const within12 = new Float64Array(rows.count.length)
  let row = 0
  const within36 = perRow(rows, (customer) => {
    const key = customer.x * 1e6 + (rows.ageDays[row] ?? 0)
    const living = known.get(key) ?? discountedWhileAlive(model, customer, monthlyDiscount)
    known.set(key, living)
    const alive = model.kind === 'bgnbd' ? bgnbdAlive(model, customer) : 1
    within12[row++] = alive * living.within12
    return alive * living.within36
  })
  return { within12, within36 }
}

function discountedWhileAlive(model: PurchaseModel, customer: Customer, monthlyDiscount: number) {
  let [before, sum, within12] = [0, 0, 0]
  for (let month = 1; month <= 36; month++) {
    const purchases = expectedWhileAlive(model, customer, month * weeksPerMonth)
    sum += (purchases - before) / (1 + monthlyDiscount) ** month
    before = purchases
    if (month === 12) within12 = sum
  }
  return { within12, within36: sum }
}

/**
 * Value of every customer in minor units over 12 and 36 months: margin · E[spend] · discounted
 * purchases. Distinct rows are evaluated once, so a million customers take about a second.
 *
 * @param meanRepeatSpend per customer, minor units per repeat purchase day
 */
export function lifetimeValues(input: {
  model: PurchaseModel
  spend: SpendModel
  rows: HistoryRows
  meanRepeatSpend: Float64Array
  terms: Terms
}): { within12: Float64Array; within36: Float64Array } {
  const { model, spend, rows, meanRepeatSpend, terms } = input
  const purchases = discountedPurchases(model, rows, terms.monthlyDiscount)
  const within12 = new Float64Array(rows.rowOf.length)
  const within36 = new Float64Array(rows.rowOf.length)
  for (let i = 0; i < rows.rowOf.length; i++) {
    const row = rows.rowOf[i] ?? 0
    const worth = terms.margin * spendOf(spend, rows.x[row] ?? 0, meanRepeatSpend[i] ?? 0)
    within12[i] = worth * (purchases.within12[row] ?? 0)
    within36[i] = worth * (purchases.within36[row] ?? 0)
  }
  return { within12, within36 }
}

/** The value of the whole base with an interval (minor units). */
export type TotalValue = {
  months: 12 | 36
  total: number
  low: number
  high: number
  level: number
}

/** Customers the bootstrap looks at: the ratio of a draw to the estimate needs no more. */
const bootstrapCustomers = 1000

/**
 * An interval for the total: a parametric bootstrap (the parameters are drawn from the normal
 * approximation on their logarithms at the maximum) plus Poisson noise of the purchases, Gamma noise
 * of what each is worth. Draws whose q falls to 1.05 or below are drawn again, because the mean of
 * the Gamma-Gamma runs off to infinity there. Not covered: that the future may not resemble the
 * past; the back-test says how much that cost last time.
 *
 * @param perCustomer values from {@link lifetimeValues} for the same `months`
 * @param logCholesky of the purchase model and, for Gamma-Gamma, of the spend model
 * @param chance uniform on [0, 1)
 */
export function totalValue(input: {
  model: PurchaseModel
  spend: SpendModel
  rows: HistoryRows
  meanRepeatSpend: Float64Array
  terms: Terms
  months: 12 | 36
  perCustomer: Float64Array
  logCholesky: { purchases: number[][]; spend?: number[][] }
  chance: () => number
  draws?: number
  level?: number
}): TotalValue {
  const { months, perCustomer, chance, draws = 200, level = 0.95 } = input
  const total = perCustomer.reduce((sum, value) => sum + value, 0)
  const sample = sampled(input)
  const atEstimate = sample(input.model, input.spend)
  const noise = Math.sqrt(purchaseVariance(input))
  const totals = Array.from({ length: draws }, () => {
    const model = drawModel(input.model, input.logCholesky.purchases, chance)
    const spend = drawSpend(input.spend, input.logCholesky.spend, chance)
    const ratio = atEstimate > 0 ? sample(model, spend) / atEstimate : 1
    return Math.max(0, total * ratio + noise * Math.sqrt(ratio) * normal(chance))
  }).sort((a, b) => a - b)
  const at = (p: number) => totals[Math.round(p * (draws - 1))] ?? total
  return { months, total, low: at((1 - level) / 2), high: at((1 + level) / 2), level }
}

/** Undiscounted value of an even sample of customers as a function of the parameters. */
function sampled(input: Parameters<typeof totalValue>[0]) {
  const { rows, meanRepeatSpend, months } = input
  const stride = Math.max(1, Math.ceil(rows.rowOf.length / bootstrapCustomers))
  const weeks = months * weeksPerMonth
  return (model: PurchaseModel, spend: SpendModel): number => {
    let sum = 0
    for (let i = 0; i < rows.rowOf.length; i += stride) {
      const row = rows.rowOf[i] ?? 0
      const customer = {
        x: rows.x[row] ?? 0,
        tx: (rows.txDays[row] ?? 0) / 7,
        T: (rows.ageDays[row] ?? 0) / 7,
      }
      const worth = spendOf(spend, customer.x, meanRepeatSpend[i] ?? 0)
      const alive = model.kind === 'bgnbd' ? bgnbdAlive(model, customer) : 1
      sum += worth * alive * expectedWhileAlive(model, customer, weeks)
    }
    return sum
  }
}

/** Σ (purchases · worth²) with worth² = spend² (1 + 1/p): compound Poisson noise of the total. */
function purchaseVariance(input: Parameters<typeof totalValue>[0]): number {
  const { rows, meanRepeatSpend, terms, spend, perCustomer } = input
  const spread = spend.kind === 'gamma-gamma' ? 1 + 1 / spend.p : 2
  let variance = 0
  for (let i = 0; i < perCustomer.length; i++) {
    const x = rows.x[rows.rowOf[i] ?? 0] ?? 0
    const worth = terms.margin * spendOf(spend, x, meanRepeatSpend[i] ?? 0)
    variance += (perCustomer[i] ?? 0) * worth * spread
  }
  return variance
}

/** Expected purchases of a customer who is alive at the cut. */
function expectedWhileAlive(model: PurchaseModel, customer: Customer, weeks: number): number {
  if (model.kind === 'nbd') return nbdExpected(model, customer, weeks)
  const { r, alpha, a, b } = model
  const { x, T } = customer
  return expectedSeries({ a, b: b + x, n: r + x, y: weeks / (alpha + T + weeks), k: 1, j: 0 })
}

function spendOf(spend: SpendModel, x: number, mean: number): number {
  if (spend.kind === 'mean') return spend.mean
  // A repeat mean of nothing (free goods) is no observation of spend.
  return mean > 0 ? expectedSpend(spend, x, mean) : expectedSpend(spend, 0, 0)
}

function drawModel(model: PurchaseModel, root: number[][], chance: () => number): PurchaseModel {
  if (model.kind === 'nbd') {
    const [r = 0, alpha = 0] = drawLogs([model.r, model.alpha], root, chance)
    return { kind: 'nbd', r, alpha }
  }
  const drawn = drawLogs([model.r, model.alpha, model.a, model.b], root, chance)
  const [r = 0, alpha = 0, a = 0, b = 0] = drawn
  return { kind: 'bgnbd', r, alpha, a, b }
}

function drawSpend(
  spend: SpendModel,
  root: number[][] | undefined,
  chance: () => number,
): SpendModel {
  if (spend.kind === 'mean' || !root) return spend
  for (let attempt = 0; attempt < 100; attempt++) {
    const [p = 0, q = 0, v = 0] = drawLogs([spend.p, spend.q, spend.v], root, chance)
    if (q > 1.05) return { kind: 'gamma-gamma', p, q, v }
  }
  return spend
}

/** parameters · exp(L·z), z standard normal. */
function drawLogs(parameters: number[], root: number[][], chance: () => number): number[] {
  const z = parameters.map(() => normal(chance))
  return parameters.map((parameter, i) => {
    const shift = (root[i] ?? []).reduce((sum, l, j) => sum + l * (z[j] ?? 0), 0)
    return parameter * Math.exp(shift)
  })
}

const normal = (chance: () => number) =>
  normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, chance())))
