const HOURS = 24
/** A reaction just before eight and one just after are of one habit. */
const NEAR = [0.25, 0.5, 0.25] as const
/** What smoothing lends from the neighbours makes each reaction count for more: the sum of the squared weights is what is left. */
const POOLED = NEAR.reduce((sum, weight) => sum + weight * weight, 0)
/** So many reactions weigh as much as everybody's hours, where nothing tells how much people differ; and at most. */
const USUAL_STRENGTH = 8
const STRENGTH_MAX = 200
/** Below this nobody's habit shows: five reactions fall together somewhere for almost everybody. */
const OWN_MIN = 5
const DAYS_MIN = 3

/** Reactions by hour of the day: `hours[20]` are those from 20:00 to 20:59, each hour of each day counted once. */
export type Reactions = { hours: readonly number[]; days: number }

/** @property alike the chance that two reactions of one person fall into the same hour; null: nobody has two. */
export type UsualHours = { hours: readonly number[]; alike: number | null }

/** @property near of the reactions so many fell into the hour or the one before or after it. */
export type BestHour =
  | { known: true; hour: number; reactions: number; near: number }
  | { known: false; reactions: number }

/**
 * The hour at which somebody reacts most, drawn toward everybody's hours by how little they have reacted and how little people
 * differ: the mean of a Dirichlet distribution whose prior is everybody's share of each hour, both smoothed over neighbouring hours
 * round the clock. The prior's strength is learned: of two reactions of one person, by chance (1 + K p²) / (1 + K) are of one hour.
 * @param allowed hours at which something may be sent; of the others none is ever named.
 * @returns not known: too few reactions, or on too few days, or no hour is allowed.
 */
export function bestHour(
  own: Reactions,
  usual: UsualHours,
  allowed: (hour: number) => boolean,
): BestHour {
  const reactions = total(own.hours)
  const isEnough = reactions >= OWN_MIN && own.days >= DAYS_MIN
  const candidates = hoursOfDay.filter(allowed)
  if (!isEnough || candidates.length === 0) return { known: false, reactions }
  const mine = smoothed(own.hours)
  const all = smoothed(usual.hours)
  const people = total(usual.hours)
  const strength = strengthOf(usual)
  const score = (hour: number) => {
    const share = people > 0 ? (all[hour] ?? 0) / people : 1 / HOURS
    return ((mine[hour] ?? 0) + strength * share) / (reactions + strength)
  }
  const hour = candidates.reduce((best, one) => (score(one) > score(best) ? one : best))
  const near = [hour - 1, hour, hour + 1].reduce((sum, one) => sum + at(own.hours, one), 0)
  return { known: true, hour, reactions, near }
}

/** How many reactions weigh as much as everybody's hours: the less people differ, the more. */
function strengthOf({ hours, alike }: UsualHours): number {
  const people = total(hours)
  if (alike === null || people === 0) return USUAL_STRENGTH
  const byChance = hours.reduce((sum, one) => sum + (one / people) ** 2, 0)
  if (alike <= byChance) return STRENGTH_MAX
  return Math.min(STRENGTH_MAX, (POOLED * (1 - alike)) / (alike - byChance))
}

const hoursOfDay = Array.from({ length: HOURS }, (_, hour) => hour)

function smoothed(hours: readonly number[]): number[] {
  return hoursOfDay.map((hour) =>
    NEAR.reduce((sum, weight, i) => sum + weight * at(hours, hour + i - 1), 0),
  )
}

function at(hours: readonly number[], hour: number): number {
  return hours[(hour + HOURS) % HOURS] ?? 0
}

function total(hours: readonly number[]): number {
  return hours.reduce((sum, one) => sum + one, 0)
}
