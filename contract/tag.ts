import { z } from 'zod'
import { instant } from './page.ts'

export const taggingSource = z.enum([
  'form',
  'purchase',
  'staff',
  'flash_topic',
  'chat',
  'click',
  'import',
  'rule',
  'api',
  'wecom',
  'article',
])
export type TaggingSource = z.infer<typeof taggingSource>

const name = z.string().trim().min(1).max(60)

/**
 * How a tag or a group stands with WeCom's library: kept here only; not there yet; the same on both sides; refused, with
 * WeCom's error number or `name_too_long`.
 */
const sharing = {
  share: z.enum(['own', 'waiting', 'same', 'refused']),
  shareError: z.string().nullable(),
}

/** A tag (标签) of a group. `customers`: how many persons have standing evidence for it. */
export const tag = z.object({
  id: z.string(),
  groupId: z.string(),
  name: z.string(),
  customers: z.number(),
  archivedAt: instant.nullable(),
  ...sharing,
})
export type Tag = z.infer<typeof tag>

export const tagGroup = z.object({
  id: z.string(),
  name: z.string(),
  archivedAt: instant.nullable(),
  /** The same in WeCom and here; what came from WeCom always is. */
  isShared: z.boolean(),
  /** Whose library of corp tags it is or would be in; empty: the first company's (see corp.company). */
  company: z.string(),
  ...sharing,
  tags: z.array(tag),
})
export type TagGroup = z.infer<typeof tagGroup>
export const tagGroups = z.object({ items: z.array(tagGroup) })

/** Which company, by how its ids begin; empty: the first. */
const company = z.string().max(64)

/** `isShared`: it is to be a group of corp tags (企业标签) in WeCom too, of that company. */
export const newTagGroup = z.strictObject({
  name,
  isShared: z.boolean().default(false),
  company: company.default(''),
})
export const newTag = z.strictObject({ groupId: z.string(), name })
/** Archived tags stay on customers as history and are offered no longer; `isArchived: false` brings them back. */
export const tagChange = z.strictObject({
  name: name.optional(),
  isArchived: z.boolean().optional(),
})
/** `company` may be chosen while it is in no company's library yet. */
export const tagGroupSharing = z.strictObject({
  isShared: z.boolean(),
  company: company.optional(),
})

/** One piece of evidence for a tag (打标签). `sign` -1: the customer does not want it. */
export const tagging = z.object({
  id: z.string(),
  source: taggingSource,
  sign: z.union([z.literal(1), z.literal(-1)]),
  weight: z.number(),
  at: instant,
  quote: z.string().nullable(),
  by: z.string().nullable(),
  withdrawnAt: instant.nullable(),
})
export type Tagging = z.infer<typeof tagging>

/** Strength of a need (标签强度): decayed evidence as 0 to 100, with what it rests on. */
export const need = z.object({
  tagId: z.string(),
  tag: z.string(),
  group: z.string(),
  level: z.enum(['none', 'weak', 'medium', 'strong']),
  display: z.number(),
  evidenceCount: z.number(),
  distinctDays: z.number(),
  distinctSources: z.number(),
  lastAt: instant,
  /** Newest first, at most twenty. */
  evidence: z.array(tagging),
})
export type Need = z.infer<typeof need>

export const newTagging = z.strictObject({
  tagId: z.string(),
  quote: z.string().trim().max(500).optional(),
  sign: z.union([z.literal(1), z.literal(-1)]).default(1),
})
/** Pieces of evidence that one deed may take back. */
const WITHDRAWN_MAX = 10_000
/** Takes evidence back, or with `isWithdrawn: false` lets it count again. */
export const withdrawal = z.strictObject({
  taggingIds: z.array(z.string()).min(1).max(WITHDRAWN_MAX),
  isWithdrawn: z.boolean().default(true),
})
