import { lnGamma } from './distribution.ts'
import type { HistoryRows } from './history-rows.ts'
import { expectedSeries } from './survival-series.ts'

/**
 * BG/NBD (Fader, Hardie & Lee 2005, Marketing Science 24(2)): purchases come at a rate
 * λ ~ Gamma(r, rate α per week); after each repeat purchase the customer leaves for good with
 * probability p ~ Beta(a, b).
 */
export type BgNbd = { r: number; alpha: number; a: number; b: number }

/** One customer: x further purchase days, weeks to the last (tx) and to the cut (T). */
export type Customer = { x: number; tx: number; T: number }

/**
 * ln L of one customer: lnΓ(r+x) − lnΓ(r) + r ln α + lB(a, b+x) − lB(a, b) − (r+x) ln(α+T)
 * + ln(1 + [x>0] a/(b+x−1) · ((α+T)/(α+tx))^(r+x)).
 */
export function bgnbdLogLikelihood(model: BgNbd, { x, tx, T }: Customer): number {
  const { r, alpha, a, b } = model
  const gamma = lnGamma(r + x) - lnGamma(r)
  const beta = lnGamma(b + x) - lnGamma(b) - lnGamma(a + b + x) + lnGamma(a + b)
  const rate = -x * Math.log(alpha + T) - r * Math.log1p(T / alpha)
  return gamma + beta + rate + softplus(logOddsGone(model, { x, tx, T }))
}

/** P(the customer has not left at the cut). A customer without a repeat purchase is alive by construction: 1. */
export function bgnbdAlive(model: BgNbd, customer: Customer): number {
  return 1 / (1 + Math.exp(logOddsGone(model, customer)))
}

/**
 * Expected purchases in the `weeks` after the cut, exact:
 * P(alive) · Σ_{i≥1} B(a, b+x+i−1)/B(a, b+x) · I_y(i, r+x), y = t/(α+T+t).
 */
export function bgnbdExpected(model: BgNbd, customer: Customer, weeks: number): number {
  const { r, alpha, a, b } = model
  const n = r + customer.x
  const y = weeks / (alpha + customer.T + weeks)
  const whileAlive = expectedSeries({ a, b: b + customer.x, n, y, k: 1, j: 0 })
  return bgnbdAlive(model, customer) * whileAlive
}

/** {@link bgnbdAlive} for every distinct row. */
export function bgnbdAliveRows(model: BgNbd, rows: HistoryRows): Float64Array {
  return perRow(rows, (customer) => bgnbdAlive(model, customer))
}

/** {@link bgnbdExpected} for every distinct row. */
export function bgnbdExpectedRows(model: BgNbd, rows: HistoryRows, weeks: number): Float64Array {
  return perRow(rows, (customer) => bgnbdExpected(model, customer, weeks))
}

/** Expected purchases when no one leaves: (r+x)/(α+T) · weeks, the mean of the NBD posterior rate. */
export function nbdExpected(
  { r, alpha }: { r: number; alpha: number },
  { x, T }: Customer,
  weeks: number,
): number {
  return ((r + x) / (alpha + T)) * weeks
}

/** Evaluates a per-customer quantity once per distinct row. */
export function perRow(rows: HistoryRows, of: (customer: Customer) => number): Float64Array {
  const out = new Float64Array(rows.count.length)
  for (let i = 0; i < out.length; i++) {
    const tx = (rows.txDays[i] ?? 0) / 7
    out[i] = of({ x: rows.x[i] ?? 0, tx, T: (rows.ageDays[i] ?? 0) / 7 })
  }
  return out
}

/** ln of P(left)/P(alive) at the cut: −∞ for x = 0. */
function logOddsGone({ r, alpha, a, b }: BgNbd, { x, tx, T }: Customer): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  return Math.log(a / (b + x - 1)) + (r + x) * Math.log((alpha + T) / (alpha + tx))
}

const softplus = (z: number) => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)))
