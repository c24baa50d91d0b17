import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { newMoment } from './moment.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/** Posts in customer groups (客户群群发): the company writes, owners confirm, a group hears it. */
export const POST_GROUPS_MAX = 2_000
export const WINDOW_HOURS = [4, 12, 24, 48, 72] as const
const why = z.string().trim().min(2).max(200)

/** What is said: a text, a picture, a link; at least one of the first two. */
export const postContent = z.strictObject({
  text: newMoment.shape.text,
  picture: newMoment.shape.picture,
  link: newMoment.shape.link,
})
export type PostContent = z.infer<typeof postContent>

/** POST /api/group-posts. `expected`: the groups that were seen; another number is refused. */
export const newGroupPost = postContent.extend({
  name: z.string().trim().max(60).default(''),
  groupIds: z.array(z.string().max(64)).min(1).max(POST_GROUPS_MAX),
  /** Null: at once. */
  startsAt: instant.nullable().default(null),
  validHours: z.number().int().min(1).max(168).default(24),
})
export type NewGroupPost = z.infer<typeof newGroupPost>
export const madeGroupPost = z.object({ id: z.string() })

/** See posting.target in db/postgres/0136_posting.sql; `sending` is no matter of people's and is shown as planned. */
export const targetStates = [
  'planned',
  'unknown',
  'parked',
  'handed',
  'sent',
  'manual',
  'done',
  'failed',
  'expired',
  'cancelled',
  'left_out',
] as const
export const targetState = z.enum(targetStates)
export type TargetState = z.infer<typeof targetState>

/** Why a group stands where it does; empty where there is nothing to add. */
export const targetReasons = [
  '',
  'day_taken',
  'gave_way',
  'wecom_quota',
  'by_hand',
  'dissolved',
  'owner_gone',
  'not_owner',
  'refused',
  'not_confirmed',
  'too_late',
  'kill_switch',
  'withdrawn',
  'no_receipt',
  'declined',
  'quiet_hours',
  'not_connected',
] as const
export const targetReason = z.enum(targetReasons)
export type TargetReason = z.infer<typeof targetReason>

export const postCauses = ['hand', 'column', 'sop'] as const
export const postCause = z.enum(postCauses)
export type PostCause = z.infer<typeof postCause>

export const postState = z.enum(['waiting', 'running', 'ended', 'cancelled'])
export type PostState = z.infer<typeof postState>

export const groupPostFilter = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  cause: postCause.optional(),
})
export const groupPostLine = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  cause: postCause,
  state: postState,
  startsAt: instant,
  groups: z.number(),
  /** Groups in which it stands: confirmed by the owner, or done by hand. */
  sent: z.number(),
  waiting: z.number(),
  /** What the owner is to do by hand. */
  manual: z.number(),
  /** Nobody knows whether the task was made, and a person has to say. */
  parked: z.number(),
  madeAt: instant,
  madeBy: z.string().nullable(),
})
export type GroupPostLine = z.infer<typeof groupPostLine>
/** GET /api/group-posts */
export const groupPosts = pageOf(groupPostLine)

const ownerPart = z.object({
  userid: z.string(),
  name: z.string(),
  groups: z.number(),
  sent: z.number(),
  waiting: z.number(),
  manual: z.number(),
  confirmedAt: instant.nullable(),
  /** Tasks that nobody can vouch for. */
  parkedTask: z.string().nullable(),
})
/** GET /api/group-posts/:id */
export const groupPost = groupPostLine.extend({
  hasPicture: z.boolean(),
  link: z.object({ title: z.string(), url: z.string() }).nullable(),
  notAfter: instant,
  whenTaken: z.enum(['manual', 'leave_out']),
  counts: z.record(targetState, z.number()),
  people: z.number(),
  byOwner: z.array(ownerPart),
  cancelledAt: instant.nullable(),
  cancelledBy: z.string().nullable(),
  cancelReason: z.string(),
})
export type GroupPost = z.infer<typeof groupPost>

export const groupTargetFilter = pageQuery.extend({ state: targetState.optional() })
export const groupTarget = z.object({
  id: z.string(),
  group: z.object({ id: z.string(), name: z.string() }),
  owner: z.object({ userid: z.string(), name: z.string() }),
  members: z.number(),
  state: targetState,
  reason: targetReason,
  errmsg: z.string(),
  dueAt: instant,
  sentAt: instant.nullable(),
  said: z.string(),
})
export type GroupTarget = z.infer<typeof groupTarget>
/** GET /api/group-posts/:id/targets */
export const groupTargets = pageOf(groupTarget)

/** GET /api/group-post-candidates: groups to choose from, and what their day holds already. */
export const candidateFilter = z.object({
  owners: z.string().max(40_000).default(''),
  search: z.string().trim().max(60).default(''),
  min: z.coerce.number().int().min(0).optional(),
  max: z.coerce.number().int().min(0).optional(),
  /** The instant for which the day is looked at; the present where there is none. */
  at: instant.optional(),
})
export const candidate = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ userid: z.string(), name: z.string(), isActive: z.boolean() }),
  members: z.number(),
  /** What claims or has the group's day; null: it is free. */
  taken: z.object({ name: z.string(), isSent: z.boolean() }).nullable(),
})
export type Candidate = z.infer<typeof candidate>
export const candidates = z.object({ items: z.array(candidate), total: z.number() })

/** PUT /api/group-posts/:id/cancellation */
export const cancelGroupPost = z.strictObject({ reason: why })
/** POST /api/group-posts/:id/reminders */
export const remindOwners = z.strictObject({ userid: z.string().max(USERID_MAX).optional() })
export const ownersReminded = z.object({
  reminded: z.number(),
  tooOften: z.number(),
  failed: z.number(),
})
/** PUT /api/group-targets/:id/decision: what was to be done by hand was, or is left. */
export const targetDecision = z.discriminatedUnion('said', [
  z.strictObject({ said: z.literal('done') }),
  z.strictObject({ said: z.literal('left'), reason: why }),
])
/** PUT /api/group-tasks/:id/verdict: somebody has looked in WeCom. `made`: it went out; `not_made`: it is tried again. */
export const taskVerdict = z.strictObject({ said: z.enum(['made', 'not_made']), reason: why })
