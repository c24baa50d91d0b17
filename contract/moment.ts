import { z } from 'zod'
import { instant, pageOf, pageQuery } from './page.ts'

/** Moments (客户朋友圈): the company writes, associates post, customers like and comment. */
export const TEXT_MAX = 2_000
/** Characters of a picture in base64: some 700 KB, which the console makes of any photo. */
export const PICTURE_MAX = 950_000
const why = z.string().trim().min(2).max(200)

/** POST /api/moments: asks the associates to post it. A link needs a picture as its cover. */
export const newMoment = z.strictObject({
  text: z.string().trim().max(TEXT_MAX),
  picture: z
    .strictObject({
      type: z.enum(['image/jpeg', 'image/png']),
      base64: z.string().min(16).max(PICTURE_MAX),
    })
    .nullable()
    .default(null),
  link: z
    .strictObject({
      title: z.string().trim().min(1).max(40),
      url: z.url({ protocol: /^https?$/ }).max(1_500),
    })
    .nullable()
    .default(null),
  /** Who posts; empty: every associate. */
  userids: z.array(z.string().max(128)).max(500).default([]),
  /** Who sees: customers with one of these tags; empty: all of them. */
  tagIds: z.array(z.string().max(64)).max(50).default([]),
})
export type NewMoment = z.infer<typeof newMoment>
export const madeMoment = z.object({ id: z.string() })

/**
 * asked → making (WeCom takes it) → running (associates post, customers react) → ended (30 days later WeCom tells no more).
 * unknown: nobody knows whether WeCom took it; it is looked for and never made again. cancelled stands before these.
 */
export const momentStates = [
  'asked',
  'making',
  'unknown',
  'running',
  'ended',
  'failed',
  'lost',
  'cancelled',
] as const
export const momentState = z.enum(momentStates)
export type MomentState = z.infer<typeof momentState>

export const momentFilter = pageQuery.extend({ search: z.string().max(60).default('') })
export const momentLine = z.object({
  id: z.string(),
  text: z.string(),
  hasPicture: z.boolean(),
  state: momentState,
  posters: z.number(),
  posted: z.number(),
  /** Customers whose phones show it, as far as WeCom tells. */
  viewers: z.number(),
  likes: z.number(),
  comments: z.number(),
  madeAt: instant,
  madeBy: z.string().nullable(),
})
export type MomentLine = z.infer<typeof momentLine>
/** GET /api/moments */
export const moments = pageOf(momentLine)

/** GET /api/moments/:id */
export const moment = momentLine.extend({
  link: z.object({ title: z.string(), url: z.string() }).nullable(),
  tags: z.array(z.string()),
  errmsg: z.string(),
  cancelledAt: instant.nullable(),
  cancelledBy: z.string().nullable(),
  byAssociate: z.array(
    z.object({
      userid: z.string(),
      name: z.string(),
      postedAt: instant.nullable(),
      viewers: z.number().nullable(),
      likes: z.number(),
      comments: z.number(),
    }),
  ),
})
export type Moment = z.infer<typeof moment>

/** GET /api/moments/:id/reactions: who did what, the newest first. */
export const momentReaction = z.object({
  id: z.string(),
  kind: z.enum(['like', 'comment']),
  at: instant,
  associate: z.string(),
  /** Null: a member of the company. */
  customer: z.object({ id: z.string(), no: z.number(), name: z.string() }).nullable(),
  who: z.string(),
})
export type MomentReaction = z.infer<typeof momentReaction>
export const momentReactions = pageOf(momentReaction)

/** GET /api/moment-reach: how many associates would be asked, and how many customers they have. */
export const momentReach = z.object({ associates: z.number(), customers: z.number() })
/** PUT /api/moments/:id/cancellation */
export const cancelMoment = z.strictObject({ reason: why })
