import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/** How a customer who waits for an answer (待回复) stopped waiting; `lapsed`: nobody answered, and we no longer expect it. */
export const replyOutcomes = ['answered', 'noted', 'let_be', 'lapsed'] as const
export type ReplyOutcome = (typeof replyOutcomes)[number]
/** What an associate or a colleague says of one. */
export const saidOutcome = z.strictObject({ outcome: z.enum(['noted', 'let_be']) })

export const replyWait = z.object({
  id: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }),
  /** Null: the team behind customer service. */
  associate: z.object({ userid: z.string(), name: z.string() }).nullable(),
  /** `chat`: told by WeCom; `staff`: written down by somebody of the brand. */
  heard: z.enum(['chat', 'staff']),
  askedAt: instant,
  lastAt: instant,
  messages: z.number(),
  dueAt: instant,
  /** The clock has run out, or ran out before there was an answer. */
  isOverdue: z.boolean(),
  /** Somebody in charge is to look at it. */
  isEscalated: z.boolean(),
  outcome: z.enum(replyOutcomes).nullable(),
  endedAt: instant.nullable(),
  /** Working minutes from the first message to the answer. */
  answerMinutes: z.number().nullable(),
})
export type ReplyWait = z.infer<typeof replyWait>
export const replyWaits = pageOf(replyWait)

export const replyStates = ['waiting', 'overdue', 'escalated', 'ended', 'all'] as const
export const replyQuery = pageQuery.extend({
  state: z.enum(replyStates).default('waiting'),
  /** A userid; `none`: customer service. */
  userid: z.string().max(USERID_MAX).optional(),
})
export type ReplyQuery = z.infer<typeof replyQuery>

/** Somebody of the brand writes down that a customer has written; to whom, or to the team when absent. */
export const newReplyWait = z.strictObject({ userid: z.string().max(USERID_MAX).optional() })
export const replyWaitsOfPerson = z.object({ items: z.array(replyWait) })

const figures = z.object({
  asked: z.number(),
  /** Those that had an answer; of them the median of working minutes, and the share (0 to 1) in time. */
  answered: z.number(),
  answerMinutes: z.number().nullable(),
  inTimeShare: z.number().nullable(),
  lapsed: z.number(),
  waiting: z.number(),
})
/** How soon customers were answered who wrote in the last days. */
export const replyReport = z.object({
  since: instant,
  now: z.object({ waiting: z.number(), overdue: z.number() }),
  all: figures,
  byAssociate: z.array(figures.extend({ associate: replyWait.shape.associate })),
  /** Whether WeCom tells of messages here at all: an archive, customer service, a link. Else only what is written down counts. */
  isTold: z.boolean(),
})
export type ReplyReport = z.infer<typeof replyReport>
export const replyReportQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
})
