import type { Customer } from './bgnbd.ts'
import { lnGamma } from './distribution.ts'
import { betaTail, expectedSeries } from './survival-series.ts'

/**
 * MBG/CNBD-k (Platzer 2008; Reutterer, Platzer & Schröder 2021, IJRM 38(1)): gaps are Erlang-k, so
 * k > 1 means customers buy by a clock; one may leave after any purchase, the first included.
 * k = 1 is MBG/NBD (Batislam et al. 2007; Hoppe & Wagner 2007).
 */
export type MbgCnbd = { k: number; r: number; alpha: number; a: number; b: number }

/**
 * ln L of one customer. With n = r+kx and c_j = Γ(n+j)/(Γ(n) j!) · ((T−tx)/(α+T))^j:
 * (k−1)·Σ ln(gap) − x lnΓ(k) + lB(a, b+x+1) − lB(a, b) + lnΓ(n) − lnΓ(r) + r ln α − n ln(α+T)
 * + ln[Σ_{j<k} c_j + (a/(b+x)) ((α+T)/(α+tx))^n].
 *
 * @param sumLogGaps Σ ln(gap in weeks); without it the constant (k−1)·Σ ln(gap) is left out, which
 *   matters only when different k are compared
 */
export function mbgCnbdLogLikelihood(model: MbgCnbd, customer: Customer, sumLogGaps = 0): number {
  const { k, r, alpha, a, b } = model
  const { x, T } = customer
  const n = r + k * x
  const beta = lnGamma(b + x + 1) - lnGamma(a + b + x + 1) - lnGamma(b) + lnGamma(a + b)
  const gamma = lnGamma(n) - lnGamma(r) - x * lnGamma(k)
  const rate = -k * x * Math.log(alpha + T) - r * Math.log1p(T / alpha)
  const { lnAlive, lnGone } = silence(model, customer)
  return (k - 1) * sumLogGaps + beta + gamma + rate + lnSum(lnAlive, lnGone)
}

/** P(the customer has not left at the cut). */
export function mbgCnbdAlive(model: MbgCnbd, customer: Customer): number {
  const { lnAlive, lnGone } = silence(model, customer)
  return 1 / (1 + Math.exp(lnGone - lnAlive))
}

/**
 * Expected purchases in the `weeks` after the cut, exact (BTYDplus approximates and rescales):
 * P(alive) · Σ_{j<k} w_j Σ_{i≥1} B(a, b+x+i)/B(a, b+x+1) · I_y(ik−j, n+j), where w_j is the weight
 * of the hidden Erlang stage j.
 */
export function mbgCnbdExpected(model: MbgCnbd, customer: Customer, weeks: number): number {
  const { k, r, alpha, a, b } = model
  const n = r + k * customer.x
  const y = weeks / (alpha + customer.T + weeks)
  let sum = 0
  for (const [j, weight] of stages(model, customer).weights.entries()) {
    sum += weight * expectedSeries({ a, b: b + customer.x + 1, n: n + j, y, k, j })
  }
  return mbgCnbdAlive(model, customer) * sum
}

/** P(next purchase within `weeks` | alive at the cut) = Σ_{j<k} w_j · I_y(k−j, n+j). */
export function mbgCnbdNext(model: MbgCnbd, customer: Customer, weeks: number): number {
  const { k, r, alpha } = model
  const n = r + k * customer.x
  const y = weeks / (alpha + customer.T + weeks)
  let sum = 0
  for (const [j, weight] of stages(model, customer).weights.entries()) {
    sum += weight * betaTail(k - j, n + j, y)
  }
  return sum
}

/** The two ways to be silent since tx: alive in some stage (Σ c_j), or gone. In logs. */
function silence(model: MbgCnbd, customer: Customer): { lnAlive: number; lnGone: number } {
  const { k, r, alpha, a, b } = model
  const { x, tx, T } = customer
  const n = r + k * x
  const lnGone = Math.log(a / (b + x)) + n * Math.log((alpha + T) / (alpha + tx))
  return { lnAlive: stages(model, customer).lnSum, lnGone }
}

/** Stage weights w_j = c_j / Σ c, and ln Σ c; the largest c_j is kept at 1 so that nothing overflows. */
function stages({ k, r, alpha }: MbgCnbd, { x, tx, T }: Customer) {
  const n = r + k * x
  const lnU = Math.log((T - tx) / (alpha + T))
  const logs = [0]
  for (let j = 1; j < k; j++) logs.push((logs[j - 1] ?? 0) + Math.log((n + j - 1) / j) + lnU)
  const most = Math.max(...logs)
  const scaled = logs.map((log) => Math.exp(log - most))
  const total = scaled.reduce((sum, c) => sum + c, 0)
  return { weights: scaled.map((c) => c / total), lnSum: most + Math.log(total) }
}

const lnSum = (a: number, b: number) =>
  a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b))
