import { type Chance, drawGamma, drawPoisson } from './draw.ts'
import type { Factor } from './referral.ts'
import type { Participant } from './referral-forest.ts'

/** A campaign whose laws are known, because it is made by them. */
export type Laws = {
  seeds: number
  /** Seeds come evenly over so many days. */
  seedDays: number
  kSeeds: number
  kInvited: number
  dispersion: number
  delay: { shape: number; mean: number }
  /** People who would come later than this are not made. */
  until: number
  /** Of the honest, so many (as a share) let a farm hang fakes on them: each brings ten who invite nobody. */
  corrupted?: number
}

/** Negative binomial invitees (a gamma-mixed Poisson), gamma delays, each person independent of all others. */
export function simulated(laws: Laws, chance: Chance): Participant[] {
  const people: Participant[] = []
  const born: { id: string; at: number; k: number }[] = []
  const join = (at: number, parentId: string | null) => {
    const id = `p${people.length}`
    people.push({ id, joinedAt: at, parentId })
    born.push({ id, at, k: parentId === null ? laws.kSeeds : laws.kInvited })
  }
  for (let i = 0; i < laws.seeds; i++) join((laws.seedDays * i) / laws.seeds, null)
  for (let next = born.pop(); next && people.length < 200_000; next = born.pop()) {
    const eager = (next.k * drawGamma(chance, laws.dispersion)) / laws.dispersion
    const invitees = drawPoisson(chance, eager)
    for (let j = 0; j < invitees; j++) {
      const { shape, mean } = laws.delay
      const at = next.at + (mean * drawGamma(chance, shape)) / shape
      if (at <= laws.until) join(at, next.id)
    }
  }
  const fakes = people.flatMap(({ id, joinedAt }) =>
    chance.fraction() >= (laws.corrupted ?? 0)
      ? []
      : Array.from({ length: 10 }, (_, i) => ({
          id: `${id}-fake${i}`,
          joinedAt: joinedAt + chance.fraction() * 0.5,
          parentId: id,
          isFraud: true,
        })),
  )
  return [...people, ...fakes.filter(({ joinedAt }) => joinedAt <= laws.until)]
}

export function told(factor: Factor): Extract<Factor, { state: 'known' }> {
  if (factor.state !== 'known') throw new Error(`not told: ${factor.lacking}`)
  return factor
}

export const holds = ({ low, high }: { low: number; high: number }, truth: number) =>
  low <= truth && truth <= high
