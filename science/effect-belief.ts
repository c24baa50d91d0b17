import { normalCdf, normalQuantile } from './distribution.ts'

/** What one may believe of an effect, given a normal prior of it. */
export type Belief = {
  mean: number
  deviation: number
  /** P(effect > 0). */
  chancePositive: number
  lower: number
  upper: number
  /** What is expected to be lost by doing it although it does not help, and by leaving it although it does. */
  lossIfDone: number
  lossIfLeft: number
}

/** @param prior null for no opinion */
export function beliefOf(
  { effect, standardError }: { effect: number; standardError: number },
  prior: { mean: number; deviation: number } | null = null,
  alpha = 0.05,
): Belief | null {
  if (!(standardError > 0)) return null
  const precision = 1 / standardError ** 2
  const priorPrecision = prior ? 1 / prior.deviation ** 2 : 0
  const deviation = Math.sqrt(1 / (precision + priorPrecision))
  const mean =
    (effect * precision + (prior?.mean ?? 0) * priorPrecision) / (precision + priorPrecision)
  const half = normalQuantile(1 - alpha / 2) * deviation
  const lossIfDone = expectedShortfall(mean, deviation)
  return {
    mean,
    deviation,
    chancePositive: normalCdf(mean / deviation),
    lower: mean - half,
    upper: mean + half,
    lossIfDone,
    lossIfLeft: lossIfDone + mean,
  }
}

/** E[max(0, −X)] of a normal X. */
function expectedShortfall(mean: number, deviation: number): number {
  const z = mean / deviation
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  return deviation * density - mean * normalCdf(-z)
}
