import { z } from 'zod'
import type { Effect } from './effects.ts'
import { type Fraction, hashOf, seeded } from './machine.ts'

/**
 * A crowd whose true answer to being reached is known: what a retrospective says can be held against it. Every person has
 * both answers within them from the beginning (would buy if left alone, would buy if reached), so the effect on any group of
 * people is not only expected but exact; which of the two is seen depends on whether they were reached.
 */
export const crowdTruth = z.object({
  /** Share of people who buy within the window when nobody reaches them. */
  rateWithout: z.number().min(0).max(1),
  /** Share of people who buy within the window when they were reached. Smaller than the other: reaching them does harm. */
  rateWith: z.number().min(0).max(1),
  /** How unlike people are: 0 all alike; at 1 some hardly ever buy and some often, around the same mean. */
  unlikeness: z.number().min(0).max(1).default(0),
  /** Median of an order, in minor units, and the spread of its logarithm. */
  orderMedian: z.number().positive(),
  orderSpread: z.number().min(0),
  windowMs: z.number().positive(),
})
export type CrowdTruth = z.input<typeof crowdTruth>
/** `from`: when the window begins, for a reached person the moment of the message. */
export type CrowdMember = { id: string; isReached: boolean; from: Date }
export type Purchase = { id: string; at: Date; amount: number; orderNo: string }

/** What the crowd buys. The same seed, person and truth give the same purchase, whoever else is in the crowd. */
export function crowdBuys(
  seed: number,
  truth: CrowdTruth,
  members: readonly CrowdMember[],
): Purchase[] {
  return members.flatMap(({ id, isReached, from }) => {
    const chance = seeded(hashOf(`${seed}:${id}`))
    const would = answersOf(truth, chance)
    if (!(isReached ? would.whenReached : would.alone)) return []
    const at = new Date(from.getTime() + Math.floor(chance() * truth.windowMs))
    const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
    const amount = Math.max(1, Math.round(truth.orderMedian * Math.exp(truth.orderSpread * normal)))
    return [{ id, at, amount, orderNo: `crowd-${seed}-${id}` }]
  })
}

/**
 * The true effect on these very people of reaching `share` of them: additional buyers per person. An estimate of the
 * intention to treat aims at this with the share that messages really reached, not with the share that was meant.
 */
export function trueEffect(
  seed: number,
  truth: CrowdTruth,
  ids: readonly string[],
  share = 1,
): number {
  const differences = ids.map((id) => {
    const would = answersOf(truth, seeded(hashOf(`${seed}:${id}`)))
    return Number(would.whenReached) - Number(would.alone)
  })
  return (share * differences.reduce((sum, one) => sum + one, 0)) / Math.max(1, ids.length)
}

/** One draw decides both answers, so that reaching somebody changes what they do and not who they are. */
function answersOf(
  { rateWithout, rateWith, unlikeness = 0 }: CrowdTruth,
  chance: Fraction,
): { alone: boolean; whenReached: boolean } {
  const draw = chance()
  const bent = 1 + unlikeness * (2 * chance() - 1)
  return { alone: draw < rateWithout * bent, whenReached: draw < rateWith * bent }
}

/** Whom mass messages really reached, and when first, by the log of effects. */
export function reachedIn(
  effects: readonly Effect[],
  { since, msgids }: { since: Date; msgids: readonly string[] | null },
): Map<string, Date> {
  const wanted = msgids && new Set(msgids)
  const reached = new Map<string, Date>()
  for (const effect of effects) {
    if (effect.kind !== 'mass_received' || effect.at < since) continue
    if (wanted && !wanted.has(effect.msgid)) continue
    if (!reached.has(effect.externalUserId)) reached.set(effect.externalUserId, effect.at)
  }
  return reached
}
