import { meanOf, type Sums, varianceOf } from './arm-sums.ts'
import { normalCdf, normalQuantile, tCdf, tQuantile } from './distribution.ts'

/** Treatment minus control with its interval. */
export type Difference = {
  effect: number
  standardError: number
  /** Degrees of freedom; infinite where the normal law is used. */
  df: number
  /** Two-sided. */
  p: number
  lower: number
  upper: number
}

/** Difference of two means, variances not assumed equal (Welch 1947). */
export function differenceOfMeans(control: Sums, treated: Sums, alpha = 0.05): Difference {
  const effect = meanOf(treated) - meanOf(control)
  const ofControl = control.n > 0 ? varianceOf(control) / control.n : 0
  const ofTreated = treated.n > 0 ? varianceOf(treated) / treated.n : 0
  return studentDifference(effect, {
    standardError: Math.sqrt(ofControl + ofTreated),
    df: welchDegrees({ variance: ofControl, n: control.n }, { variance: ofTreated, n: treated.n }),
    alpha,
  })
}

/**
 * The rise in relation to the control group's mean, by the delta method. Null when control has no mean to relate to.
 * The degrees of freedom are those of the absolute difference, as GrowthBook has them.
 */
export function relativeLift(control: Sums, treated: Sums, alpha = 0.05): Difference | null {
  const base = meanOf(control)
  if (base === 0 || control.n < 2 || treated.n < 2) return null
  const mean = meanOf(treated)
  const ofControl = varianceOf(control) / control.n
  const ofTreated = varianceOf(treated) / treated.n
  const variance = ofTreated / base ** 2 + (ofControl * mean ** 2) / base ** 4
  const df = welchDegrees(
    { variance: ofControl, n: control.n },
    { variance: ofTreated, n: treated.n },
  )
  const standardError = Math.sqrt(variance)
  return studentDifference((mean - base) / base, { standardError, df, alpha })
}

/** Of `n` people `count` did it. */
export type Count = { n: number; count: number }

/**
 * Difference of two shares: Newcombe's interval from two Wilson intervals (1998, method 10), which stays honest for the
 * rare things that harm is made of, and the pooled z-test.
 */
export function differenceOfShares(control: Count, treated: Count, alpha = 0.05): Difference {
  const [a, b] = [shareOf(treated), shareOf(control)]
  const effect = a - b
  const all = treated.n + control.n
  const pooled = all > 0 ? (treated.count + control.count) / all : 0
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / treated.n + 1 / control.n))
  const z = pooledError > 0 ? effect / pooledError : 0
  const [low, high] = [wilson(treated, alpha), wilson(control, alpha)]
  return {
    effect,
    standardError: Math.sqrt((a * (1 - a)) / treated.n + (b * (1 - b)) / control.n),
    df: Number.POSITIVE_INFINITY,
    p: 2 * normalCdf(-Math.abs(z)),
    lower: effect - Math.hypot(a - low.lower, high.upper - b),
    upper: effect + Math.hypot(low.upper - a, b - high.lower),
  }
}

/** Wilson's interval of a share (1927). */
export function wilson({ n, count }: Count, alpha = 0.05): { lower: number; upper: number } {
  if (n === 0) return { lower: 0, upper: 1 }
  const z = normalQuantile(1 - alpha / 2)
  const share = count / n
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half =
    (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return {
    lower: count === 0 ? 0 : Math.max(0, middle - half),
    upper: count === n ? 1 : Math.min(1, middle + half),
  }
}

function shareOf({ n, count }: Count): number {
  return n === 0 ? 0 : count / n
}

type Part = { variance: number; n: number }

/** Welch's and Satterthwaite's degrees of freedom from the variances of two means. */
export function welchDegrees(control: Part, treated: Part): number {
  const below =
    control.variance ** 2 / Math.max(1, control.n - 1) +
    treated.variance ** 2 / Math.max(1, treated.n - 1)
  return below > 0 ? (control.variance + treated.variance) ** 2 / below : 1
}

/** Test and interval of an effect by Student's t. Without any spread nothing is known: p is 1 and the interval a point. */
export function studentDifference(
  effect: number,
  { standardError, df, alpha }: { standardError: number; df: number; alpha: number },
): Difference {
  if (!(standardError > 0)) {
    return { effect, standardError: 0, df, p: 1, lower: effect, upper: effect }
  }
  const half = tQuantile(1 - alpha / 2, df) * standardError
  return {
    effect,
    standardError,
    df,
    p: 2 * tCdf(-Math.abs(effect / standardError), df),
    lower: effect - half,
    upper: effect + half,
  }
}
