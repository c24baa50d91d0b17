import { type Combinations, type Cuts, combinationsOf } from './combination.ts'

/**
 * Should this brand do private domain at all (适配诊断)? Six estimates, three properties, one verdict.
 * {@link judge} is the rule; `diagnosis-data.ts` and `diagnosis-form.ts` bring what it judges.
 */
export type Diagnosis = {
  /** Orders and contacts, or a guided form: the latter is somebody's estimate, and wide. */
  basis: 'data' | 'answers'
  estimates: Estimates
  properties: { repurchase: Property; retention: Property; sharing: Property }
  verdict: Verdict
  combinations: Combinations
  priceCuts: { low: number; high: number }
  /** What these inputs cannot tell, each with what would tell it. */
  cannotTell: CannotTell[]
  /** What stands in the way even if the business fits. */
  obstacles: Obstacle[]
}

export type Estimates = {
  /** Share who buy again within 365 days of the first order. */
  repurchaseRate: Estimate
  /** Median days between later purchases. */
  purchaseCycleDays: Estimate
  /** Median days from first touch to first order (成交周期). */
  decisionCycleDays: Estimate
  /** Geometric mean order value in minor units (客单价). */
  orderValue: Estimate
  /** Purchases per year of a customer who has not left (购买频率). */
  purchasesPerYear: Estimate
  /** Inviters / buyers. */
  shareRate: Estimate
}

/** A number with its interval; null where it lies beyond what was observed. */
export type Estimate =
  | {
      state: 'known'
      value: number | null
      low: number | null
      high: number | null
      level: number
      n: number
      notes: EstimateNote[]
    }
  | { state: 'unknown' }

export type EstimateNote =
  /** The history is shorter than a year: the rate is a lower bound. */
  | 'history_shorter_than_a_year'
  /** No model could be fitted: purchases so far per customer-year, churn not taken out. */
  | 'rate_so_far'
  /** No customer loss is visible in the data. */
  | 'no_visible_loss'
  /** An answer in a form, not a measurement. */
  | 'answered'

/** How likely a condition holds, how likely is sure enough, from how many, and what would decide it. */
export type Chance =
  | { state: 'known'; probability: number; sure: number; n: number; needed: Needed }
  | { state: 'unknown' }

/** So many customers (or buyers), or so many days of history. */
export type Needed = { what: 'customers' | 'buyers' | 'days'; n: number }

/**
 * 强复购性, 维系属性, 适合分享. `near_threshold`: enough data, and the truth is so near the line that
 * no reasonable amount more would settle it; the side it is on is then taken.
 */
export type Property =
  | { holds: 'yes' | 'no'; probability: number; n: number; nearThreshold: boolean }
  | { holds: 'undecided'; probability: number; n: number; needed: Needed }
  | { holds: 'unknown' }

/** Two of three hold: fit. One: caution. None: unfit. Undecided where it matters: not_enough_data. */
export type Verdict =
  | { verdict: 'fit' | 'caution' | 'unfit'; holding: number }
  | { verdict: 'not_enough_data'; holding: number; needed: Needed[]; missing: CannotTell[] }

export type CannotTell =
  | 'decision_cycle_without_first_touches'
  | 'contacts_before_order_without_messages'
  | 'share_rate_without_referrals'
  | 'k_factor_without_referrals'
  | 'repurchase_without_orders'
  | 'repurchase_within_a_year_of_history'
  | 'frequency_without_orders'
  | 'order_value_without_orders'
  | 'anything_measured_from_answers'

export type Obstacle = 'nobody_may_talk_to_customers' | 'nobody_has_time'

/** What both ways in hand to {@link judge}. */
export type Findings = {
  basis: Diagnosis['basis']
  estimates: Estimates
  chances: {
    repurchase: Chance
    /** Any of these is enough for 维系属性: a long decision, or much talk before the first order. */
    retention: Chance[]
    /** Any of these is enough for 适合分享: share rate, K. */
    sharing: Chance[]
    priceTier: { low: number; mid: number; high: number }
    longCycle: number | undefined
    highFrequency: number | undefined
  }
  priceCuts: { low: number; high: number }
  cannotTell: CannotTell[]
  obstacles: Obstacle[]
}

/** Thresholds of the rule. */
export const diagnosisRule = {
  /** Share who buy again within a year. */
  repurchaseRate: 0.3,
  /** Median days from first touch to first order that make a decision long. */
  decisionDays: 7,
  /** Messages from the customer before the first order that show a need for talk. */
  contactsBeforeOrder: 3,
  shareRate: 0.02,
  kFactor: 0.1,
  /** Purchases per living customer-year that make frequency high. */
  perYear: 4,
  /** A property holds above, and does not hold below 1 minus, these probabilities. */
  sure: 0.8,
  sureOfSharing: 0.9,
} as const

/** Judges findings. The verdict never rests on a property nobody could measure. */
export function judge(findings: Findings): Diagnosis {
  const { estimates, chances, priceCuts, basis, cannotTell, obstacles } = findings
  const properties = {
    repurchase: propertyOf(chances.repurchase),
    retention: anyOf(chances.retention.map(propertyOf)),
    sharing: anyOf(chances.sharing.map(propertyOf)),
  }
  const cuts: Cuts = {
    price: priceCuts,
    cycleDays: diagnosisRule.decisionDays,
    perYear: diagnosisRule.perYear,
  }
  return {
    basis,
    estimates,
    properties,
    verdict: verdictOf(Object.values(properties), { cannotTell, obstacles }),
    combinations: combinationsOf({
      price: chances.priceTier,
      longCycle: chances.longCycle,
      highFrequency: chances.highFrequency,
      position: {
        price: knownValue(estimates.orderValue),
        cycleDays: knownValue(estimates.decisionCycleDays),
        perYear: knownValue(estimates.purchasesPerYear),
      },
      cuts,
    }),
    priceCuts,
    cannotTell,
    obstacles,
  }
}

/** Decided when surely on one side, or when there are as many as would separate what matters. */
function propertyOf(chance: Chance): Property {
  if (chance.state === 'unknown') return { holds: 'unknown' }
  const { probability, sure, n, needed } = chance
  if (probability > sure) return { holds: 'yes', probability, n, nearThreshold: false }
  if (probability < 1 - sure && needed.what !== 'days')
    return { holds: 'no', probability, n, nearThreshold: false }
  if (n < needed.n || needed.what === 'days') return { holds: 'undecided', probability, n, needed }
  return { holds: probability >= 0.5 ? 'yes' : 'no', probability, n, nearThreshold: true }
}

/** One reason is enough: the most favorable of several ways to have a property. */
function anyOf(ways: Property[]): Property {
  for (const holds of ['yes', 'undecided', 'no'] as const) {
    const found = ways.find((way) => way.holds === holds)
    if (found) return found
  }
  return { holds: 'unknown' }
}

function verdictOf(
  properties: Property[],
  { cannotTell, obstacles }: { cannotTell: CannotTell[]; obstacles: Obstacle[] },
): Verdict {
  const holding = properties.filter((property) => property.holds === 'yes').length
  // A business that fits but has no one to run it is told to wait, not sent off.
  if (holding >= 2) return { verdict: obstacles.length > 0 ? 'caution' : 'fit', holding }
  const needed = properties.flatMap((property) =>
    property.holds === 'undecided' ? [property.needed] : [],
  )
  const unknown = properties.some((property) => property.holds === 'unknown')
  if (needed.length > 0 || (holding === 0 && unknown)) {
    return { verdict: 'not_enough_data', holding, needed, missing: unknown ? cannotTell : [] }
  }
  return { verdict: holding === 1 ? 'caution' : 'unfit', holding }
}

const knownValue = (estimate: Estimate) =>
  estimate.state === 'known' && estimate.value !== null ? estimate.value : undefined
