import { z } from 'zod'
import { day } from './page.ts'

export const customerSort = z.enum([
  'lastSeen',
  '-lastSeen',
  'firstSeen',
  '-firstSeen',
  'total',
  '-total',
  'orders',
  '-orders',
])
export type CustomerSort = z.infer<typeof customerSort>

/** Several ids or kinds, joined by commas. */
const several = z.string().max(2_000)
const whole = z.coerce.number().int().min(0).max(9_000_000_000_000)

/**
 * Which persons a list shows. `search`: a name or part of it, pinyin, initials; or exactly a phone number, an e-mail
 * address, a member number, any other id, a customer number. Days are the workspace's, both ends included.
 */
export const customerFilter = z.object({
  search: z.string().max(200).optional(),
  tags: several.optional(),
  tagsAll: several.optional(),
  tagsNone: several.optional(),
  source: several.optional(),
  has: several.optional(),
  /** User ids of associates of whom they are friends (with `relation`: were, …). */
  associate: several.optional(),
  /** Sources and codes (their parameters) by which a follow came about. */
  from: several.optional(),
  code: several.optional(),
  /** `friend`: of an associate now; `lost`: was one and is nobody's any more; `never`. */
  relation: z.enum(['friend', 'lost', 'never']).optional(),
  firstFrom: day.optional(),
  firstTo: day.optional(),
  lastFrom: day.optional(),
  lastTo: day.optional(),
  ordersMin: whole.optional(),
  ordersMax: whole.optional(),
  totalMin: whole.optional(),
  totalMax: whole.optional(),
  sort: customerSort.default('-lastSeen'),
})
export type CustomerFilter = z.infer<typeof customerFilter>
