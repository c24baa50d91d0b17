import { lnGamma } from './distribution.ts'
import type { Evidence } from './referral-abuse.ts'

/** −log₁₀ p as a share of the way from where evidence begins to count to where it is full. */
export function strengthOf(p: number, [from, full]: Evidence): number {
  const evidence = -Math.log10(Math.max(p, Number.MIN_VALUE))
  return Math.max(0, Math.min(1, (evidence - from) / (full - from)))
}

/**
 * P(X ≤ count) for a beta-binomial X of n with the given mean share and correlation ρ between any two of the n:
 * α = share·(1 − ρ)/ρ, β = (1 − share)(1 − ρ)/ρ (Skellam 1948), summed from
 * P(0) = Γ(β + n)Γ(α + β)/(Γ(β)Γ(α + β + n)) and P(k + 1)/P(k) = (n − k)(α + k)/((k + 1)(β + n − k − 1)).
 */
export function fewAmongAlike(
  { n, count }: { n: number; count: number },
  { share, correlation }: { share: number; correlation: number },
): number {
  // At or above the mean nothing is few, and the sum would be long.
  if (!(share > 0) || count >= n * share) return 1
  if (share >= 1) return 0
  const size = (1 - correlation) / correlation
  const [alpha, beta] = [share * size, (1 - share) * size]
  let term = Math.exp(lnGamma(beta + n) + lnGamma(size) - lnGamma(beta) - lnGamma(size + n))
  let sum = term
  for (let k = 0; k < count; k++) {
    term *= ((n - k) * (alpha + k)) / ((k + 1) * (beta + n - k - 1))
    sum += term
  }
  return Math.min(1, sum)
}

/** P(X ≥ k), X Poisson: the first term in logs, the rest by ratio (they fall, as k is above the mean). */
export function atLeast(k: number, mean: number): number {
  if (k <= mean) return 1
  if (mean <= 0) return 0
  let term = Math.exp(k * Math.log(mean) - mean - lnGamma(k + 1))
  let sum = 0
  for (let i = k + 1; term > sum * 1e-12; i++) {
    sum += term
    term *= mean / i
  }
  return Math.min(1, sum)
}
