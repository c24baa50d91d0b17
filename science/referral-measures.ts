import { wilson } from './difference.ts'

/** Below these a measure is not told. */
export const enoughForMeasures = {
  inviters: 10,
  people: 30,
  retained: 5,
} as const

export type Unevenness =
  | { state: 'not_enough_evidence'; needed: number; inviters: number }
  | { state: 'known'; inviters: number; topShare: number; gini: number }

/**
 * How much hangs on a few: the share of all invitees whom the top tenth of inviters brought (the tenth counted up to a
 * whole person), and Gini's coefficient G = Σ_i (2i − n − 1)·x_i / (n·Σx) of invitees x in rising order, among those who
 * invited anybody: 0 when all brought the same, towards 1 when one brought all.
 * @param invitees per participant; those who invited nobody are left out
 */
export function unevenness(invitees: readonly number[]): Unevenness {
  const counts = invitees.filter((count) => count > 0).sort((a, b) => a - b)
  const inviters = counts.length
  if (inviters < enoughForMeasures.inviters)
    return { state: 'not_enough_evidence', needed: enoughForMeasures.inviters, inviters }
  const total = counts.reduce((sum, count) => sum + count, 0)
  const top = counts.slice(-Math.ceil(inviters / 10)).reduce((sum, count) => sum + count, 0)
  const ranked = counts.reduce((sum, count, i) => sum + (2 * (i + 1) - inviters - 1) * count, 0)
  return { state: 'known', inviters, topShare: top / total, gini: ranked / (inviters * total) }
}

/** A share with Wilson's interval. */
type Share = { value: number; low: number; high: number }

export type SharingTimesConversion =
  | { state: 'not_enough_evidence'; needed: number; people: number; opened: number }
  | { state: 'known'; invitationsPerPerson: number; conversion: Share; product: number }

/**
 * The other way to take K apart: K = i × c, invitations opened per participant times the share of these who were added.
 * Says which of the two is weak: a poster that nobody passes on, or a page that nobody follows. The product is the naive
 * K (what is on its way is in neither), so it stands beside the corrected one and not for it.
 */
export function sharingTimesConversion(counted: {
  people: number
  opened: number
  added: number
}): SharingTimesConversion {
  const { people, opened } = counted
  const added = Math.min(counted.added, opened)
  if (people < enoughForMeasures.people || opened < enoughForMeasures.people)
    return { state: 'not_enough_evidence', needed: enoughForMeasures.people, people, opened }
  const { lower, upper } = wilson({ n: opened, count: added })
  const value = added / opened
  const invitationsPerPerson = opened / people
  return {
    state: 'known',
    invitationsPerPerson,
    conversion: { value, low: lower, high: upper },
    product: invitationsPerPerson * value,
  }
}

export type CostPerRetained =
  | { state: 'not_enough_evidence'; needed: number; retained: number }
  | { state: 'known'; fen: number; lowFen: number; highFen: number; perInviteeFen: number }

/**
 * What one invitee who stayed has cost, everything spent (rewards, posters, messages) over those who stayed, with the
 * interval that the share of stayers leaves open (Wilson). Beside it what one invitee costs, which flatters every
 * campaign whose people leave.
 */
export function costPerRetained(counted: {
  spentFen: number
  invitees: number
  retained: number
}): CostPerRetained {
  const { spentFen, invitees, retained } = counted
  if (retained < enoughForMeasures.retained)
    return { state: 'not_enough_evidence', needed: enoughForMeasures.retained, retained }
  const { lower, upper } = wilson({ n: invitees, count: retained })
  return {
    state: 'known',
    fen: Math.round(spentFen / retained),
    lowFen: Math.round(spentFen / (invitees * upper)),
    highFen: Math.round(spentFen / (invitees * lower)),
    perInviteeFen: Math.round(spentFen / invitees),
  }
}
