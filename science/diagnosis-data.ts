import {
  type CannotTell,
  type Chance,
  type Diagnosis,
  diagnosisRule,
  type Estimate,
  judge,
} from './diagnosis.ts'
import { chanceAbove, chanceOfFalling, chanceOfSharing, chanceOfTalk } from './diagnosis-chance.ts'
import { normalCdf, normalQuantile } from './distribution.ts'
import { historyOf, type PurchaseDays, type Purchases, purchaseDays } from './history.ts'
import { type Curve, kaplanMeier, survivalAt, type Waits, waitQuantile } from './kaplan-meier.ts'
import { type PriceRule, priceCuts, priceTier } from './price-tier.ts'
import { type PurchaseFrequency, purchaseFrequency } from './purchase-frequency.ts'

/** What a brand with data brings; every optional part it lacks is named in the result. */
export type DiagnosisData = {
  purchases: Purchases
  /** The last day of the data. */
  asOfDay: number
  price: PriceRule
  /** Days from first touch to first order; event 0 while the lead is still open. */
  decisions?: Waits
  /** Messages from each buyer before the first order. */
  messagesBeforeOrder?: ArrayLike<number>
  sharing?: { buyers: number; inviters: number }
  /** Invited people per participant (裂变系数) with its interval. */
  kFactor?: { value: number; low: number; high: number; level: number }
}

/** Diagnoses a brand from its own orders, contacts and invitations. */
export function diagnoseData(data: DiagnosisData): Diagnosis {
  const days = purchaseDays(data.purchases, data.asOfDay)
  const { first, later } = gapsOf(days, data.asOfDay)
  const cuts = priceCuts(data.price)
  const repurchase = repurchaseOf(first)
  const frequency = purchaseFrequency(historyOf(data.purchases, data.asOfDay))
  const price = priceTier(amountsUpTo(data), cuts)
  const decision = decisionOf(data.decisions)
  const sharing = chanceOfSharing(data.sharing ?? { buyers: 0, inviters: 0 })
  return judge({
    basis: 'data',
    priceCuts: cuts,
    estimates: {
      repurchaseRate: repurchase.estimate,
      purchaseCycleDays: medianOf(later),
      decisionCycleDays: decision.estimate,
      orderValue: price
        ? {
            state: 'known',
            value: price.value,
            ...price.interval,
            level: 0.95,
            n: price.n,
            notes: [],
          }
        : { state: 'unknown' },
      purchasesPerYear: frequencyEstimate(frequency),
      shareRate: sharing.estimate,
    },
    chances: {
      repurchase: repurchase.chance,
      retention: [decision.chance, chanceOfTalk(data.messagesBeforeOrder ?? [])],
      sharing: [sharing.chance, chanceOfK(data.kFactor, data.sharing?.buyers ?? 0)],
      priceTier: price?.tiers ?? { low: 1 / 3, mid: 1 / 3, high: 1 / 3 },
      longCycle: decision.chance.state === 'known' ? decision.chance.probability : undefined,
      highFrequency: frequency && highFrequency(frequency),
    },
    cannotTell: cannotTell(data, { repurchase: repurchase.estimate, frequency, price }),
    obstacles: [],
  })
}

/** Share who buy again within a year, 1 − S(365): young cohorts are censored, not counted as lost. */
function repurchaseOf(first: Waits): { estimate: Estimate; chance: Chance } {
  const n = first.time.length
  if (n === 0) return { estimate: { state: 'unknown' }, chance: { state: 'unknown' } }
  const curve = kaplanMeier(first)
  const longest = curve.time.at(-1) ?? 0
  const { survival, low, high } = survivalAt(curve, 365)
  const short = longest < 365
  const threshold = 1 - diagnosisRule.repurchaseRate
  const chance = chanceOfFalling({ curve, time: 365, threshold, n })
  return {
    estimate: {
      state: 'known',
      value: 1 - survival,
      low: Number.isNaN(high) ? 1 - survival : 1 - high,
      // Later than the data reach, anything may still happen.
      high: short || Number.isNaN(low) ? 1 : 1 - low,
      level: curve.level,
      n,
      notes: short ? ['history_shorter_than_a_year'] : [],
    },
    chance: short ? { ...chance, needed: { what: 'days', n: 365 - longest } } : chance,
  }
}

/** A decision is long when its median is at least a week, that is when S just before day 7 is over one half. */
function decisionOf(decisions: Waits | undefined): { estimate: Estimate; chance: Chance } {
  if (!decisions || decisions.time.length === 0)
    return { estimate: { state: 'unknown' }, chance: { state: 'unknown' } }
  const curve = kaplanMeier(decisions)
  const time = diagnosisRule.decisionDays - 1e-6
  const falls = chanceOfFalling({ curve, time, threshold: 0.5, n: decisions.time.length })
  return {
    estimate: medianOf(decisions, curve),
    chance: { ...falls, probability: 1 - falls.probability },
  }
}

/** Kaplan-Meier median; null where fewer than half have been seen to come to the event. */
function medianOf(waits: Waits, curve: Curve = kaplanMeier(waits)): Estimate {
  if (waits.time.length === 0) return { state: 'unknown' }
  const { value, low, high } = waitQuantile(curve, 0.5)
  return {
    state: 'known',
    value: value ?? null,
    low: low ?? null,
    high: high ?? null,
    level: curve.level,
    n: waits.time.length,
    notes: [],
  }
}

function frequencyEstimate(frequency: PurchaseFrequency | undefined): Estimate {
  if (!frequency) return { state: 'unknown' }
  const { perYear, low, high, level, customers, basis } = frequency
  return {
    state: 'known',
    value: perYear,
    low,
    high,
    level,
    n: customers,
    notes: basis === 'model' ? [] : [basis],
  }
}

const highFrequency = ({ perYear, logError }: PurchaseFrequency) =>
  normalCdf(Math.log(perYear / diagnosisRule.perYear) / Math.max(1e-9, logError))

function chanceOfK(k: DiagnosisData['kFactor'], n: number): Chance {
  if (!k) return { state: 'unknown' }
  // An interval that reaches 0 has no logarithm; a thousandth of the value stands for it.
  const low = Math.max(k.low, k.value / 1000, 1e-6)
  const belief = { ...k, value: Math.max(k.value, 1e-6), low, high: Math.max(k.high, 2 * low) }
  const probability = chanceAbove(belief, diagnosisRule.kFactor, 'log')
  const sure = diagnosisRule.sureOfSharing
  const z = Math.max(
    1e-3,
    Math.abs(normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, probability)))),
  )
  const needed = { what: 'buyers', n: Math.ceil(n * (normalQuantile(sure) / z) ** 2) } as const
  return { state: 'known', probability, sure, n, needed }
}

function cannotTell(
  data: DiagnosisData,
  found: { repurchase: Estimate; frequency: unknown; price: unknown },
): CannotTell[] {
  const short = found.repurchase.state === 'known' && found.repurchase.notes.length > 0
  const lacks: [boolean, CannotTell][] = [
    [found.repurchase.state === 'unknown', 'repurchase_without_orders'],
    [short, 'repurchase_within_a_year_of_history'],
    [!data.decisions?.time.length, 'decision_cycle_without_first_touches'],
    [!data.messagesBeforeOrder?.length, 'contacts_before_order_without_messages'],
    [!found.price, 'order_value_without_orders'],
    [!found.frequency, 'frequency_without_orders'],
    [!data.sharing?.buyers, 'share_rate_without_referrals'],
    [!data.kFactor, 'k_factor_without_referrals'],
  ]
  return lacks.filter(([missing]) => missing).map(([, what]) => what)
}

function amountsUpTo({ purchases, asOfDay }: DiagnosisData): Float64Array {
  return purchases.amount.filter((_, i) => (purchases.day[i] ?? 0) <= asOfDay)
}

type Gaps = { time: number[]; event: number[] }

/** Gaps in days after the first purchase day and after later ones; the last gap is still open. */
function gapsOf(days: PurchaseDays, asOfDay: number): { first: Waits; later: Waits } {
  const first: Gaps = { time: [], event: [] }
  const later: Gaps = { time: [], event: [] }
  for (let i = 0; i < days.customers; i++) {
    const from = days.start[i] ?? 0
    const to = days.start[i + 1] ?? 0
    for (let j = from; j < to; j++) {
      const closed = j + 1 < to
      const gap = (closed ? (days.day[j + 1] ?? 0) : asOfDay) - (days.day[j] ?? 0)
      if (gap === 0) continue
      const list = j === from ? first : later
      list.time.push(gap)
      list.event.push(closed ? 1 : 0)
    }
  }
  return { first, later }
}
