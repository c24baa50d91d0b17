/** One who takes part. Days may have fractions and count from any day; only differences matter. */
export type Participant = {
  id: string
  joinedAt: number
  /** Who invited them; null for those whom the brand itself reached. */
  parentId: string | null
  /** Held back as made up. */
  isFraud?: boolean
}

/** Who invited whom, by number: people in the order in which they came. */
export type Forest = {
  size: number
  /** The number of who invited them, −1 for a seed. */
  parent: Int32Array
  /** 0 for a seed, one more than the inviter's else. */
  generation: Int32Array
  /** The number of the seed at the root, which names the chain. */
  root: Int32Array
  /** Invitees seen so far. */
  children: Int32Array
  /** How long they could have been seen inviting: now − joined. */
  exposure: Float64Array
  /** Joined − inviter joined, NaN for a seed. */
  delay: Float64Array
  /** Invited by somebody unknown, not yet there or taken out: people, but nobody's invitees, and no seeds either. */
  orphans: number
}

/** Delays below this are clocks, not people; a logarithm needs something. */
const aSecond = 1 / 86_400

/**
 * Without those marked as made up where `isHonestOnly`: then neither they nor their invitations count, and whom they
 * invited is left without inviter. Who joins after `now` is not seen yet. Sorted by time, an inviter stands before their
 * invitees, so a ring cannot come about.
 */
export function forestOf(
  participants: readonly Participant[],
  { now, isHonestOnly }: { now: number; isHonestOnly: boolean },
): Forest {
  const people = participants
    .filter(({ joinedAt, isFraud }) => joinedAt <= now && !(isHonestOnly && isFraud))
    .sort((a, b) => a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : 1))
  const size = people.length
  const forest: Forest = {
    size,
    parent: new Int32Array(size).fill(-1),
    generation: new Int32Array(size),
    root: new Int32Array(size),
    children: new Int32Array(size),
    exposure: new Float64Array(size),
    delay: new Float64Array(size).fill(Number.NaN),
    orphans: 0,
  }
  const numbers = new Map<string, number>()
  for (const [i, { id, joinedAt, parentId }] of people.entries()) {
    forest.exposure[i] = now - joinedAt
    forest.root[i] = i
    const parent = parentId === null ? undefined : numbers.get(parentId)
    if (parent !== undefined) {
      forest.parent[i] = parent
      forest.generation[i] = (forest.generation[parent] ?? 0) + 1
      forest.root[i] = forest.root[parent] ?? i
      forest.children[parent] = (forest.children[parent] ?? 0) + 1
      forest.delay[i] = Math.max(aSecond, joinedAt - (people[parent]?.joinedAt ?? joinedAt))
    } else if (parentId !== null) {
      // The second generation at least: counted among the invited, since no brand reached them.
      forest.generation[i] = 1
      forest.orphans++
    }
    numbers.set(id, i)
  }
  return forest
}
