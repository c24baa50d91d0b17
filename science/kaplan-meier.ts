import { chiSquareUpper, normalQuantile } from './distribution.ts'

/** Waiting times: `event[i]` is 1 when the wait ended with the event, 0 when we stopped looking. */
export type Waits = { time: ArrayLike<number>; event: ArrayLike<number> }

/** The curve at the times at which something happened (an event or only a censoring is listed too). */
export type Curve = {
  time: Float64Array
  atRisk: Float64Array
  events: Float64Array
  /** P(wait > time). */
  survival: Float64Array
  /** Greenwood's standard error of `survival`. */
  error: Float64Array
  /** Log-log interval of `survival`; NaN where survival is 0 or 1. */
  low: Float64Array
  high: Float64Array
  level: number
}

/**
 * Kaplan & Meier (1958): S(t) = Π (1 − d/n), Greenwood's error S·√(Σ d/(n(n−d))), and the log-log
 * interval exp(−e^(ln(−ln S) ± z·√Σ/|ln S|)), as R survival with conf.type = "log-log".
 */
export function kaplanMeier(waits: Waits, level = 0.95): Curve {
  const { time, atRisk, events } = tabulate(waits)
  const survival = new Float64Array(time.length)
  const error = new Float64Array(time.length)
  const low = new Float64Array(time.length).fill(Number.NaN)
  const high = new Float64Array(time.length).fill(Number.NaN)
  const z = normalQuantile((1 + level) / 2)
  let s = 1
  let sum = 0
  for (let i = 0; i < time.length; i++) {
    const n = atRisk[i] ?? 0
    const d = events[i] ?? 0
    s *= (n - d) / n
    if (d > 0) sum += d / (n * (n - d))
    survival[i] = s
    error[i] = s > 0 ? s * Math.sqrt(sum) : 0
    if (s > 0 && s < 1) {
      const reach = Math.exp((z * Math.sqrt(sum)) / Math.abs(Math.log(s)))
      low[i] = s ** reach
      high[i] = s ** (1 / reach)
    }
  }
  return { time, atRisk, events, survival, error, low, high, level }
}

/** S, its error and its interval at a time (the last step at or before it; 1 before the first). */
export function survivalAt(
  curve: Curve,
  time: number,
): { survival: number; error: number; low: number; high: number } {
  const i = lastAtOrBefore(curve.time, time)
  if (i < 0 || curve.survival[i] === 1) return { survival: 1, error: 0, low: 1, high: 1 }
  const at = (values: Float64Array) => values[i] ?? Number.NaN
  const { survival, error, low, high } = curve
  return { survival: at(survival), error: at(error), low: at(low), high: at(high) }
}

/**
 * The time by which a share p has had the event, with the interval from inverting the log-log band;
 * undefined where the curve does not come down that far. As R: the middle of the flat step when S
 * equals 1 − p exactly.
 */
export function waitQuantile(
  curve: Curve,
  p: number,
): { value: number | undefined; low: number | undefined; high: number | undefined } {
  return {
    value: crossing(curve, curve.survival, 1 - p),
    low: crossing(curve, curve.low, 1 - p),
    high: crossing(curve, curve.high, 1 - p),
  }
}

/** Restricted mean: the average wait counted up to `until`, ∫₀ᵗ S, with its standard error. */
export function restrictedMean(curve: Curve, until: number): { mean: number; error: number } {
  const steps = lastAtOrBefore(curve.time, until) + 1
  let mean = 0
  let variance = 0
  let right = until
  // From the right, so that `mean` is the area still ahead when Greenwood's sum needs it.
  for (let i = steps - 1; i >= 0; i--) {
    const from = curve.time[i] ?? 0
    mean += (curve.survival[i] ?? 0) * (right - from)
    right = from
    const n = curve.atRisk[i] ?? 0
    const d = curve.events[i] ?? 0
    if (d > 0 && n > d) variance += (mean * mean * d) / (n * (n - d))
  }
  return { mean: mean + right, error: Math.sqrt(variance) }
}

/** Log-rank test of two groups: chi-square with one degree of freedom (Mantel 1966). */
export function logRank(
  one: Waits,
  two: Waits,
): { chiSquare: number; p: number; observed: [number, number]; expected: [number, number] } {
  const all = tabulate({
    time: [...Array.from(one.time), ...Array.from(two.time)],
    event: [...Array.from(one.event), ...Array.from(two.event)],
  })
  const first = tabulate(one)
  let [observed, expected, variance, total] = [0, 0, 0, 0]
  let j = 0
  for (let i = 0; i < all.time.length; i++) {
    const at = all.time[i] ?? 0
    while (j < first.time.length && (first.time[j] ?? 0) < at) j++
    const n = all.atRisk[i] ?? 0
    const d = all.events[i] ?? 0
    const n1 = first.atRisk[j] ?? 0
    total += d
    if (first.time[j] === at) observed += first.events[j] ?? 0
    expected += (d * n1) / n
    if (n > 1) variance += (d * n1 * (n - n1) * (n - d)) / (n * n * (n - 1))
  }
  const chiSquare = variance > 0 ? (observed - expected) ** 2 / variance : 0
  return {
    chiSquare,
    p: chiSquareUpper(chiSquare, 1),
    observed: [observed, total - observed],
    expected: [expected, total - expected],
  }
}

/** Distinct times in order with the number at risk just before and the events at each. */
function tabulate({ time, event }: Waits) {
  const order = Uint32Array.from({ length: time.length }, (_, i) => i)
  order.sort((a, b) => (time[a] ?? 0) - (time[b] ?? 0))
  const times: number[] = []
  const atRisk: number[] = []
  const events: number[] = []
  for (const [rank, i] of order.entries()) {
    const at = time[i] ?? 0
    if (times.at(-1) !== at) {
      times.push(at)
      atRisk.push(time.length - rank)
      events.push(0)
    }
    events[events.length - 1] = (events.at(-1) ?? 0) + (event[i] ? 1 : 0)
  }
  return {
    time: Float64Array.from(times),
    atRisk: Float64Array.from(atRisk),
    events: Float64Array.from(events),
  }
}

function crossing(curve: Curve, band: Float64Array, target: number): number | undefined {
  const slack = 1e-9
  for (let i = 0; i < band.length; i++) {
    const s = band[i] ?? Number.NaN
    // The band does not exist where nobody is left; the estimate itself has come down to 0 there.
    const value = Number.isNaN(s) && curve.survival[i] === 0 ? Number.NaN : s
    if (!(value <= target + slack)) continue
    if (Math.abs(value - target) > slack) return curve.time[i]
    const next = band.findIndex((later, j) => j > i && later < value - slack)
    const from = curve.time[i] ?? 0
    return next < 0 ? from : (from + (curve.time[next] ?? from)) / 2
  }
  return undefined
}

function lastAtOrBefore(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
