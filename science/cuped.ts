import { covarianceOf, meanOf, type PairedSums, type Sums, varianceOf } from './arm-sums.ts'
import {
  type Difference,
  differenceOfMeans,
  studentDifference,
  welchDegrees,
} from './difference.ts'

export type Cuped = {
  adjusted: Difference
  unadjusted: Difference
  /** How much of the past is taken off, the same in both arms. */
  theta: number
  /** Share of the variance of the difference that the past explains: printed, because often it is almost nothing. */
  varianceReduction: number
}

/**
 * The difference of means after taking off what each person's past explains (Deng, Xu, Kohavi and Walker 2013). One
 * theta for both arms, so that it cannot be chosen to please.
 */
export function cuped(control: PairedSums, treated: PairedSums, alpha = 0.05): Cuped {
  const unadjusted = differenceOfMeans(control.post, treated.post, alpha)
  const theta = pooledTheta(control, treated)
  const effect = unadjusted.effect - theta * (meanOf(treated.pre) - meanOf(control.pre))
  const ofControl = adjustedVariance(control, theta) / Math.max(1, control.post.n)
  const ofTreated = adjustedVariance(treated, theta) / Math.max(1, treated.post.n)
  const adjusted = studentDifference(effect, {
    standardError: Math.sqrt(ofControl + ofTreated),
    df: welchDegrees(
      { variance: ofControl, n: control.post.n },
      { variance: ofTreated, n: treated.post.n },
    ),
    alpha,
  })
  const before = unadjusted.standardError ** 2
  const varianceReduction = before > 0 ? 1 - adjusted.standardError ** 2 / before : 0
  return { adjusted, unadjusted, theta, varianceReduction }
}

/** Over everybody, as GrowthBook has it; 0 when nobody has a past. */
function pooledTheta(control: PairedSums, treated: PairedSums): number {
  const both: PairedSums = {
    post: added(control.post, treated.post),
    pre: added(control.pre, treated.pre),
    sumProducts: control.sumProducts + treated.sumProducts,
  }
  const spread = varianceOf(both.pre)
  return spread > 0 ? covarianceOf(both) / spread : 0
}

function added(one: Sums, other: Sums): Sums {
  return {
    n: one.n + other.n,
    sum: one.sum + other.sum,
    sumSquares: one.sumSquares + other.sumSquares,
  }
}

function adjustedVariance(arm: PairedSums, theta: number): number {
  const variance =
    varianceOf(arm.post) - 2 * theta * covarianceOf(arm) + theta ** 2 * varianceOf(arm.pre)
  return Math.max(0, variance)
}
