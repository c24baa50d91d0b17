import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { POST_GROUPS_MAX, postContent } from './group-post.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** Plans of posts in customer groups (群 SOP, 栏目): days of a group's life, weekdays, days before and after an event. */
export const PLAN_STEPS_MAX = 40
export const PLAN_DAY_MAX = 365
export const EVENT_DAYS_MAX = 60
/** How far ahead a plan is shown. */
export const AHEAD_DAYS = 14

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** `day`: 1 is the day on which the group was made. `week`: 1 is Monday. `event`: 0 is its day, negative is before it. */
export const planWhen = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('day'), nth: z.number().int().min(1).max(PLAN_DAY_MAX), time }),
  z.strictObject({ kind: z.literal('week'), nth: z.number().int().min(1).max(7), time }),
  z.strictObject({
    kind: z.literal('event'),
    nth: z.number().int().min(-EVENT_DAYS_MAX).max(EVENT_DAYS_MAX),
    time,
  }),
])
export type PlanWhen = z.infer<typeof planWhen>

/** @param id null: a step that is new. */
export const planStep = z.strictObject({
  id: z.string().max(64).nullable(),
  name: z.string().trim().max(30),
  when: planWhen,
  text: postContent.shape.text.min(1),
  link: postContent.shape.link,
  /** A task of WeCom's that the owner confirms, or the owner's own hands. */
  way: z.enum(['task', 'manual']),
  /** So long after its time it may still be posted; later it is skipped. */
  windowHours: z.number().int().min(1).max(72),
})
export type PlanStep = z.infer<typeof planStep>

export const planGroups = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('chosen'),
    groupIds: z.array(z.string().max(64)).max(POST_GROUPS_MAX),
  }),
  z.strictObject({
    kind: z.literal('matching'),
    owners: z.array(z.string().max(USERID_MAX)).max(500),
    search: z.string().trim().max(60),
    least: z.number().int().min(0).nullable(),
    most: z.number().int().min(0).nullable(),
  }),
])
export type PlanGroups = z.infer<typeof planGroups>

/** POST /api/group-plans, PUT /api/group-plans/:id */
export const writtenPlan = z.strictObject({
  name: z.string().trim().min(1).max(40),
  groups: planGroups,
  /** Days of the workspace, both included; null: from now, and until somebody ends it. */
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  eventOn: day.nullable(),
  /** What becomes of a post where the group has had its post of the day. */
  whenTaken: z.enum(['manual', 'leave_out']),
  steps: z.array(planStep).max(PLAN_STEPS_MAX),
})
export type WrittenPlan = z.infer<typeof writtenPlan>
export const madePlan = z.object({ id: z.string() })

export const planStates = ['draft', 'running', 'paused', 'ended'] as const
export const planState = z.enum(planStates)
export type PlanState = z.infer<typeof planState>

export const planFilter = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  state: planState.optional(),
})
export const planLine = z.object({
  id: z.string(),
  name: z.string(),
  state: planState,
  steps: z.number(),
  /** Groups that it speaks in by now. */
  groups: z.number(),
  /** How many times a group has heard it. */
  heard: z.number(),
  skipped: z.number(),
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  madeAt: instant,
  madeBy: z.string().nullable(),
})
export type PlanLine = z.infer<typeof planLine>
/** GET /api/group-plans */
export const plans = pageOf(planLine)

/** GET /api/group-plans/:id */
export const plan = writtenPlan.extend({
  id: z.string(),
  state: planState,
  turnedAt: instant,
  turnedBy: z.string().nullable(),
  turnReason: z.string(),
  launchedAt: instant.nullable(),
})
export type Plan = z.infer<typeof plan>

/** PUT /api/group-plans/:id/state */
export const planTurn = z.strictObject({
  to: z.enum(['running', 'paused', 'ended']),
  reason: z.string().trim().max(200).default(''),
})

/** One post to come: a step at an instant, and the groups that hear it. */
export const comingPost = z.object({
  stepId: z.string(),
  name: z.string(),
  text: z.string(),
  way: z.enum(['task', 'manual']),
  dueAt: instant,
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** What has the group's day already; null: it is free. */
      taken: z.string().nullable(),
    }),
  ),
})
export type ComingPost = z.infer<typeof comingPost>
/** GET /api/group-plans/:id/ahead; `group`: of this one alone. */
export const aheadQuery = z.object({ group: z.string().max(64).optional() })
export const ahead = z.object({
  items: z.array(comingPost),
  /** The groups that fit now. */
  groups: z.array(z.object({ id: z.string(), name: z.string(), createdAt: instant })),
})

export const stepResult = z.object({
  stepId: z.string(),
  name: z.string(),
  when: planWhen,
  isRemoved: z.boolean(),
  /** Times a group was to hear it: sent and not sent, waiting, left to the owner's hands, skipped. */
  times: z.number(),
  sent: z.number(),
  waiting: z.number(),
  manual: z.number(),
  notSent: z.number(),
  skipped: z.number(),
  /** People in the groups where it stands, staff left out. */
  people: z.number(),
  /** People who left one of these groups within 24 hours after it. */
  left: z.number(),
})
export type StepResult = z.infer<typeof stepResult>
/** GET /api/group-plans/:id/results */
export const planResults = z.object({ items: z.array(stepResult) })

export const decisionFilter = pageQuery.extend({ only: z.enum(['skipped', 'posted']).optional() })
export const planDecision = z.object({
  stepId: z.string(),
  name: z.string(),
  group: z.object({ id: z.string(), name: z.string() }),
  dueAt: instant,
  /** Null: it came later than its window and was skipped. */
  postId: z.string().nullable(),
  target: z.string().nullable(),
})
export type PlanDecision = z.infer<typeof planDecision>
/** GET /api/group-plans/:id/decisions */
export const planDecisions = pageOf(planDecision)
