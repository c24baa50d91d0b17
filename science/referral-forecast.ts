import { normalQuantile } from './distribution.ts'
import { type Chance, drawGamma, drawNormal, drawPoisson } from './draw.ts'
import type { Factor, Lacking, ReferralFactor } from './referral.ts'
import { type Delay, gammaOf, tableOf } from './referral-delay.ts'
import { type Forest, forestOf, type Participant } from './referral-forest.ts'

/** People who will have joined between now and the end of that day, with what chance leaves open. */
export type ForecastDay = { day: number; low: number; middle: number; high: number }
export type Forecast =
  | { state: 'not_enough_evidence'; lacking: Lacking }
  | {
      state: 'known'
      days: ForecastDay[]
      level: number
      /** Some futures grew beyond `mostPeople` and were counted as that many from there on. */
      isCutOff: boolean
    }

/** Bounds of the work: futures, delays that could be, steps of time and days in each, groups of people of one age, people in one future. */
const futures = 300
const scenarios = 15
const mostSteps = 400
const mostDays = 366
const mostGroups = 32
const mostPeople = 1_000_000

/**
 * How a campaign goes on: a branching process played forward `futures` times. Each future has a K of its own, drawn from
 * what is known of K (so doubt about K widens the forecast, not only chance). Who has had m of the μ = K·F invitees that
 * were due has an own rate λ ~ Gamma(κ + m, κ/K + F) (gamma-Poisson conjugacy): who has brought many will bring more, who
 * has had a week and brought nobody, hardly. Still to come are Poisson(λ(1 − F)), at the rest of the delay. New people
 * start with λ ~ Gamma(κ, κ/K). Sums of gammas of one rate are gammas, so a whole age group is one draw.
 */
export function growthForecast(
  participants: readonly Participant[],
  asked: {
    now: number
    factor: ReferralFactor
    horizonDays: number
    chance: Chance
    /** What the brand itself will go on reaching per day; 0 if it stops. */
    seedsPerDay?: number
    level?: number
  },
): Forecast {
  const { factor, now, chance, seedsPerDay = 0, level = 0.8 } = asked
  const horizonDays = Math.min(mostDays, asked.horizonDays)
  const { honest, delay: known, growth } = factor
  if (honest.state !== 'known') return { state: 'not_enough_evidence', lacking: honest.lacking }
  if (!known || !growth) return { state: 'not_enough_evidence', lacking: 'too_few_people' }
  const forest = forestOf(participants, { now, isHonestOnly: true })
  const stepsPerDay = Math.max(
    1,
    Math.min(Math.floor(mostSteps / horizonDays), Math.ceil(5 / known.cycle.median)),
  )
  const plans = delaysThatCouldBe(known, chance).map((delay): Plan => {
    const shareBy = tableOf(delay, (forest.exposure[0] ?? 0) + horizonDays)
    return {
      groups: groupsOf(forest, shareBy, { stepsPerDay, horizonDays }),
      lags: lagsOf(shareBy, { stepsPerDay, horizonDays }),
      // Poisson is a negative binomial with a large κ.
      dispersion: Math.min(1_000, growth.dispersion),
      seedsPerStep: seedsPerDay / stepsPerDay,
      stepsPerDay,
    }
  })
  const seeds = factorsOf(plans, { isSeeds: true, told: factor.seeds, honest })
  const invited = factorsOf(plans, { isSeeds: false, told: factor.invited, honest })
  const all = Array.from({ length: futures }, (_, i) => {
    const [plan = plans[0]] = [plans[i % plans.length]]
    return plan
      ? future(plan, { seeds: seeds(plan, chance), invited: invited(plan, chance), chance })
      : []
  })
  const tail = (1 - level) / 2
  const days = Array.from({ length: horizonDays }, (_, day) => {
    const sorted = all.map((counts) => counts[day] ?? 0).sort((a, b) => a - b)
    const at = (p: number) => sorted[Math.round(p * (futures - 1))] ?? 0
    return { day: day + 1, low: at(tail), middle: at(0.5), high: at(1 - tail) }
  })
  return {
    state: 'known',
    days,
    level,
    isCutOff: all.some((counts) => counts.at(-1) === mostPeople),
  }
}

/** The delay as it could be too, where it was told from inside: normal in (ln shape, ln mean). Else as it was given. */
function delaysThatCouldBe(
  { delay, covariance }: NonNullable<ReferralFactor['delay']>,
  chance: Chance,
): Delay[] {
  if (delay.kind !== 'gamma' || !covariance) return [delay]
  const [[aa = 0, ab = 0] = [], [, bb = 0] = []] = covariance
  const one = Math.sqrt(aa)
  const across = one > 0 ? ab / one : 0
  const two = Math.sqrt(Math.max(0, bb - across * across))
  return Array.from({ length: scenarios }, () => {
    const [x, y] = [drawNormal(chance), drawNormal(chance)]
    const [shape, mean] = [one * x, across * x + two * y].map((z) => Math.max(-2, Math.min(2, z)))
    return gammaOf(Math.log(delay.shape) + (shape ?? 0), Math.log(delay.mean) + (mean ?? 0))
  })
}

/**
 * K's that could be true under each delay. A slower delay means that more are still on the way, so K goes with it: its
 * middle is M/ΣF of that delay. What is left of K's own doubt after the part that comes from the delay is drawn: normal in
 * ln K, with each side as wide as the interval's.
 */
function factorsOf(
  plans: Plan[],
  { isSeeds, told, honest }: { isSeeds: boolean; told: Factor; honest: KnownFactor },
): (plan: Plan, chance: Chance) => number {
  const isOwn = told.state === 'known'
  const factor = isOwn ? told : honest
  const middles = new Map(
    plans.map((plan) => {
      const mine = plan.groups.filter((group) => !isOwn || group.isSeeds === isSeeds)
      const invitees = mine.reduce((sum, group) => sum + group.invitees, 0)
      return [plan, invitees / mine.reduce((sum, of) => sum + of.people * of.reached, 1e-9)]
    }),
  )
  const logs = [...middles.values()].map((k) => Math.log(Math.max(1e-9, k)))
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const byDelay = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length
  const ownShare = factor.error > 0 ? Math.sqrt(Math.max(0, 1 - byDelay / factor.error ** 2)) : 1
  return (plan, chance) => (middles.get(plan) ?? 0) * couldBe(factor, ownShare, chance)
}

type KnownFactor = Extract<Factor, { state: 'known' }>

/** A true K in relation to the estimate. */
function couldBe({ value, low, high, level }: KnownFactor, share: number, chance: Chance): number {
  const z = drawNormal(chance)
  const reach = (share * Math.abs(z)) / normalQuantile((1 + level) / 2)
  const bound = z < 0 ? low : high
  return value > 0 && bound > 0 ? Math.exp(reach * Math.log(bound / value)) : 1
}

/** People of one kind and age: Σ(κ + m) needs their number and invitees; `rest[j]` is F's mass in step j from now. */
type AgeGroup = {
  isSeeds: boolean
  people: number
  invitees: number
  reached: number
  rest: Float64Array
}
type Plan = {
  groups: AgeGroup[]
  /** The share of somebody's invitees who come so many steps after them; those of the same step in the next. */
  lags: Float64Array
  dispersion: number
  seedsPerStep: number
  stepsPerDay: number
}
type Steps = { stepsPerDay: number; horizonDays: number }

function groupsOf(
  forest: Forest,
  shareBy: (t: number) => number,
  { stepsPerDay, horizonDays }: Steps,
): AgeGroup[] {
  return [true, false].flatMap((isSeeds) => {
    // In order of joining, so by age.
    const mine = Array.from({ length: forest.size }, (_, i) => i).filter(
      (i) => (forest.generation[i] === 0) === isSeeds,
    )
    const count = Math.min(mostGroups, mine.length)
    return Array.from({ length: count }, (_, g) => {
      const from = Math.floor((g * mine.length) / count)
      const members = mine.slice(from, Math.floor(((g + 1) * mine.length) / count))
      const sum = (of: ArrayLike<number>) => members.reduce((all, i) => all + (of[i] ?? 0), 0)
      const age = sum(forest.exposure) / members.length
      const at = (step: number) => shareBy(age + step / stepsPerDay)
      return {
        isSeeds,
        people: members.length,
        invitees: sum(forest.children),
        reached: at(0),
        rest: Float64Array.from({ length: horizonDays * stepsPerDay }, (_, j) => at(j + 1) - at(j)),
      }
    })
  })
}

function lagsOf(shareBy: (t: number) => number, { stepsPerDay, horizonDays }: Steps): Float64Array {
  const at = (step: number) => shareBy(step / stepsPerDay)
  return Float64Array.from({ length: horizonDays * stepsPerDay }, (_, lag) => {
    if (lag === 0) return 0
    return at(lag + 0.5) - (lag === 1 ? 0 : at(lag - 0.5))
  })
}

/** One future: how many people in all have joined by the end of each day. */
function future(
  plan: Plan,
  { seeds, invited, chance }: { seeds: number; invited: number; chance: Chance },
): number[] {
  const { groups, lags, dispersion, seedsPerStep, stepsPerDay } = plan
  const expected = new Float64Array(lags.length)
  const rateOf = (k: number) => dispersion / Math.max(1e-9, k)
  for (const { isSeeds, people, invitees, reached, rest } of groups) {
    const eager =
      drawGamma(chance, people * dispersion + invitees) /
      (rateOf(isSeeds ? seeds : invited) + reached)
    for (let j = 0; j < rest.length; j++) expected[j] = (expected[j] ?? 0) + eager * (rest[j] ?? 0)
  }
  const byDay: number[] = []
  let total = 0
  for (let j = 0; j < expected.length; j++) {
    if (total < mostPeople) {
      const came = drawPoisson(chance, expected[j] ?? 0)
      const reached = drawPoisson(chance, seedsPerStep)
      total = Math.min(mostPeople, total + came + reached)
      const eager =
        (came > 0 ? drawGamma(chance, came * dispersion) / rateOf(invited) : 0) +
        (reached > 0 ? drawGamma(chance, reached * dispersion) / rateOf(seeds) : 0)
      if (eager > 0)
        for (let lag = 1; j + lag < expected.length; lag++)
          expected[j + lag] = (expected[j + lag] ?? 0) + eager * (lags[lag] ?? 0)
    }
    if ((j + 1) % stepsPerDay === 0) byDay.push(total)
  }
  return byDay
}
