import { z } from 'zod'
import { estimate } from './insight.ts'
import { instant, pageOf } from './page.ts'

/**
 * The guided form for a brand without data. Every question may be answered 'unknown'; what is unknown widens the
 * answer instead of being guessed.
 */
export const formAnswers = z.strictObject({
  /** What is sold, in the brand's own words; shown on the record, computed with nothing. */
  sells: z.string().trim().max(80).default(''),
  /** 强复购性: of ten buyers, how many buy again within a year. */
  repurchase: z.enum(['most', 'some', 'few', 'hardly', 'unknown']),
  /** 维系属性: how much is talked about before and after buying. */
  bond: z.enum(['often', 'before_buying', 'hardly', 'unknown']),
  /** 适合分享: do people show it to others by themselves. */
  sharing: z.enum(['often', 'sometimes', 'hardly', 'unknown']),
  /** 客单价: what one order usually costs, minor units; null: unknown. */
  orderValue: z.number().int().positive().nullable(),
  /** 成交周期: from the first question to the order. */
  decision: z.enum(['same_day', 'days', 'weeks', 'months', 'unknown']),
  /** 购买频率: how often somebody who stays buys. */
  frequency: z.enum(['weekly', 'monthly', 'quarterly', 'yearly', 'rarely', 'unknown']),
  /** Who answers customers. */
  team: z.enum(['dedicated', 'part_time', 'nobody']),
  /** Hours a day the team can talk with customers. */
  time: z.enum(['over_4', 'one_to_4', 'under_1']),
  /** 内容运营能力. */
  content: z.enum(['own', 'sometimes', 'ads_only']),
  /** 跨部门配合. */
  departments: z.enum(['together', 'some', 'alone']),
  /** How long the owner waits for a first effect. */
  patience: z.enum(['over_6_months', 'three_to_6_months', 'under_3_months']),
})
export type FormAnswers = z.infer<typeof formAnswers>

export const newDiagnosis = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('data') }),
  z.strictObject({ basis: z.literal('form'), answers: formAnswers }),
])
export type NewDiagnosis = z.infer<typeof newDiagnosis>

export const verdicts = ['fit', 'careful', 'unfit', 'thin'] as const
/** 适合 / 谨慎 / 不适合 / 样本不足 */
export const verdict = z.enum(verdicts)
export type Verdict = z.infer<typeof verdict>

export const propertyNames = ['repurchase', 'bond', 'sharing'] as const

/** One of the three properties of what suits a private domain, and how sure that is. */
export const property = z.object({
  name: z.enum(propertyNames),
  holds: z.enum(['yes', 'no', 'unknown']),
  /** P(the property holds), or null when nothing was known. */
  probability: z.number().nullable(),
  /** The number it was judged by, where there is one; its unit follows from `measure`. */
  estimate: estimate.nullable(),
  measure: z.enum(['share_within_a_year', 'decision_days', 'share_rate', 'answer']),
  threshold: z.number(),
  /** How many people it was seen on; null for an answer. */
  sample: z.number().nullable(),
  /** How many people would decide it; null when it is decided or cannot be said. */
  needed: z.number().nullable(),
})
export type Property = z.infer<typeof property>

/** The six combinations of price, cycle and frequency, as numbered by their author. */
export const combinationNumber = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
])
export type CombinationNumber = z.infer<typeof combinationNumber>

export const combination = z.object({
  number: combinationNumber,
  probability: z.number(),
  /** The part of the probability that is exactly this combination; the rest is nearest to it, not equal. */
  exactly: z.number(),
})
export type Combination = z.infer<typeof combination>

/** One axis of the combinations. */
export const axis = z.object({
  name: z.enum(['price', 'cycle', 'frequency']),
  /** Probabilities by level: price low, mid, high; cycle short, long; frequency low, high. */
  levels: z.array(
    z.object({ level: z.enum(['low', 'mid', 'high', 'short', 'long']), probability: z.number() }),
  ),
  /** Minor units, days, purchases a year; null when unknown. */
  estimate: estimate.nullable(),
})
export type Axis = z.infer<typeof axis>

export const gaps = [
  'orders',
  'decision_cycle',
  'share_rate',
  'frequency',
  'category_prices',
  'team',
  'year_of_orders',
  'real_orders',
] as const

/** What the input cannot tell; the texts say what to bring. */
export const gap = z.enum(gaps)
export type Gap = z.infer<typeof gap>

/** What the house itself brings along (form only). */
export const readiness = z.object({
  point: z.enum(['team', 'time', 'content', 'departments', 'patience']),
  state: z.enum(['good', 'weak', 'missing']),
})

export const diagnosis = z.object({
  id: z.string(),
  basis: z.enum(['data', 'form']),
  asOf: instant,
  madeAt: instant,
  answers: formAnswers.nullable(),
  verdict,
  properties: z.array(property),
  axes: z.array(axis),
  /** By probability, highest first; empty when no axis is known. */
  combinations: z.array(combination),
  /** 1 − P(the first combination): how likely another playbook fits better. */
  uncertainty: z.number(),
  cannotTell: z.array(gap),
  readiness: z.array(readiness),
  /** 培育期: when a first effect may be expected, months; null when it cannot be said. */
  firstEffectMonths: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** People and purchase days behind it; null for a form. */
  sample: z.object({ customers: z.number(), purchaseDays: z.number() }).nullable(),
})
export type Diagnosis = z.infer<typeof diagnosis>

/** GET /api/diagnosis: the newest one. */
export const newestDiagnosis = z.object({ diagnosis: diagnosis.nullable() })
export const diagnoses = pageOf(diagnosis)
