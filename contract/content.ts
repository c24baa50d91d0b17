import { z } from 'zod'
import { messageContent, purpose } from './delivery.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'

const title = z.string().trim().min(1).max(60)
/** As long as what an associate sends in a chat may be; variables as in every message. */
const TEXT_MAX = 2_000
const TAGS_MAX = 10

/**
 * A material of content (素材) that associates choose from: its words, the needs (tags) that it answers, and its story: why it is
 * offered now. `fromOn` and `untilOn` are days of the workspace, both included; null: always.
 */
const written = {
  title,
  text: z.string().trim().min(1).max(TEXT_MAX),
  link: messageContent.shape.link.unwrap().nullable(),
  purpose,
  tagIds: z.array(z.string()).max(TAGS_MAX),
  story: z.string().trim().max(500),
  fromOn: day.nullable(),
  untilOn: day.nullable(),
}
export const newMaterial = z.strictObject(written).refine(isInOrder, { path: ['untilOn'] })
export const materialChange = z
  .strictObject({ ...written, isArchived: z.boolean() })
  .refine(isInOrder, {
    path: ['untilOn'],
  })

function isInOrder({ fromOn, untilOn }: { fromOn: string | null; untilOn: string | null }) {
  return fromOn === null || untilOn === null || fromOn <= untilOn
}

/** What became of a material: sent by associates of their own accord, and how many followed its link. */
export const materialWork = z.object({ sent: z.number(), clicked: z.number(), senders: z.number() })
export type MaterialWork = z.infer<typeof materialWork>

export const material = z.object({
  ...written,
  id: z.string(),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  isOffered: z.boolean(),
  archivedAt: instant.nullable(),
  changedAt: instant,
  work: materialWork,
})
export type Material = z.infer<typeof material>
export const materialPage = pageOf(material)
export const materialQuery = pageQuery.extend({
  search: z.string().trim().max(100).optional(),
  /** Offered today; not yet or not any more; put away. */
  state: z.enum(['offered', 'resting', 'archived']).optional(),
})

/** A prepared answer (话术), found by words or pinyin. */
const answer = { category: title, title, text: z.string().trim().min(1).max(TEXT_MAX) }
export const newQuickReply = z.strictObject(answer)
export const quickReplyChange = z.strictObject({ ...answer, isArchived: z.boolean() })
export const quickReply = z.object({
  ...answer,
  id: z.string(),
  archivedAt: instant.nullable(),
  changedAt: instant,
  /** How often associates took it in the last 30 days. */
  uses: z.number(),
})
export type QuickReply = z.infer<typeof quickReply>
export const quickReplyPage = pageOf(quickReply).extend({ categories: z.array(z.string()) })
export const quickReplyQuery = pageQuery.extend({
  search: z.string().trim().max(100).optional(),
  category: z.string().max(60).optional(),
  archived: z.literal('yes').optional(),
})
