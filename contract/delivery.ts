import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { reasons } from './delivery-reason.ts'
import { instant, pageOf, pageQuery } from './page.ts'
import { smsContent } from './sms.ts'

/** What a message is for: service (a reply, a reminder), value (useful to the customer), promotion (useful to us first). */
export const purposes = ['service', 'value', 'promotion'] as const
export const purpose = z.enum(purposes)
export type Purpose = z.infer<typeof purpose>

/** The ways by which a customer is spoken to. */
export const carriers = [
  'wecom_welcome',
  'wecom_mass',
  'staff_task',
  'email',
  'sms',
  'official_message',
  'official_mass',
] as const
export const carrier = z.enum(carriers)
export type Carrier = z.infer<typeof carrier>

/** The ways that are judged. Who has just added an associate is answered, and that is all that a welcome asks for. */
export const spokenCarriers = [
  'staff_task',
  'wecom_mass',
  'official_message',
  'official_mass',
  'sms',
  'email',
] as const

/** The ways that a customer agrees to, or refuses, by themselves. Those that need a yes come to nobody who has not said it. */
export const agreedCarriers = ['email', 'sms'] as const
export const agreedCarrier = z.enum(agreedCarriers)
export type AgreedCarrier = z.infer<typeof agreedCarrier>

/**
 * planned → claimed → sending → sent | failed | unknown; a mass send or a staff task is `handed` to an associate before it
 * is `sent`. `unknown`: nobody can say whether it left; it is asked after, and `parked` for a person when that does not
 * tell. `skipped`: the policy said no. `expired`: too late. `cancelled`: called back.
 */
export const deliveryStates = [
  'planned',
  'claimed',
  'sending',
  'handed',
  'sent',
  'failed',
  'unknown',
  'parked',
  'skipped',
  'expired',
  'cancelled',
] as const
export const deliveryState = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof deliveryState>

export const reason = z.enum(reasons)
export type Reason = z.infer<typeof reason>

/** What may be done about a moment that is not allowed: send when allowed, not at all, or in the next allowed slot. */
export const lateness = z.enum(['send_late', 'skip', 'next_slot'])
export type Lateness = z.infer<typeof lateness>

/** A message as it is written. `text` may hold variables: `{{ customer.name | default: "您" }}`. */
export const SUBJECT_MAX = 120
export const messageContent = z.strictObject({
  /** Of a letter: what stands above it. May hold variables too. */
  subject: z.string().min(1).max(SUBJECT_MAX).optional(),
  /** Of a short message: the text of the approved template, with its gaps. */
  text: z.string().min(1).max(2_000),
  /** Of a short message: which template it is, and what stands in its gaps; may hold variables too. */
  sms: smsContent.optional(),
  link: z
    .strictObject({
      title: z.string().min(1).max(40),
      url: z.url({ protocol: /^https?$/ }).max(1_500),
      desc: z.string().max(160).optional(),
      picUrl: z
        .url({ protocol: /^https?$/ })
        .max(1_500)
        .optional(),
    })
    .optional(),
})
export type MessageContent = z.infer<typeof messageContent>

/** At most `max` messages in a calendar day, seven days, a calendar month. */
export const capWindows = ['day', 'week', 'month'] as const
export type CapWindow = (typeof capWindows)[number]
const cap = z.strictObject({
  day: z.number().int().min(0).max(100).nullable(),
  week: z.number().int().min(0).max(500).nullable(),
  month: z.number().int().min(0).max(1_000).nullable(),
})
export type Cap = z.infer<typeof cap>
/** Letters and short messages where nobody has set how many. */
const fewLetters: Cap = { day: 1, week: 2, month: 4 }
const fewMessages: Cap = { day: 1, week: 2, month: 4 }
/** Mass messages of an official account: what WeChat allows a service account. */
const fewMasses: Cap = { day: 1, week: null, month: 4 }
const none: Cap = { day: null, week: null, month: null }

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** How strong a tie is (关系强度), from the strongest down. */
export const ties = ['strong', 'medium', 'weak', 'silent'] as const
export type Tie = (typeof ties)[number]

/** What one person may reach at once where nobody has set it. */
const APPROVAL_ABOVE = 5_000

/** The rules by which customers are left in peace (防打扰规则). */
export const policyRules = z.strictObject({
  /** Nothing is handed off from `from` until `to`, by the customer's own clock. Null: no quiet hours. */
  quietHours: z.strictObject({ from: clockTime, to: clockTime }).nullable(),
  caps: z.strictObject({
    overall: cap,
    carrier: z.strictObject({
      wecom_mass: cap,
      staff_task: cap,
      email: cap.default(fewLetters),
      sms: cap.default(fewMessages),
      official_message: cap.default(none),
      official_mass: cap.default(fewMasses),
    }),
    purpose: z.strictObject({ service: cap, value: cap, promotion: cap }),
  }),
  /** So many messages of value or service for each promotion after the first, within 30 days. 0: no such rule. */
  valuePerPromotion: z.number().min(0).max(20),
  /** So many messages without any sign of life, and we stop. 0: no such rule. */
  unansweredMax: z.number().int().min(0).max(50),
  /** Whether a promotion may go one to one to somebody who has been silent for long. */
  promoteWeakTies: z.boolean(),
  /** Which rule the company chose in WeCom for mass messages per customer. */
  wecomQuota: z.enum(['month_days', 'seven_a_week', 'one_a_day']),
  /** Tasks that one associate can do in a day. */
  staffTasksPerDay: z.number().int().min(0).max(1_000),
  /** An SOP that writes to more people at once than this needs a second person's word. Null: one may decide alone. */
  approvalAbove: z.number().int().min(1).max(10_000_000).nullable().default(APPROVAL_ABOVE),
})
export type PolicyRules = z.infer<typeof policyRules>

/** What holds in a workspace that has set nothing: rather too little than too much. */
export const defaultRules: PolicyRules = {
  quietHours: { from: '22:00', to: '08:00' },
  caps: {
    overall: { day: 1, week: 3, month: 8 },
    carrier: {
      wecom_mass: { day: 1, week: null, month: 4 },
      staff_task: none,
      email: fewLetters,
      sms: fewMessages,
      official_message: none,
      official_mass: fewMasses,
    },
    purpose: { service: none, value: none, promotion: { day: 1, week: 1, month: 4 } },
  },
  valuePerPromotion: 1,
  unansweredMax: 6,
  promoteWeakTies: false,
  wecomQuota: 'month_days',
  staffTasksPerDay: 40,
  approvalAbove: APPROVAL_ABOVE,
}

/** The rules in force, and who set them. */
export const policy = z.object({
  rules: policyRules,
  no: z.number(),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
  reason: z.string(),
})
export const policyChange = z.strictObject({
  rules: policyRules,
  /** The number of the version that was looked at: somebody else may have changed it. */
  no: z.number().int(),
  reason: z.string().min(2).max(200),
})

/** A message with how often it was used and how it reads. */
export const shownContent = z.object({
  /** Of a letter. */
  subject: z.string().nullable().optional(),
  text: z.string(),
  link: messageContent.shape.link.unwrap().nullable(),
})

export const namedPerson = z.object({ id: z.string(), no: z.number(), name: z.string() })

/** One line of the ledger of messages (发送记录). */
export const delivery = z.object({
  id: z.string(),
  customer: namedPerson,
  state: deliveryState,
  reason: reason.nullable(),
  /** What stands behind the reason: which cap, how many there were, what the other side said. */
  detail: z.record(z.string(), z.unknown()),
  /** The way that it takes: what holds a customer's own data goes as a task, though it was meant as a mass send. */
  carrier,
  meantCarrier: carrier,
  purpose,
  userid: z.string(),
  content: shownContent,
  /** Which journey planned it; null for a welcome. */
  journeyId: z.string().nullable(),
  /** Which broadcast planned it. */
  broadcastId: z.string().nullable(),
  stepId: z.string(),
  plannedAt: instant,
  dueAt: instant,
  notAfter: instant,
  sentAt: instant.nullable(),
  settledAt: instant.nullable(),
  /** Of a short message: when the carrier says that it came, how many were billed, and what they cost. */
  deliveredAt: instant.nullable(),
  segments: z.number().nullable(),
  costLi: z.number().nullable(),
  /** When the customer first followed the link in it; known of what was theirs alone. */
  clickedAt: instant.nullable(),
})
export type Delivery = z.infer<typeof delivery>
export const deliveryPage = pageOf(delivery)

export const deliveryFilter = pageQuery.extend({
  state: deliveryState.optional(),
  reason: reason.optional(),
  carrier: carrier.optional(),
  purpose: purpose.optional(),
  /** Only those whose link was followed. */
  clicked: z.literal('yes').optional(),
  customerId: z.string().max(64).optional(),
  journeyId: z.string().max(64).optional(),
  broadcastId: z.string().max(64).optional(),
  /** Through whom. */
  userid: z.string().max(USERID_MAX).optional(),
  /** Of a broadcast: which of its messages. */
  arm: z.string().max(12).optional(),
})

/** How many deliveries of the last seven days are in which state. */
export const deliveryCounts = z.object({
  since: instant,
  byState: z.record(deliveryState, z.number()),
})

/** A call of which nobody knows whether it was done (待核实的发送), with all that is known. */
export const parkedCall = z.object({
  id: z.string(),
  kind: z.enum(['welcome', 'mass', 'mail', 'sms', 'official', 'official_mass']),
  userid: z.string(),
  content: shownContent,
  /** Deliveries that hang on the decision. */
  deliveries: z.number(),
  people: z.array(namedPerson),
  calledAt: instant,
  looks: z.number(),
  errcode: z.number().nullable(),
  errmsg: z.string(),
  /** The task over there, when it is known. */
  remoteId: z.string().nullable(),
  /** Until when it may still be sent; null when it is too late for everybody. */
  sendableUntil: instant.nullable(),
})
export type ParkedCall = z.infer<typeof parkedCall>
export const parkedCalls = z.object({ items: z.array(parkedCall), total: z.number() })
export const parkedVerdict = z.strictObject({ said: z.enum(['was_sent', 'send', 'drop']) })

/** What is stopped. */
export const pauseScope = z.enum(['workspace', 'carrier', 'journey', 'broadcast'])
export const standingPause = z.object({
  id: z.string(),
  scope: pauseScope,
  subject: z.string(),
  pausedAt: instant,
  pausedBy: z.string().nullable(),
  reason: z.string(),
})
export const newPause = z.strictObject({
  scope: pauseScope,
  /** The carrier, or the id of the journey or broadcast; empty for the workspace. */
  subject: z.string().max(64).default(''),
  reason: z.string().min(2).max(200),
})
export const liftedPause = z.strictObject({ reason: z.string().min(2).max(200) })

/** Whether anything may leave at all, and what waits for a person. */
export const channelState = z.object({
  pauses: z.array(standingPause),
  fence: z.object({ fencedAt: instant }).nullable(),
  parked: z.number(),
  openTasks: z.number(),
})
export type ChannelState = z.infer<typeof channelState>

/** What the rules in force would have done in the last 30 days. */
export const policyPreview = z.object({
  since: instant,
  messages: z.number(),
  people: z.number(),
  /** Messages that were sent and would not have been, by reason. */
  refused: z.array(z.object({ reason, count: z.number() })),
  peopleSpared: z.number(),
})
export type PolicyPreview = z.infer<typeof policyPreview>

/** What a customer said about being spoken to. */
export const consentWord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['opt_out', 'opt_in']),
    purpose,
    reason: z.string().min(2).max(200),
  }),
  z.strictObject({
    kind: z.literal('do_not_disturb'),
    /** Null: until somebody says otherwise. */
    until: instant.nullable(),
    reason: z.string().min(2).max(200),
  }),
  z.strictObject({ kind: z.literal('disturb_again'), reason: z.string().min(2).max(200) }),
  /** About one way of being reached, whatever the message is for. */
  z.strictObject({
    kind: z.enum(['channel_refused', 'channel_agreed']),
    carrier: agreedCarrier,
    reason: z.string().min(2).max(200),
  }),
])
export type ConsentWord = z.infer<typeof consentWord>
export const consent = z.object({
  refused: z.array(purpose),
  refusedCarriers: z.array(agreedCarrier),
  agreedCarriers: z.array(agreedCarrier),
  leaveUntil: instant.nullable(),
  /** The open service case that promotion waits for. */
  openCase: z.string().nullable(),
  records: z.array(
    z.object({
      id: z.string(),
      kind: z.enum([
        'opt_out',
        'opt_in',
        'do_not_disturb',
        'disturb_again',
        'channel_refused',
        'channel_agreed',
      ]),
      purpose: purpose.nullable(),
      carrier: agreedCarrier.nullable(),
      until: instant.nullable(),
      source: z.string(),
      reason: z.string(),
      recordedAt: instant,
      recordedBy: z.string().nullable(),
      undoneAt: instant.nullable(),
      undoneBy: z.string().nullable(),
    }),
  ),
})
export type Consent = z.infer<typeof consent>
