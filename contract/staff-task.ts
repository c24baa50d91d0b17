import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { namedPerson, purpose, shownContent } from './delivery.ts'
import { day, instant, pageQuery } from './page.ts'
import { skipOutcomes, taskOutcome } from './staff-work.ts'

/** What an associate is to send in person (导购任务). `snoozed`: left for a later day. */
export const staffTaskState = z.enum(['open', 'snoozed', 'done', 'skipped', 'expired', 'cancelled'])
export const staffTask = z.object({
  id: z.string(),
  state: staffTaskState,
  userid: z.string(),
  customer: namedPerson,
  content: shownContent,
  purpose,
  /** What asks for it: an SOP, a broadcast, or her own choice from the library. */
  cause: z.enum(['journey', 'broadcast', 'material', 'welcome', 'test']),
  /** The SOP; null where it is none. */
  journey: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedAt: instant,
  closesAt: instant,
  /** By when it should be done. */
  dueAt: instant.nullable(),
  isOverdue: z.boolean(),
  snoozedUntil: instant.nullable(),
  /** Until when it may be left. */
  latest: instant,
  /** She tapped send, and what came of it is not known. */
  begunAt: instant.nullable(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  outcome: taskOutcome.nullable(),
  reason: z.string(),
})
export type StaffTask = z.infer<typeof staffTask>
/** What an associate has on hand. Minutes: what is open takes, and what there is for it in a day. */
const associateLoad = z.object({
  userid: z.string(),
  open: z.number(),
  late: z.number(),
  done: z.number(),
  confirms: z.number(),
  minutesNeeded: z.number(),
  minutesPerDay: z.number(),
  /** Today; `standIn`: to whom the tasks are offered. */
  away: z.object({ standIn: z.string().nullable() }).nullable(),
})
export type AssociateLoad = z.infer<typeof associateLoad>
export const staffTasks = z.object({
  items: z.array(staffTask),
  next: z.string().nullable(),
  total: z.number().nullable(),
  byAssociate: z.array(associateLoad),
})
export const staffTaskFilter = pageQuery.extend({
  state: z.enum([...staffTaskState.options, 'any']).default('open'),
  userid: z.string().max(USERID_MAX).optional(),
  journeyId: z.string().max(64).optional(),
  outcome: taskOutcome.optional(),
  /** Only those that are, or were, not done in time. */
  late: z.literal('yes').optional(),
  /** Days of the workspace. */
  openedFrom: day.optional(),
  openedTo: day.optional(),
})
export const skippedTask = z.strictObject({
  reason: z.string().min(2).max(200),
  outcome: z.enum(skipOutcomes).default('other'),
})
