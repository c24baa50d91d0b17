import { z } from 'zod'
import { instant, pageOf } from './page.ts'

/** What others of the category ask: what is cheap there and what is dear, minor units. */
export const categoryPrices = z
  .strictObject({ from: z.number().int().positive(), to: z.number().int().positive() })
  .refine(({ from, to }) => from < to)

/** The guided form for a brand without data: eleven questions. */
export const formAnswers = z.strictObject({
  /** What is sold, in the brand's own words; shown on the record, computed with nothing. */
  sells: z.string().trim().max(80),
  /** 强复购性 and 购买频率: how often somebody who stays buys. */
  buysAgain: z.enum(['hardly_ever', 'yearly', 'few_times_a_year', 'monthly', 'weekly']),
  /** 成交周期 and 维系属性: from the first question to the order. */
  thinksBeforeBuying: z.enum(['minutes', 'a_day', 'days', 'weeks', 'months']),
  /** 适合分享: whether people show it to others by themselves. */
  shares: z.enum(['never', 'sometimes', 'often']),
  /** 客单价: a usual order, minor units. */
  orderValue: z.number().int().positive(),
  category: categoryPrices.nullable(),
  /** Whether staff may add customers and talk with them. */
  staffCanTalk: z.boolean(),
  /** Hours a week that the whole team can give. */
  hoursPerWeek: z.number().min(0).max(10_000),
  /** 内容运营能力. */
  content: z.enum(['own', 'sometimes', 'ads_only']),
  /** 跨部门配合. */
  departments: z.enum(['together', 'some', 'alone']),
  /** How many months the owner waits for a first effect. */
  patienceMonths: z.number().min(0).max(120),
})
export type FormAnswers = z.infer<typeof formAnswers>

export const newDiagnosis = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('data'), category: categoryPrices.nullable().default(null) }),
  z.strictObject({ basis: z.literal('form'), answers: formAnswers }),
])
export type NewDiagnosis = z.infer<typeof newDiagnosis>

export const estimateNotes = [
  'history_shorter_than_a_year',
  'rate_so_far',
  'no_visible_loss',
  'answered',
] as const

/** A number with its interval (`level`: 0.9 or 0.95); null where it lies beyond what was observed. */
export const diagnosisEstimate = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    value: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    level: z.number(),
    n: z.number(),
    notes: z.array(z.enum(estimateNotes)),
  }),
  z.object({ state: z.literal('unknown') }),
])
export type DiagnosisEstimate = z.infer<typeof diagnosisEstimate>

const needed = z.object({ what: z.enum(['customers', 'buyers', 'days']), n: z.number() })

/** Whether a property holds, how likely that is, from how many, and what would decide it. */
export const property = z.discriminatedUnion('holds', [
  z.object({
    holds: z.literal('yes'),
    probability: z.number(),
    n: z.number(),
    nearThreshold: z.boolean(),
  }),
  z.object({
    holds: z.literal('no'),
    probability: z.number(),
    n: z.number(),
    nearThreshold: z.boolean(),
  }),
  z.object({ holds: z.literal('undecided'), probability: z.number(), n: z.number(), needed }),
  z.object({ holds: z.literal('unknown') }),
])
export type Property = z.infer<typeof property>

export const gaps = [
  'decision_cycle_without_first_touches',
  'contacts_before_order_without_messages',
  'share_rate_without_referrals',
  'k_factor_without_referrals',
  'repurchase_without_orders',
  'repurchase_within_a_year_of_history',
  'frequency_without_orders',
  'order_value_without_orders',
  'anything_measured_from_answers',
] as const
const gap = z.enum(gaps)
export type Gap = z.infer<typeof gap>

/** 适合 / 谨慎 / 不适合 / 样本不足 */
export const verdict = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.enum(['fit', 'caution', 'unfit']), holding: z.number() }),
  z.object({
    verdict: z.literal('not_enough_data'),
    holding: z.number(),
    needed: z.array(needed),
    missing: z.array(gap),
  }),
])
export type Verdict = z.infer<typeof verdict>

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

const cell = z.object({
  price: z.enum(['low', 'mid', 'high']),
  cycle: z.enum(['short', 'long']),
  frequency: z.enum(['low', 'high']),
  probability: z.number(),
  combination: combinationNumber,
  /** False: only the nearest of the six, not equal to it. */
  equal: z.boolean(),
})
const candidate = z.object({
  combination: combinationNumber,
  probability: z.number(),
  /** The part of the probability that is this combination itself. */
  equalProbability: z.number(),
})

/** What the house itself brings (form only). */
export const readinessPoints = ['team', 'time', 'content', 'departments', 'patience'] as const
export const readiness = z.object({
  point: z.enum(readinessPoints),
  state: z.enum(['good', 'weak', 'missing']),
})
export type Readiness = z.infer<typeof readiness>

/** What was concluded; the part of a diagnosis that is stored as its result. */
export const conclusion = z.object({
  estimates: z.object({
    /** Share who buy again within 365 days. */
    repurchaseRate: diagnosisEstimate,
    /** Median days between later purchases. */
    purchaseCycleDays: diagnosisEstimate,
    /** Median days from first touch to first order. */
    decisionCycleDays: diagnosisEstimate,
    /** Geometric mean order value, minor units. */
    orderValue: diagnosisEstimate,
    /** Purchases a year of a customer who has not left. */
    purchasesPerYear: diagnosisEstimate,
    /** Inviters / buyers. */
    shareRate: diagnosisEstimate,
  }),
  properties: z.object({ repurchase: property, retention: property, sharing: property }),
  verdict,
  combinations: z.object({
    cells: z.array(cell),
    topTwo: z.array(candidate),
    nearestNotEqual: z.boolean(),
  }),
  /** Minor units; what counts as low and as high. */
  priceCuts: z.object({ low: z.number(), high: z.number() }),
  priceRule: z.enum(['category', 'absolute']),
  cannotTell: z.array(gap),
  obstacles: z.array(z.enum(['nobody_may_talk_to_customers', 'nobody_has_time'])),
  readiness: z.array(readiness),
  /** 培育期: when a first effect may be expected, months; null when it cannot be said. */
  firstEffectMonths: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** People and purchase days behind it; null for a form. */
  sample: z.object({ customers: z.number(), purchaseDays: z.number() }).nullable(),
})
export type Conclusion = z.infer<typeof conclusion>

export const diagnosis = conclusion.extend({
  id: z.string(),
  basis: z.enum(['data', 'form']),
  asOf: instant,
  madeAt: instant,
  answers: formAnswers.nullable(),
})
export type Diagnosis = z.infer<typeof diagnosis>

/** GET /api/diagnosis: the newest one, or the one that was asked for. */
export const newestDiagnosis = z.object({ diagnosis: diagnosis.nullable() })
/** GET /api/diagnoses: the newest hundred, newest first. */
export const diagnoses = pageOf(diagnosis)
