import { z } from 'zod'
import { deliveryState, purpose, reason } from './delivery.ts'
import { control, journeyMetrics, stepContent } from './journey.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/**
 * A broadcast (群发): one message, or several that are compared, to the people of a segment, once. What was launched never
 * changes; the audience is written down at the launch, and who may not be written to is left out until the last moment.
 */

/** The ways that a broadcast can take. */
export const broadcastCarriers = ['wecom_mass', 'email', 'sms', 'official_message'] as const

export const VARIANTS_MAX = 4
export const EXCLUDED_MAX = 5
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const armId = z.string().regex(/^[a-z][a-z0-9_]{0,11}$/)

export const broadcastPlan = z.strictObject({
  /** Empty while a draft has none. */
  segmentId: z.string().max(64),
  /** Who is in one of these is left out. */
  excludeSegmentIds: z.array(z.string().max(64)).max(EXCLUDED_MAX).default([]),
  carrier: z.enum(broadcastCarriers),
  purpose,
  /** With several, people are divided by these shares (percent, together a hundred). */
  variants: z
    .array(z.strictObject({ id: armId, share: z.int().min(1).max(100), content: stepContent }))
    .min(1)
    .max(VARIANTS_MAX),
  start: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('now') }),
    z.strictObject({ kind: z.literal('at'), at: instant }),
  ]),
  /** Nothing leaves after so many hours. */
  validHours: z.int().min(1).max(336).default(24),
  /** Handed over only between these times of the workspace's day; null: whenever the rules allow. */
  window: z.strictObject({ from: clockTime, to: clockTime }).nullable().default(null),
  control,
})
export type BroadcastPlan = z.infer<typeof broadcastPlan>
export type Variant = BroadcastPlan['variants'][number]

const name = z.string().trim().min(1).max(60)
export const newBroadcast = z.strictObject({ name, plan: broadcastPlan })
export const madeBroadcast = z.object({ id: z.string() })
export const savedBroadcast = z.strictObject({ draftNo: z.int(), name, plan: broadcastPlan })
export const broadcastSaved = z.object({ draftNo: z.number() })

/**
 * draft → freezing (its people are written down) → waiting (for its hour) → sending → ended. `paused` and `cancelling` stand
 * before these; `cancelled` is an end.
 */
export const broadcastStates = [
  'draft',
  'freezing',
  'waiting',
  'sending',
  'paused',
  'cancelling',
  'cancelled',
  'ended',
] as const
export const broadcastState = z.enum(broadcastStates)
export type BroadcastState = z.infer<typeof broadcastState>

/** How the people of a broadcast stand. */
export const broadcastPeople = z.object({
  /** Written down at the launch. */
  audience: z.number(),
  /** Of these, who gets nothing to compare with. */
  control: z.number(),
  /** Nobody has decided about them yet: the hour, a rule that passes, a pause. */
  waiting: z.number(),
  /** On their way: planned, with an associate, or nobody knows. */
  onWay: z.number(),
  sent: z.number(),
  failed: z.number(),
  /** Ended without being sent: left out by a rule, not confirmed in time, called back. */
  unsent: z.number(),
})
export type BroadcastPeople = z.infer<typeof broadcastPeople>

export const broadcastFilter = pageQuery.extend({
  search: z.string().max(60).default(''),
  state: broadcastState.optional(),
})
export const broadcastLine = z.object({
  id: z.string(),
  name: z.string(),
  state: broadcastState,
  carrier: z.enum(broadcastCarriers),
  segment: z.string(),
  variants: z.number(),
  people: broadcastPeople,
  startsAt: instant.nullable(),
  changedAt: instant,
  changedBy: z.string().nullable(),
})
export type BroadcastLine = z.infer<typeof broadcastLine>
/** GET /api/broadcasts */
export const broadcasts = pageOf(broadcastLine)

/** GET /api/broadcasts/:id */
export const broadcast = z.object({
  id: z.string(),
  name: z.string(),
  state: broadcastState,
  draft: z.object({
    no: z.number(),
    plan: broadcastPlan,
    savedAt: instant,
    savedBy: z.string().nullable(),
  }),
  segment: z.string(),
  launch: z
    .object({
      plan: broadcastPlan,
      launchedAt: instant,
      launchedBy: z.string().nullable(),
      approvedBy: z.string().nullable(),
      startsAt: instant,
      notAfter: instant,
      frozenAt: instant.nullable(),
      endedAt: instant.nullable(),
      experimentId: z.string(),
    })
    .nullable(),
  pause: z
    .object({ pausedAt: instant, pausedBy: z.string().nullable(), reason: z.string() })
    .nullable(),
  cancellation: z
    .object({ cancelledAt: instant, cancelledBy: z.string().nullable(), reason: z.string() })
    .nullable(),
  /** A launch that waits for a second person, or was refused by one. */
  approval: z
    .object({
      id: z.string(),
      state: z.enum(['open', 'refused']),
      audience: z.number(),
      reason: z.string(),
      askedAt: instant,
      askedBy: z.string().nullable(),
      isStale: z.boolean(),
      decidedBy: z.string().nullable(),
      verdictReason: z.string(),
    })
    .nullable(),
  people: broadcastPeople,
})
export type Broadcast = z.infer<typeof broadcast>

const counted = z.object({ reason, people: z.number() })
/** What has to be mended before a launch. */
export const broadcastProblems = [
  'no_segment',
  'segment_gone',
  'no_people',
  'no_text',
  'shares',
  'unrenderable',
  'no_subject',
  'no_template',
  'no_mailbox',
  'no_sms_line',
  'link',
  'control_reason',
  'start_passed',
  'window',
] as const
export const broadcastProblem = z.object({
  code: z.enum(broadcastProblems),
  /** Of which message; empty: of the whole. */
  arm: z.string(),
})
export type BroadcastProblem = z.infer<typeof broadcastProblem>

/** GET /api/broadcasts/:id/check: what a launch of the draft would do now. */
export const broadcastCheck = z.object({
  draftNo: z.number(),
  problems: z.array(broadcastProblem),
  /** Who is in the segment, how many of them the exclusions leave, and of these the control group. */
  matching: z.number(),
  audience: z.number(),
  control: z.number(),
  /** So many were looked at one by one, spread evenly; the figures below are of all. */
  lookedAt: z.number(),
  now: z.number(),
  later: z.array(counted.extend({ from: instant })),
  never: z.array(counted),
  /** Variables that some people lack, with how many: they would not get it. */
  missing: z.array(z.object({ arm: z.string(), people: z.number() })),
  /** Whoever has words of their own gets them from an associate by hand. */
  personal: z.number(),
  associates: z.array(z.object({ userid: z.string(), name: z.string(), people: z.number() })),
  /** Mass messages of this month of the customer who got most, and how many WeCom allows. */
  quota: z.object({ most: z.number(), days: z.number() }).nullable(),
  /** The smallest difference that this audience would show four times in five, as a share of people who buy. */
  detectable: z
    .object({ metric: z.enum(journeyMetrics), baseline: z.number(), effect: z.number() })
    .nullable(),
  /** More than this at once need a second person's word; null: one may decide alone. */
  approvalAbove: z.number().nullable(),
  startsAt: instant,
  notAfter: instant,
})
export type BroadcastCheck = z.infer<typeof broadcastCheck>

/** POST /api/broadcasts/:id/launch: the draft that was looked at, to as many as were seen. */
export const launchBroadcast = z.strictObject({ draftNo: z.int(), audience: z.int().min(1) })
const why = z.string().trim().min(2).max(200)
export const broadcastWhy = z.strictObject({ reason: why })

/** PUT /api/broadcasts/:id/cancellation: `confirm` repeats the name. */
export const cancelBroadcast = z.strictObject({ reason: why, confirm: z.string() })

/** POST /api/broadcasts/:id/reminders. Left out: everybody who has not confirmed. */
export const newReminder = z.strictObject({ userid: z.string().max(128).nullable().default(null) })
export const reminded = z.object({
  reminded: z.number(),
  tooOften: z.number(),
  failed: z.number(),
})

/** POST /api/broadcasts/:id/retries: those of whom it is certain that they got nothing, as many as were seen. */
export const newRetry = z.strictObject({
  people: z.int().min(1),
  validHours: z.int().min(1).max(336).default(24),
})
export const retried = z.object({ people: z.number() })

/** POST /api/broadcasts/:id/approvals: asks a second person for a launch that is too large for one. */
export const newBroadcastApproval = launchBroadcast.extend({ reason: why })
export const broadcastApprovalAsked = z.object({ id: z.string() })
/** GET /api/broadcast-approvals: launches that wait for a second person, the oldest first. */
export const broadcastApproval = z.object({
  id: z.string(),
  broadcast: z.object({ id: z.string(), name: z.string() }),
  plan: broadcastPlan,
  audience: z.number(),
  reason: z.string(),
  askedAt: instant,
  askedBy: z.string().nullable(),
  isMine: z.boolean(),
  isStale: z.boolean(),
})
export type BroadcastApproval = z.infer<typeof broadcastApproval>
export const broadcastApprovals = pageOf(broadcastApproval)
/** PUT /api/broadcast-approvals/:id/verdict. What is approved is launched at once. */
export const broadcastVerdict = z.strictObject({
  said: z.enum(['approved', 'refused']),
  reason: why,
})

/** GET /api/broadcasts/:id/results */
export const broadcastResults = z.object({
  arms: z.array(
    z.object({
      id: z.string(),
      people: z.number(),
      sent: z.number(),
      /** Whose link was followed, where it was theirs alone; and how often that of what was the same for many. */
      clicked: z.number(),
      clicks: z.number(),
    }),
  ),
  states: z.array(
    z.object({ state: deliveryState, reason: reason.nullable(), people: z.number() }),
  ),
  /** Why some have to wait before anything is planned for them. */
  waiting: z.array(z.object({ reason: z.string(), people: z.number() })),
  hours: z.array(z.object({ at: instant, sent: z.number() })),
  associates: z.array(
    z.object({
      userid: z.string(),
      name: z.string(),
      people: z.number(),
      waiting: z.number(),
      sent: z.number(),
      failed: z.number(),
      unsent: z.number(),
      closesAt: instant.nullable(),
      reminders: z.number(),
    }),
  ),
  /** Of whom it is certain that they got nothing and may be tried anew. */
  retryable: z.number(),
})
export type BroadcastResults = z.infer<typeof broadcastResults>

/** GET /api/broadcasts/:id/recipients: everybody who was meant, with what became of them. */
export const recipientFilter = pageQuery.extend({
  which: z.enum(['all', 'control', 'waiting', 'dropped']).default('all'),
  arm: z.string().max(12).optional(),
})
export const recipient = z.object({
  id: z.string(),
  customer: z.object({ id: z.string(), no: z.number(), name: z.string() }),
  arm: z.string(),
  state: z.enum(['control', 'waiting', 'decided', 'dropped']),
  reason: z.string().nullable(),
  dueAt: instant.nullable(),
  round: z.number(),
  message: z
    .object({
      state: deliveryState,
      reason: reason.nullable(),
      userid: z.string(),
      sentAt: instant.nullable(),
    })
    .nullable(),
})
export type Recipient = z.infer<typeof recipient>
export const recipients = pageOf(recipient)
