/** How strong a tie is, from the weakest up (关系强度: 沉默, 弱, 中, 强). */
export const tieLevels = ['silent', 'weak', 'medium', 'strong'] as const
export type TieLevel = (typeof tieLevels)[number]

/** Where one level ends and the next begins; frozen with the snapshot that used it. */
export type TieCuts = {
  /** Chance from which on a tie is strong, and from which on it is medium. */
  strongFrom: number
  mediumFrom: number
  /** Who has not come for longer is silent, whatever their chance. */
  silentAfterDays: number
}

export const tieRule = {
  /** As many are strong as the brand can look after by name; where nobody has said, the nearest fifth. */
  strongShare: 0.2,
  /** A tie is weak where the chance is less than half of what it is on average. */
  weakBelow: 0.5,
  silentAfterDays: 180,
  /** Who has a level keeps it until the chance is a tenth below its cut: nobody flips with every snapshot. */
  hysteresis: 0.1,
} as const

/** Everybody, in one order. @param lastInboundDays days since they last came; NaN: never */
export type Nearness = { chance: Float64Array; lastInboundDays: Float64Array }

/** @param capacity how many people can be looked after by name; null: nobody has said. */
export function tieCuts({ chance, lastInboundDays }: Nearness, capacity: number | null): TieCuts {
  const { silentAfterDays, strongShare, weakBelow } = tieRule
  const awake = chance.filter((_, i) => isAwake(lastInboundDays[i], silentAfterDays)).sort()
  const n = awake.length
  if (n === 0) return { strongFrom: 1, mediumFrom: 1, silentAfterDays }
  const mean = awake.reduce((sum, one) => sum + one, 0) / n
  const places = Math.min(n, capacity ?? Math.ceil(n * strongShare))
  return {
    strongFrom: Math.max(mean, placesEnd(awake, places)),
    mediumFrom: weakBelow * mean,
    silentAfterDays,
  }
}

/** The lowest chance at which no more than `places` are at or above it; a crowd that shares the top stays together. */
function placesEnd(ascending: Float64Array, places: number): number {
  const n = ascending.length
  const top = ascending[n - 1] ?? 1
  if (places <= 0) return 1
  const at = ascending[n - places] ?? top
  if (ascending[n - places - 1] !== at) return at
  const above = ascending.find((one) => one > at)
  return above ?? top
}

const isAwake = (days: number | undefined, silentAfterDays: number) =>
  days !== undefined && days <= silentAfterDays

/**
 * Everybody's level as an index into {@link tieLevels}.
 * @param before the level of the snapshot before, the same way; 255: none.
 */
export function levelsOf(
  { chance, lastInboundDays }: Nearness,
  { strongFrom, mediumFrom, silentAfterDays }: TieCuts,
  before: Uint8Array,
): Uint8Array {
  const stay = 1 - tieRule.hysteresis
  const [silent, weak, medium, strong] = [0, 1, 2, 3]
  return Uint8Array.from(chance, (p, i) => {
    if (!isAwake(lastInboundDays[i], silentAfterDays)) return silent
    const was = before[i] ?? NO_LEVEL
    const had = (level: number) => was >= level && was !== NO_LEVEL
    if (p >= strongFrom || (had(strong) && p >= stay * strongFrom)) return strong
    return p >= mediumFrom || (had(medium) && p >= stay * mediumFrom) ? medium : weak
  })
}

/** Before the first snapshot. */
export const NO_LEVEL = 255
