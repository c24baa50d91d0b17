import type { HistoryRows } from './history-rows.ts'
import type { Smooth } from './minimize.ts'

/**
 * The mean negative log-likelihood of BG/NBD over compressed rows with its analytic gradient, as a
 * function of (ln r, ln α, ln a, ln b).
 *
 * Most terms depend on x alone or on T alone, so they are summed over histograms; differences of
 * lnΓ and digamma come from running sums, lnΓ(r+x) − lnΓ(r) = Σ_{i<x} ln(r+i). Only ln(1+e^z), the
 * two ways a repeat buyer can look silent, is left per distinct row.
 */
export function bgnbdObjective(rows: HistoryRows): Smooth {
  const data = arrange(rows)
  return (theta, gradient) => {
    const [r, alpha, a, b] = exponentials(theta)
    const slope = new Float64Array(4)
    const value =
      purchaseCounts(data, { r, a, b }, slope) +
      ages(data, { r, alpha }, slope) +
      silences(data, { r, alpha, a, b }, slope)
    const scale = -1 / data.customers
    for (const [i, p] of [r, alpha, a, b].entries()) gradient[i] = scale * p * (slope[i] ?? 0)
    return scale * value
  }
}

/**
 * The same for NBD, BG/NBD without dropout, as a function of (ln r, ln α):
 * lnΓ(r+x) − lnΓ(r) + r ln α − (r+x) ln(α+T).
 */
export function nbdObjective(rows: HistoryRows): Smooth {
  const data = arrange(rows)
  return (theta, gradient) => {
    const [r, alpha] = exponentials(theta)
    const slope = new Float64Array(4)
    // With a at zero nobody leaves, and the beta terms vanish.
    const value = purchaseCounts(data, { r, a: 0, b: 1 }, slope) + ages(data, { r, alpha }, slope)
    const scale = -1 / data.customers
    gradient[0] = scale * r * (slope[0] ?? 0)
    gradient[1] = scale * alpha * (slope[1] ?? 0)
    return scale * value
  }
}

type Arranged = {
  customers: number
  /** Customers per x. */
  withX: Float64Array
  /** Customers and their purchases per age in days. */
  aged: Float64Array
  agedPurchases: Float64Array
  /** Repeat buyers only: what the dropout term needs per distinct row. */
  x: Int32Array
  txDays: Int32Array
  ageDays: Int32Array
  count: Float64Array
}

function arrange(rows: HistoryRows): Arranged {
  const mostX = rows.x.reduce((most, x) => Math.max(most, x), 0)
  const oldest = rows.ageDays.reduce((most, d) => Math.max(most, d), 0)
  const withX = new Float64Array(mostX + 1)
  const aged = new Float64Array(oldest + 1)
  const agedPurchases = new Float64Array(oldest + 1)
  for (let i = 0; i < rows.count.length; i++) {
    const count = rows.count[i] ?? 0
    const x = rows.x[i] ?? 0
    const age = rows.ageDays[i] ?? 0
    withX[x] = (withX[x] ?? 0) + count
    aged[age] = (aged[age] ?? 0) + count
    agedPurchases[age] = (agedPurchases[age] ?? 0) + count * x
  }
  const repeat = (_: number, i: number) => (rows.x[i] ?? 0) > 0
  return {
    customers: rows.customers,
    withX,
    aged,
    agedPurchases,
    x: rows.x.filter(repeat),
    txDays: rows.txDays.filter(repeat),
    ageDays: rows.ageDays.filter(repeat),
    count: rows.count.filter(repeat),
  }
}

/** Terms of x alone: Σ_{i<x} [ln(r+i) + ln((b+i)/(a+b+i))]. */
function purchaseCounts(
  { withX }: Arranged,
  { r, a, b }: { r: number; a: number; b: number },
  slope: Float64Array,
): number {
  let [value, dr, da, db] = [0, 0, 0, 0]
  let [sum, sumR, sumA, sumB] = [0, 0, 0, 0]
  for (let x = 0; x < withX.length; x++) {
    const count = withX[x] ?? 0
    value += count * sum
    dr += count * sumR
    da += count * sumA
    db += count * sumB
    sum += Math.log(r + x) - Math.log1p(a / (b + x))
    sumR += 1 / (r + x)
    sumA -= 1 / (a + b + x)
    sumB += a / ((b + x) * (a + b + x))
  }
  slope[0] = (slope[0] ?? 0) + dr
  slope[2] = (slope[2] ?? 0) + da
  slope[3] = (slope[3] ?? 0) + db
  return value
}

/** Terms of T alone: r ln α − (r+x) ln(α+T), as −r ln(1+T/α) − x ln(α+T). */
function ages(
  { aged, agedPurchases }: Arranged,
  { r, alpha }: { r: number; alpha: number },
  slope: Float64Array,
): number {
  let [value, dr, dalpha] = [0, 0, 0]
  for (let day = 0; day < aged.length; day++) {
    const T = day / 7
    const customers = aged[day] ?? 0
    const purchases = agedPurchases[day] ?? 0
    if (customers === 0) continue
    const grown = Math.log1p(T / alpha)
    value -= customers * r * grown + purchases * Math.log(alpha + T)
    dr -= customers * grown
    dalpha += (customers * r * (T / alpha) - purchases) / (alpha + T)
  }
  slope[0] = (slope[0] ?? 0) + dr
  slope[1] = (slope[1] ?? 0) + dalpha
  return value
}

/** Σ count · ln(1+e^z), z = ln(a/(b+x−1)) + (r+x) ln((α+T)/(α+tx)), over repeat buyers. */
function silences(
  { x, txDays, ageDays, count, withX, aged }: Arranged,
  { r, alpha, a, b }: { r: number; alpha: number; a: number; b: number },
  slope: Float64Array,
): number {
  const byDay = dayTables(alpha, aged.length)
  const logOdds = withX.map((_, i) => Math.log(a / (b + i - 1)))
  let [value, dr, dalpha, da, db] = [0, 0, 0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const repeats = x[i] ?? 0
    const to = ageDays[i] ?? 0
    const from = txDays[i] ?? 0
    const silence = (byDay.log[to] ?? 0) - (byDay.log[from] ?? 0)
    const z = (logOdds[repeats] ?? 0) + (r + repeats) * silence
    const e = Math.exp(z > 0 ? -z : z)
    const weight = count[i] ?? 0
    value += weight * (Math.log1p(e) + Math.max(z, 0))
    const gone = (weight * (z > 0 ? 1 : e)) / (1 + e)
    dr += gone * silence
    dalpha += gone * (r + repeats) * ((byDay.inverse[to] ?? 0) - (byDay.inverse[from] ?? 0))
    da += gone
    db -= gone / (b + repeats - 1)
  }
  slope[0] = (slope[0] ?? 0) + dr
  slope[1] = (slope[1] ?? 0) + dalpha
  slope[2] = (slope[2] ?? 0) + da / a
  slope[3] = (slope[3] ?? 0) + db
  return value
}

/** ln(α+d/7) and 1/(α+d/7) for every day number d. */
function dayTables(alpha: number, days: number): { log: Float64Array; inverse: Float64Array } {
  const log = new Float64Array(days)
  const inverse = new Float64Array(days)
  for (let day = 0; day < days; day++) {
    log[day] = Math.log(alpha + day / 7)
    inverse[day] = 1 / (alpha + day / 7)
  }
  return { log, inverse }
}

function exponentials(theta: Float64Array): [number, number, number, number] {
  const at = (i: number) => Math.exp(Math.min(40, Math.max(-40, theta[i] ?? 0)))
  return [at(0), at(1), at(2), at(3)]
}
