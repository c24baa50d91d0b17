import { type Chance, type Diagnosis, diagnosisRule, type Estimate, judge } from './diagnosis.ts'
import { chanceAbove } from './diagnosis-chance.ts'
import { type PriceRule, priceCuts } from './price-tier.ts'

/** What a brand without data answers in the guided form. */
export type DiagnosisAnswers = {
  /** A usual order in minor units. */
  typicalOrderValue: number
  price: PriceRule
  buysAgain: keyof typeof buysAgain
  thinksBeforeBuying: keyof typeof thinksBeforeBuying
  shares: keyof typeof shares
  /** May staff add customers and talk with them? */
  staffCanTalk: boolean
  /** Hours a week the whole team can give it. */
  hoursPerWeek: number
}

/** Below half a working day a week nobody answers in time. */
const hoursNeeded = 4
/** Customers, and buyers, that a first measurement should have; see diagnosis-chance.ts. */
const firstMeasurement = 323
const firstSharing = 753

/**
 * What the answers mean: a middle and a 90% interval. These are judgments, made wide on purpose; no
 * data stand behind them, and the result says so.
 */
export const buysAgain = {
  hardly_ever: { rate: [0.08, 0.02, 0.25], perYear: [0.3, 0.08, 1] },
  yearly: { rate: [0.35, 0.12, 0.65], perYear: [1, 0.4, 2.5] },
  few_times_a_year: { rate: [0.5, 0.25, 0.75], perYear: [3, 1.2, 7] },
  monthly: { rate: [0.6, 0.35, 0.85], perYear: [10, 4.5, 20] },
  weekly: { rate: [0.7, 0.4, 0.9], perYear: [40, 15, 80] },
} as const

export const thinksBeforeBuying = {
  minutes: [0.02, 0.002, 0.5],
  a_day: [1, 0.3, 4],
  days: [4, 1.5, 12],
  weeks: [20, 8, 50],
  months: [75, 30, 200],
} as const

export const shares = {
  never: [0.003, 0.0005, 0.015],
  sometimes: [0.02, 0.005, 0.08],
  often: [0.08, 0.03, 0.2],
} as const

/** Diagnoses from answers: the same result as from data, with wide stated uncertainty. */
export function diagnoseAnswers(answers: DiagnosisAnswers): Diagnosis {
  const again = buysAgain[answers.buysAgain]
  const rate = belief(again.rate)
  const perYear = belief(again.perYear)
  const decision = belief(thinksBeforeBuying[answers.thinksBeforeBuying])
  const sharing = belief(shares[answers.shares])
  const worth = answers.typicalOrderValue
  const value = belief([worth, worth / 2, worth * 2])
  const cuts = priceCuts(answers.price)
  const pHigh = chanceAbove(value, cuts.high, 'log')
  const pLow = 1 - chanceAbove(value, cuts.low, 'log')
  const long = chanceAbove(decision, diagnosisRule.decisionDays, 'log')
  const { sure, sureOfSharing } = diagnosisRule
  const customers = { what: 'customers', n: firstMeasurement } as const
  const buyers = { what: 'buyers', n: firstSharing } as const
  const again30 = chanceAbove(rate, diagnosisRule.repurchaseRate, 'logit')
  const share2 = chanceAbove(sharing, diagnosisRule.shareRate, 'logit')
  const chance = (probability: number, rest: Pick<Known, 'sure' | 'needed'>): Chance => ({
    state: 'known',
    probability,
    n: 0,
    ...rest,
  })
  return judge({
    basis: 'answers',
    priceCuts: cuts,
    estimates: {
      repurchaseRate: answered(rate),
      purchaseCycleDays: answered(inverse(perYear)),
      decisionCycleDays: answered(decision),
      orderValue: answered(value),
      purchasesPerYear: answered(perYear),
      shareRate: answered(sharing),
    },
    chances: {
      repurchase: chance(again30, { sure, needed: customers }),
      retention: [chance(long, { sure, needed: customers })],
      sharing: [chance(share2, { sure: sureOfSharing, needed: buyers })],
      priceTier: { low: pLow, mid: Math.max(0, 1 - pLow - pHigh), high: pHigh },
      longCycle: long,
      highFrequency: chanceAbove(perYear, diagnosisRule.perYear, 'log'),
    },
    cannotTell: ['anything_measured_from_answers', 'k_factor_without_referrals'],
    obstacles: [
      ...(answers.staffCanTalk ? [] : (['nobody_may_talk_to_customers'] as const)),
      ...(answers.hoursPerWeek >= hoursNeeded ? [] : (['nobody_has_time'] as const)),
    ],
  })
}

type Known = Extract<Chance, { state: 'known' }>
type Belief = { value: number; low: number; high: number; level: number }

const belief = ([value, low, high]: readonly [number, number, number]): Belief => ({
  value,
  low,
  high,
  level: 0.9,
})

/** Days between purchases from purchases a year. */
const inverse = ({ value, low, high, level }: Belief): Belief => ({
  value: 365 / value,
  low: 365 / high,
  high: 365 / low,
  level,
})

const answered = (of: Belief): Estimate => ({ state: 'known', ...of, n: 0, notes: ['answered'] })
