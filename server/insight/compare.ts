import type { Comparison } from '../../contract/retrospective.ts'
import { meanOf, pairedSums, type Sums, sumsOf } from '../../science/arm-sums.ts'
import { type Cuped, cuped } from '../../science/cuped.ts'
import {
  type Count,
  type Difference,
  differenceOfMeans,
  differenceOfShares,
} from '../../science/difference.ts'
import { normalCdf, tQuantile } from '../../science/distribution.ts'

/** Values of the two arms. */
export type Arms = { control: Float64Array; treated: Float64Array }

/** How wide an interval is, in standard errors of a normal law: 1.96 for a single look, more for who looks more often. */
export type Width = { multiple: number }

/** Bounds this far out are as good as none: the quantile of a t law would be endless. */
const MULTIPLE_MAX = 8

/** Splits a column by arm. @param which leaves out people by their index */
export function byArm(
  column: ArrayLike<number>,
  isControl: Uint8Array,
  which: (i: number) => boolean = () => true,
): Arms {
  const control: number[] = []
  const treated: number[] = []
  for (let i = 0; i < isControl.length; i++) {
    if (!which(i)) continue
    if (isControl[i]) control.push(column[i] ?? 0)
    else treated.push(column[i] ?? 0)
  }
  return { control: Float64Array.from(control), treated: Float64Array.from(treated) }
}

/** The plain difference of two arms. */
export function compared({ control, treated }: Arms, width: Width): Comparison {
  const [a, b] = [sumsOf(control), sumsOf(treated)]
  return shown(differenceOfMeans(a, b), { control: a, treated: b }, width)
}

/** The difference after taking off what the past explains, and the plain one. */
export function adjusted(
  post: Arms,
  past: Arms,
  width: Width,
): Comparison & { found: Cuped; standardError: number } {
  const control = pairedSums(post.control, past.control)
  const treated = pairedSums(post.treated, past.treated)
  const found = cuped(control, treated)
  return {
    ...shown(found.adjusted, { control: control.post, treated: treated.post }, width),
    found,
    standardError: found.adjusted.standardError,
  }
}

/** Shares of people, for what is rare. */
export function comparedShares(
  { control, treated }: { control: Count; treated: Count },
  alpha: number,
): Comparison {
  const { effect, lower, upper, p } = differenceOfShares(control, treated, alpha)
  const share = ({ n, count }: Count) => (n === 0 ? 0 : count / n)
  return { control: share(control), treated: share(treated), effect, lower, upper, p }
}

/** An interval of the asked width: a normal multiple becomes the t law's for the same error. */
export function intervalOf(
  { effect, standardError, df }: Pick<Difference, 'effect' | 'standardError' | 'df'>,
  { multiple }: Width,
): { lower: number; upper: number } {
  const times =
    multiple < MULTIPLE_MAX && Number.isFinite(df) ? tQuantile(normalCdf(multiple), df) : multiple
  return { lower: effect - times * standardError, upper: effect + times * standardError }
}

function shown(
  difference: Difference,
  { control, treated }: { control: Sums; treated: Sums },
  width: Width,
): Comparison {
  const { effect, p } = difference
  return {
    control: meanOf(control),
    treated: meanOf(treated),
    effect,
    ...intervalOf(difference, width),
    p,
  }
}
