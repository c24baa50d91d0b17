import { chiSquareUpper } from './distribution.ts'

/** Below this the division itself is broken, and no result of it may be read. One in a thousand sound ones is accused. */
export const SAMPLE_RATIO_ALPHA = 0.001

export type SampleRatio = { chiSquare: number; df: number; p: number; isBroken: boolean }

/** Whether people were divided as was meant (chi-square over the arms). @param weights in any unit */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio {
  const all = observed.reduce((sum, one) => sum + one, 0)
  const weight = weights.reduce((sum, one) => sum + one, 0)
  const df = observed.length - 1
  if (all === 0 || !(weight > 0)) return { chiSquare: 0, df, p: 1, isBroken: false }
  const chiSquare = observed.reduce((sum, one, i) => {
    const expected = (all * (weights[i] ?? 0)) / weight
    if (expected === 0) return one === 0 ? sum : Number.POSITIVE_INFINITY
    return sum + (one - expected) ** 2 / expected
  }, 0)
  const p = Number.isFinite(chiSquare) ? chiSquareUpper(chiSquare, df) : 0
  return { chiSquare, df, p, isBroken: p < SAMPLE_RATIO_ALPHA }
}
