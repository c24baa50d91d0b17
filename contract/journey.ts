import { z } from 'zod'
import { festival } from './almanac.ts'
import { lateness, purpose } from './delivery.ts'
import { segmentTree } from './segment.ts'
import { smsContent } from './sms.ts'

/**
 * The plan of a journey (客户SOP): who enters, what happens step by step, who leaves early. A published plan never changes.
 *
 * Steps are one list. Each stands in a lane: `main`, or `<step>.<arm>` for the steps under an arm of a branch, a split or
 * a wait that ends in one way or another. After the last step of an arm people go on below the step that has the arms, so a
 * plan has no loose ends; an `end` step lets them leave there. Only a `loop` leads back, and no more often than it says.
 */

const stepId = z.string().regex(/^[a-z][a-z0-9_]{0,23}$/)
const armId = z.string().regex(/^[a-z][a-z0-9_]{0,11}$/)
const named = z.string().trim().max(60)

export const STEPS_MAX = 60
const ARMS_MAX = 6
/** Nobody wants to hear the same more often. */
export const LAPS_MAX = 10
const FILTERS_MAX = 5

export const eventFilter = z.strictObject({
  prop: z.string().max(80),
  is: z.enum(['equal', 'not_equal', 'more', 'less', 'contains', 'there']),
  value: z.union([z.string().max(200), z.number(), z.boolean()]).default(''),
})
/** An event of a name whose properties pass all filters. A draft may leave the name open. */
export const eventCondition = z.strictObject({
  name: z.string().max(200),
  where: z.array(eventFilter).max(FILTERS_MAX).default([]),
})
export type EventCondition = z.infer<typeof eventCondition>

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const offsetDays = z.int().min(-60).max(60)

/**
 * How a day of somebody's own is counted by the moon (农历生日). `lunar`: what is told is a lunar month and day. `lunar_of_solar`:
 * a day by the sun is told, with its year, and people keep the lunar day on which it fell. Neither knows a leap month: whoever
 * was born in one keeps the ordinary month of that number, and a year that has one keeps the day in the ordinary month. Who was
 * born on a 30th keeps the 29th where the month has no more days.
 */
export const lunarCounts = ['lunar', 'lunar_of_solar'] as const

export const trigger = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('segment'), segmentId: z.string() }),
  z.strictObject({ kind: z.literal('event'), event: eventCondition }),
  /**
   * A day of their own (a birthday): who has such a trait comes in every year, so many days before (less than 0) or after it, at
   * that time of the workspace.
   */
  z.strictObject({
    kind: z.literal('date'),
    trait: z.string().max(100),
    /** Left out: by the sun. */
    calendar: z.enum(lunarCounts).optional(),
    offsetDays,
    at: timeOfDay,
  }),
  /** A day of everybody's (a festival, a solar term, a shopping festival): who is in the segment then comes in, once each time. */
  z.strictObject({
    kind: z.literal('festival'),
    /** A draft may leave it open. */
    festival: z.union([festival, z.literal('')]),
    segmentId: z.string(),
    offsetDays,
    at: timeOfDay,
  }),
  /** Only people whom a member of staff puts in. */
  z.strictObject({ kind: z.literal('manual') }),
])
export type Trigger = z.infer<typeof trigger>

export const entryRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('once') }),
  z.strictObject({ kind: z.literal('again'), afterDays: z.int().min(1).max(730) }),
])

export const exitRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), event: eventCondition }),
  z.strictObject({ kind: z.literal('segment_left'), segmentId: z.string() }),
])

export const journeyMetrics = ['buyers', 'orders', 'revenue'] as const
/** A part of those who enter gets nothing, so that the effect can be known. Leaving it out needs a reason. */
export const control = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('holdout'),
    share: z.number().min(0.01).max(0.5),
    metric: z.enum(journeyMetrics),
    windowDays: z.int().min(1).max(365),
  }),
  z.strictObject({ kind: z.literal('none'), reason: z.string().max(200) }),
])

export const units = ['minutes', 'hours', 'days'] as const
export const span = z.strictObject({ amount: z.int().min(1).max(1_000), unit: z.enum(units) })
export type Span = z.infer<typeof span>

/** What is written to people, as in `messageContent`; a draft may be half written, and `problemsOf` says so. */
export const stepContent = z.strictObject({
  /** Of a letter only. */
  subject: z.string().max(120).optional(),
  text: z.string().max(2_000),
  /** Of a short message only. */
  sms: smsContent.optional(),
  link: z
    .strictObject({
      title: z.string().max(40),
      url: z.string().max(1_500),
      desc: z.string().max(160).optional(),
      picUrl: z.string().max(1_500).optional(),
    })
    .optional(),
})
export type StepContent = z.infer<typeof stepContent>

const base = { id: stepId, lane: z.string().max(40).default('main'), name: named.default('') }
const effect = {
  ...base,
  purpose,
  content: stepContent,
  /** After so many hours the effect is worth nothing and is left out. */
  validHours: z.int().min(1).max(336).default(48),
  /** Also what becomes of it when its time passed while nobody worked. */
  lateness: lateness.default('next_slot'),
}

/** By what the arms of a split are compared. */
export const splitMeasures = ['replied', 'clicked', 'bought'] as const
/**
 * What people do within so many days after the split decides which arm newcomers go to, once every arm has so many people whose days
 * are over; a share of the newcomers goes on by chance, so that it goes on being learned.
 */
export const splitJudge = z.strictObject({
  measure: z.enum(splitMeasures),
  withinDays: z.int().min(1).max(30),
  people: z.int().min(50).max(100_000),
  /** In percent. */
  learnShare: z.int().min(5).max(50),
})

export const journeyStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('send'),
    ...effect,
    /** By which way; left out: a mass send in WeCom. */
    carrier: z.enum(['wecom_mass', 'email', 'sms', 'official_message', 'official_mass']).optional(),
  }),
  z.strictObject({ kind: z.literal('staff_task'), ...effect }),
  z.strictObject({ kind: z.literal('wait'), ...base, for: span }),
  /** The next such time of day (workspace's zone) after `afterDays` days; on the listed weekdays only (1 = Monday), any when empty. */
  z.strictObject({
    kind: z.literal('wait_until'),
    ...base,
    time: timeOfDay,
    afterDays: z.int().min(0).max(365).default(0),
    weekdays: z.array(z.int().min(1).max(7)).max(7).default([]),
    /** On that day at the hour at which each person reacts most; `time` holds where too little is known of them. */
    ownHour: z.literal(true).optional(),
  }),
  /** Arms: `heard`, `silent`. */
  z.strictObject({
    kind: z.literal('wait_event'),
    ...base,
    event: eventCondition,
    within: span,
  }),
  /** Until the customer writes to an associate. Arms: `heard`, `silent`. */
  z.strictObject({ kind: z.literal('wait_reply'), ...base, within: span }),
  /** Until the associate has dealt with the task of an earlier step. Arms: `done`, `left_out`, `expired`. */
  z.strictObject({
    kind: z.literal('wait_task'),
    ...base,
    /** The step of the task; a draft may leave it open. */
    taskStep: z.string().max(24),
    within: span,
  }),
  /** Back to an earlier step, for each person at most so many times; after that they go on below. */
  z.strictObject({
    kind: z.literal('loop'),
    ...base,
    to: z.string().max(24),
    times: z.int().min(1).max(LAPS_MAX),
  }),
  /** The first arm whose tree holds is taken. Last arm: `otherwise`. */
  z.strictObject({
    kind: z.literal('branch'),
    ...base,
    arms: z
      .array(z.strictObject({ id: armId, name: named, tree: segmentTree }))
      .min(1)
      .max(ARMS_MAX),
  }),
  /** By chance, the same for a person whenever it is asked. Shares are in percent and make a hundred. */
  z.strictObject({
    kind: z.literal('split'),
    ...base,
    arms: z
      .array(z.strictObject({ id: armId, name: named, share: z.int().min(1).max(99) }))
      .min(2)
      .max(ARMS_MAX),
    /** Left out: it stays as it is, and nobody is a winner. */
    judge: splitJudge.optional(),
  }),
  z.strictObject({
    kind: z.literal('tag'),
    ...base,
    tagId: z.string(),
    sign: z.union([z.literal(1), z.literal(-1)]).default(1),
  }),
  z.strictObject({ kind: z.literal('end'), ...base }),
])
export type JourneyStep = z.infer<typeof journeyStep>
export type StepKind = JourneyStep['kind']

export const journeyPlan = z.strictObject({
  triggers: z.array(trigger).max(5),
  entry: entryRule,
  /** Who does this has arrived, and leaves. */
  goal: eventCondition.nullable(),
  exits: z.array(exitRule).max(5),
  /** Who writes to an associate leaves: from then on a person speaks. Left out: messages wait until they are answered. */
  onReply: z.literal('leave').optional(),
  control,
  steps: z.array(journeyStep).max(STEPS_MAX),
})
export type JourneyPlan = z.infer<typeof journeyPlan>
