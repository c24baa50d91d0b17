import { normalQuantile } from './distribution.ts'

export type Asked = { alpha?: number; power?: number }

function reach({ alpha = 0.05, power = 0.8 }: Asked): number {
  return normalQuantile(1 - alpha / 2) + normalQuantile(power)
}

/**
 * The smallest effect that a comparison of this precision would find with the given power.
 * @param standardError of the difference
 */
export function minimumDetectableEffect(standardError: number, asked: Asked = {}): number {
  return reach(asked) * standardError
}

/**
 * How many people both arms need together to find an effect of `effect` with the given power.
 * @param variance of one person's figure @param holdoutShare of all people
 */
export function peopleNeeded(
  { effect, variance, holdoutShare }: { effect: number; variance: number; holdoutShare: number },
  asked: Asked = {},
): number {
  const both = 1 / holdoutShare + 1 / (1 - holdoutShare)
  return (reach(asked) ** 2 * variance * both) / effect ** 2
}

/**
 * How many more people decide for certain between "no effect" and "an effect worth having": with so many the interval
 * is narrower than that effect, so that it must leave out one of the two. It falls with the root of the number.
 */
export function peopleMissing(
  interval: { lower: number; upper: number },
  { people, worthHaving }: { people: number; worthHaving: number },
): number {
  const width = interval.upper - interval.lower
  if (!(worthHaving > 0) || !(width > 0)) return 0
  return Math.max(0, Math.ceil(people * ((width / worthHaving) ** 2 - 1)))
}
