import { z } from 'zod'
import { customerFilter } from './customer-filter.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/** Customers that one deed may reach at once. */
export const TAG_JOB_MAX = 100_000
/** The same tag on many customers: on these, or on all that match the filters of the list. */
export const newTagJob = z.union([
  z.strictObject({ tagId: z.string(), customerIds: z.array(z.string()).min(1).max(10_000) }),
  z.strictObject({ tagId: z.string(), filter: customerFilter.omit({ sort: true }) }),
])

/**
 * What came of one person. Here: `waiting`, `tagged`, `gone` (no such customer any more), `archived` (the tag was archived
 * meanwhile), `undone`. In WeCom: `own` (the tag is kept here only), `no_friend` (follows no associate), `waiting`, `same`,
 * `refused`.
 */
export const tagOutcomes = ['waiting', 'tagged', 'gone', 'archived', 'undone'] as const
export const tagOutcomesInWecom = ['own', 'no_friend', 'waiting', 'same', 'refused'] as const
const outcome = z.enum(tagOutcomes)
const inWecom = z.enum(tagOutcomesInWecom)

/** One tag on many customers (批量打标), done in the background. */
export const tagJob = z.object({
  id: z.string(),
  tag: z.object({ id: z.string(), name: z.string() }),
  askedAt: instant,
  askedBy: z.string().nullable(),
  total: z.number(),
  done: z.number(),
  endedAt: instant.nullable(),
  undoneAt: instant.nullable(),
})
export type TagJob = z.infer<typeof tagJob>
export const tagJobs = z.object({ items: z.array(tagJob) })

/** With how many came to what, here and in WeCom. */
export const tagJobDetail = tagJob.extend({
  here: z.array(z.object({ outcome, count: z.number() })),
  inWecom: z.array(z.object({ outcome: inWecom, count: z.number() })),
})
export type TagJobDetail = z.infer<typeof tagJobDetail>

export const tagJobPerson = z.object({
  customerId: z.string(),
  name: z.string(),
  outcome,
  inWecom,
  /** WeCom's error number, or `silent`; null: nothing is wrong. */
  error: z.string().nullable(),
})
export type TagJobPerson = z.infer<typeof tagJobPerson>
export const tagJobPeopleQuery = pageQuery.extend({ inWecom: inWecom.optional() })
export const tagJobPeople = pageOf(tagJobPerson)
