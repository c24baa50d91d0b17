import type { Chance } from './draw.ts'
import {
  cumulative,
  cycleOf,
  type Delay,
  type FittedDelay,
  fitDelay,
  meanCumulative,
} from './referral-delay.ts'
import { type Forest, forestOf, type Participant } from './referral-forest.ts'
import {
  dispersionOf,
  doublingOf,
  extinction,
  finalSizePerSeed,
  growthRate,
} from './referral-growth.ts'
import {
  type Clusters,
  delayInfluence,
  factorInfluence,
  groupOf,
  type Reach,
  reachOf,
} from './referral-influence.ts'
import { clusterInterval, poissonInterval } from './referral-interval.ts'

/** Below these a factor is not told. */
export const enoughForFactor = {
  /** Σ F(now − t_i): people, as far as they have had the time to invite. */
  reached: 30,
  /** Invitees whose delay was seen, to tell the delay from inside the campaign. */
  delays: 30,
  /** Share of invitees who have come by the longest exposure: before that, nobody knows how long the rest takes. */
  seen: 0.5,
  /** Fewer invitees are tiny data: the exact interval of a Poisson count, flagged. */
  invitees: 10,
  /** Fewer chains are not drawn from; single inviters are then, as if their chains had nothing in common. */
  chains: 30,
} as const

export type Lacking = 'too_few_people' | 'too_few_invitees' | 'too_early'

/** K of a group. `naive` is invitees per person as they stand, too low while some are on their way. */
export type Factor = {
  people: number
  invitees: number
  naive: number | null
  /** Σ F(now − t_i) and what is missing of it: 1 − ΣF/n, the share still on the way. Null without a delay. */
  reached: number | null
  onTheWay: number | null
} & (
  | { state: 'not_enough_evidence'; lacking: Lacking }
  | {
      state: 'known'
      value: number
      low: number
      high: number
      level: number
      /** Standard error of ln K; 0 for `poisson`. */
      error: number
      /** What was drawn again for the interval; `poisson` is exact for tiny data and too narrow where some invite many. */
      by: 'chains' | 'inviters' | 'poisson'
    }
)

export type ReferralFactor = {
  /** Everybody, also who is held back as made up. */
  all: Factor
  /** Without those; everything below is about these. */
  honest: Factor
  seeds: Factor
  invited: Factor
  /** Those who were invited by seeds are generation 1; from `mostGenerations` on together. */
  generations: { generation: number; factor: Factor }[]
  delay: {
    from: 'given' | 'this_campaign'
    delay: Delay
    cycle: { mean: number; median: number }
    /** Covariance of (ln shape, ln mean) of a delay told from inside; null of a given one. */
    covariance: number[][] | null
  } | null
  /** Invitees per person by the longest exposure, with no law of the delay (mean cumulative function). */
  seen: { withinDays: number; invitees: number } | null
  growth: {
    ratePerDay: number
    doubling: { kind: 'doubles' | 'halves'; days: number } | null
    /** People per seed in the end, the seed counted; null where it does not end by itself. */
    finalSizePerSeed: number | null
    /** κ; infinite where people invite no more unevenly than by chance. */
    dispersion: number
    /** The chance that one seed's chain dies out. */
    extinction: number
  } | null
}

const mostGenerations = 5

/**
 * The referral factor K of a running campaign: how many people one participant brings in the end,
 *   K̂ = Σ m_i / Σ F(now − t_i),
 * invitees seen over the people who have had the time to bring them (right censoring). Dividing by all people instead
 * (`naive`) calls every young campaign a failure. F comes from earlier campaigns (`delay`) or from inside this one.
 */
export function referralFactor(
  participants: readonly Participant[],
  asked: { now: number; chance: Chance; delay?: Delay; level?: number },
): ReferralFactor {
  const { now, level = 0.95 } = asked
  const settings = { ...asked, level }
  const honest = studyOf(forestOf(participants, { now, isHonestOnly: true }), settings)
  const hasFraud = participants.some(({ isFraud }) => isFraud)
  const all = hasFraud
    ? studyOf(forestOf(participants, { now, isHonestOnly: false }), settings)
    : honest
  const { forest, known } = honest
  const factor = factorOf(honest, () => true)
  const isSeed = (i: number) => forest.generation[i] === 0
  const seeds = factorOf(honest, isSeed)
  const invited = factorOf(honest, (i) => !isSeed(i))
  const deepest = Math.min(
    mostGenerations,
    forest.generation.reduce((a, b) => Math.max(a, b), 0),
  )
  return {
    all: hasFraud ? factorOf(all, () => true) : factor,
    honest: factor,
    seeds,
    invited,
    generations: Array.from({ length: forest.size > 0 ? deepest + 1 : 0 }, (_, generation) => ({
      generation,
      factor: factorOf(
        honest,
        (i) => Math.min(mostGenerations, forest.generation[i] ?? 0) === generation,
      ),
    })),
    delay: known && {
      from: known.from,
      delay: known.delay,
      cycle: cycleOf(known.delay),
      covariance: known.covariance,
    },
    seen: seenOf(forest),
    growth: known && growthOf({ forest, known }, { factor, seeds, invited }),
  }
}

type Settings = { now: number; chance: Chance; delay?: Delay; level: number }
type Known = {
  from: 'given' | 'this_campaign'
  delay: Delay
  reach: Reach
  influence: { shape: Float64Array; mean: Float64Array } | null
  covariance: number[][] | null
}
type Study = {
  forest: Forest
  clusters: Clusters
  isByChains: boolean
  known: Known | null
  lacking: Lacking
  settings: Settings
}

/** A campaign with its delay, as far as that can be told, and what is drawn for intervals. */
function studyOf(forest: Forest, settings: Settings): Study {
  const chains = new Map<number, number>()
  for (const root of forest.root) if (!chains.has(root)) chains.set(root, chains.size)
  const isByChains = chains.size >= enoughForFactor.chains
  const clusters = isByChains
    ? { of: forest.root.map((root) => chains.get(root) ?? 0), count: chains.size }
    : { of: Int32Array.from({ length: forest.size }, (_, i) => i), count: forest.size }
  const study = { forest, clusters, isByChains, settings }
  if (settings.delay) {
    const reach = reachOf(forest, settings.delay, null)
    const known: Known = {
      from: 'given',
      delay: settings.delay,
      reach,
      influence: null,
      covariance: null,
    }
    return { ...study, known, lacking: 'too_few_people' }
  }
  const invitees = forest.delay.reduce((sum, d) => sum + Number(!Number.isNaN(d)), 0)
  if (invitees < enoughForFactor.delays)
    return { ...study, known: null, lacking: 'too_few_invitees' }
  const fitted = fitDelay(forest)
  if (!isTold(fitted, forest)) return { ...study, known: null, lacking: 'too_early' }
  const reach = reachOf(forest, fitted.delay, fitted)
  const strata = [true, false].map((isSeeds) =>
    groupOf(forest, reach, (i) => (forest.generation[i] === 0) === isSeeds),
  )
  const influence = delayInfluence(forest, { reach, fitted, clusters, strata })
  const known: Known = {
    from: 'this_campaign',
    delay: fitted.delay,
    reach,
    influence,
    covariance: fitted.covariance ?? null,
  }
  return { ...study, known, lacking: 'too_few_people' }
}

function isTold({ delay, covariance }: FittedDelay, forest: Forest): boolean {
  const longest = forest.exposure[0] ?? 0
  return covariance !== undefined && cumulative(delay, longest) >= enoughForFactor.seen
}

function factorOf(study: Study, isIn: (person: number) => boolean): Factor {
  const { forest, known, clusters, settings } = study
  if (!known) {
    const none = new Float64Array(forest.size)
    const group = groupOf(forest, { share: none, byShape: none, byMean: none }, isIn)
    const { people, invitees } = group
    const naive = people > 0 ? invitees / people : null
    const seen = { people, invitees, naive, reached: null, onTheWay: null }
    return { ...seen, state: 'not_enough_evidence', lacking: study.lacking }
  }
  const group = groupOf(forest, known.reach, isIn)
  const { people, invitees, reached, k: value } = group
  const counted = {
    people,
    invitees,
    naive: people > 0 ? invitees / people : null,
    reached,
    onTheWay: people > 0 ? 1 - reached / people : null,
  }
  if (reached < enoughForFactor.reached)
    return { ...counted, state: 'not_enough_evidence', lacking: 'too_few_people' }
  const { level, chance } = settings
  if (invitees < enoughForFactor.invitees) {
    const { low, high } = poissonInterval(invitees, level)
    const interval = { low: low / reached, high: high / reached, level, error: 0 }
    return { ...counted, state: 'known', value, ...interval, by: 'poisson' }
  }
  const influence = factorInfluence(forest, {
    reach: known.reach,
    clusters,
    group,
    delay: known.influence,
  })
  const interval = clusterInterval(value, influence, { chance, level })
  const by = study.isByChains ? 'chains' : 'inviters'
  return { ...counted, state: 'known', value, ...interval, level, by }
}

function seenOf(forest: Forest): ReferralFactor['seen'] {
  const { invitees } = meanCumulative(forest)
  const most = invitees.at(-1)
  return most === undefined ? null : { withinDays: forest.exposure[0] ?? 0, invitees: most }
}

/** What the factor means for the days to come; a stratum that is not told has the factor of all. */
function growthOf(
  { forest, known }: { forest: Forest; known: Known },
  { factor, seeds, invited }: { factor: Factor; seeds: Factor; invited: Factor },
): ReferralFactor['growth'] {
  if (factor.state !== 'known') return null
  const told = (of: Factor) => (of.state === 'known' ? of.value : factor.value)
  const two = { seeds: told(seeds), invited: told(invited) }
  const expected = known.reach.share.map(
    (share, i) => share * (forest.generation[i] === 0 ? two.seeds : two.invited),
  )
  const ratePerDay = growthRate(two.invited, known.delay)
  const dispersion = dispersionOf(forest.children, expected)
  return {
    ratePerDay,
    doubling: doublingOf(ratePerDay),
    finalSizePerSeed: finalSizePerSeed(two),
    dispersion,
    extinction: extinction(two, dispersion),
  }
}
