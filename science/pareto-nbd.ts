import type { Customer } from './bgnbd.ts'
import { lnGamma } from './distribution.ts'
import { gaussLegendre } from './quadrature.ts'

/**
 * Pareto/NBD (Schmittlein, Morrison & Colombo 1987): purchases at a rate λ ~ Gamma(r, rate α),
 * a lifetime that ends at a rate μ ~ Gamma(s, rate β), both per week.
 */
export type ParetoNbd = { r: number; alpha: number; s: number; beta: number }

/**
 * ln L of one customer: lnΓ(r+x) − lnΓ(r) + r ln α + s ln β
 * + ln[(α+T)^−(r+x) (β+T)^−s + s ∫_{tx}^{T} (α+τ)^−(r+x) (β+τ)^−(s+1) dτ].
 */
export function paretoNbdLogLikelihood(model: ParetoNbd, customer: Customer): number {
  const { r, alpha, s, beta } = model
  const { lnAlive, lnGone } = branches(model, customer)
  const constant = lnGamma(r + customer.x) - lnGamma(r) + r * Math.log(alpha) + s * Math.log(beta)
  const most = Math.max(lnAlive, lnGone)
  return constant + most + Math.log1p(Math.exp(Math.min(lnAlive, lnGone) - most))
}

/** P(the customer's lifetime has not ended at the cut). */
export function paretoNbdAlive(model: ParetoNbd, customer: Customer): number {
  const { lnAlive, lnGone } = branches(model, customer)
  return 1 / (1 + Math.exp(lnGone - lnAlive))
}

/**
 * Expected purchases in the `weeks` after the cut: P(alive) · (r+x)/(α+T) ·
 * (β+T)/(s−1) · [1 − ((β+T)/(β+T+t))^(s−1)], with its limit (β+T) ln((β+T+t)/(β+T)) at s = 1.
 */
export function paretoNbdExpected(model: ParetoNbd, customer: Customer, weeks: number): number {
  const { r, alpha, s, beta } = model
  const { x, T } = customer
  const grown = Math.log1p(weeks / (beta + T))
  const lifetime = Math.abs(s - 1) < 1e-9 ? grown : -Math.expm1(-(s - 1) * grown) / (s - 1)
  return paretoNbdAlive(model, customer) * ((r + x) / (alpha + T)) * (beta + T) * lifetime
}

/**
 * 64 nodes on a logarithm of time stay within 1e-11 up to x = 1500, where the published
 * hypergeometric form overflows.
 */
const { nodes, weights } = gaussLegendre(64)

/** ln of the two terms in the bracket: alive at the cut; gone somewhere between tx and the cut. */
function branches(model: ParetoNbd, { x, tx, T }: Customer): { lnAlive: number; lnGone: number } {
  const { r, alpha, s, beta } = model
  const n = r + x
  const lnAlive = -n * Math.log(alpha + T) - s * Math.log(beta + T)
  // Follow whichever factor changes faster: purchases as a rule; the lifetime when β is far below α.
  const byLifetime = x === 0 && beta < alpha
  const shift = byLifetime ? beta : alpha
  const decay = byLifetime ? s : n - 1
  const from = shift + tx
  const whole = Math.log((shift + T) / from)
  // Beyond e^-45 nothing is left to add.
  const span = decay > 0 ? Math.min(whole, 45 / decay) : whole
  const logs = nodes.map((node) => {
    const v = span * node
    const tau = from * Math.expm1(v) + tx
    return byLifetime
      ? -s * v - n * Math.log(alpha + tau)
      : -decay * v - (s + 1) * Math.log(beta + tau)
  })
  const most = logs.reduce((a, b) => Math.max(a, b))
  const sum = logs.reduce((total, log, i) => total + (weights[i] ?? 0) * Math.exp(log - most), 0)
  const lnIntegral = most + Math.log(span * sum) - decay * Math.log(from)
  return { lnAlive, lnGone: Math.log(s) + lnIntegral }
}
