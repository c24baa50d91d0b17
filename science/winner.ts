import { confidenceSequence } from './confidence-sequence.ts'
import { differenceOfShares } from './difference.ts'

/** Of the people of an arm whose time is over so many did what counts. */
export type ArmCount = { id: string; people: number; reacted: number }

/** Below this a share is a matter of single people, and the normal law behind the sequence does not hold. */
const REACTED_MIN = 10

/** The best arm against another: how much larger its share is, with an interval that holds however often one looks. */
export type Against = { arm: string; effect: number; lower: number; upper: number }

export type Winner =
  | { says: 'winner'; arm: string; against: Against[] }
  /** @property arm the best so far. */
  | { says: 'not_sure'; arm: string; against: Against[] }
  /** @property lacking so many people are missing in the smallest arm. */
  | { says: 'too_few'; lacking: number }
  | { says: 'too_rare'; reacted: number }

/**
 * Which of several arms wins: only when its share is larger than each other's by an always-valid interval, so that it may be asked
 * at any time and as often as one likes. All pairs share the error, since the best is chosen after looking.
 * @param least people whom each arm needs before anything is said.
 */
export function winnerOf(
  arms: readonly ArmCount[],
  { least, alpha = 0.05 }: { least: number; alpha?: number },
): Winner {
  const smallest = Math.min(...arms.map(({ people }) => people))
  if (smallest < least) return { says: 'too_few', lacking: least - smallest }
  const share = ({ people, reacted }: ArmCount) => (people > 0 ? reacted / people : 0)
  const best = arms.reduce((first, arm) => (share(arm) > share(first) ? arm : first))
  if (best.reacted < REACTED_MIN) return { says: 'too_rare', reacted: best.reacted }
  const pairs = (arms.length * (arms.length - 1)) / 2
  const against = arms
    .filter((arm) => arm !== best)
    .map((arm): Against => {
      const { effect, standardError } = differenceOfShares(countOf(arm), countOf(best))
      const people = arm.people + best.people
      const tuned = { alpha: alpha / pairs, tunedFor: 2 * least }
      const { lower, upper } = confidenceSequence({ effect, standardError }, people, tuned)
      return { arm: arm.id, effect, lower, upper }
    })
  const holds = against.every(({ lower }) => lower > 0)
  return { says: holds ? 'winner' : 'not_sure', arm: best.id, against }
}

function countOf({ people, reacted }: ArmCount) {
  return { n: people, count: reacted }
}
