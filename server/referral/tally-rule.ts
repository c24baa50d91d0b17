/** A friend as far as promises go. */
export type TallyFriend = {
  cameAt: Date
  isCounted: boolean
  /** When they will have stayed long enough; null: an order is missing still. */
  dueAt: Date | null
  /** Somebody has to look first. */
  isSuspicious: boolean
}

/** What an inviter is to be promised for a tier; null: nothing. */
export type Promised = { holdUntil: Date | null; isFrozen: boolean } | null

/**
 * What is to be promised for so many friends: nothing below it; else held until the last of the friends who make it up has
 * stayed, and frozen when it takes a suspicious one. Friends without suspicion are counted first, so that a fake one hurts
 * nobody who has enough without it; then whoever counts soonest.
 * @param friends those who came and neither left nor were refused. Those who miss an order do not count yet.
 */
export function promisedFor(friends: readonly TallyFriend[], people: number): Promised {
  const inOrder = friends
    .filter(({ isCounted, dueAt }) => isCounted || dueAt !== null)
    .toSorted((a, b) => Number(a.isSuspicious) - Number(b.isSuspicious) || sooner(a, b))
    .slice(0, people)
  if (inOrder.length < people) return null
  const waiting = inOrder.flatMap(({ isCounted, dueAt }) => (isCounted || !dueAt ? [] : [dueAt]))
  const last = waiting.reduce<Date | null>((a, b) => (a && a > b ? a : b), null)
  return {
    holdUntil: last,
    isFrozen: inOrder.some(({ isSuspicious }) => isSuspicious),
  }
}

/** When a friend is sure, in milliseconds. */
function waitsUntil({ isCounted, dueAt }: TallyFriend): number {
  return isCounted ? Number.NEGATIVE_INFINITY : (dueAt?.getTime() ?? Number.POSITIVE_INFINITY)
}

function sooner(a: TallyFriend, b: TallyFriend): number {
  const [left, right] = [waitsUntil(a), waitsUntil(b)]
  return left === right ? 0 : left < right ? -1 : 1
}
