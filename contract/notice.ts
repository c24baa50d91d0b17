import { z } from 'zod'
import { instant } from './page.ts'

/**
 * What WeCom told that a person has to see to. `quota_low`: fewer than twenty uses of acquisition links (获客链接) are left;
 * `quota_expiring`: `quota` uses end at `expiresAt`; `link_unavailable`: nobody of a link can add customers any more;
 * `transfer_failed`: `associate` could not take over `customer`, for `reason`.
 */
export const noticeKind = z.enum([
  'quota_low',
  'quota_exhausted',
  'quota_expiring',
  'link_unavailable',
  'link_deleted',
  'transfer_failed',
])
export type NoticeKind = z.infer<typeof noticeKind>

export const corpNotice = z.object({
  id: z.string(),
  kind: noticeKind,
  /** Whose it is, as ids begin: empty for the first company. */
  company: z.string(),
  linkId: z.string().nullable(),
  customer: z.object({ id: z.string(), name: z.string() }).nullable(),
  associate: z.object({ userid: z.string(), name: z.string() }).nullable(),
  /** WeCom's word: customer_refused or customer_limit_exceed; another one is passed on as it came. Empty: none. */
  reason: z.string(),
  quota: z.number().int().nullable(),
  expiresAt: instant.nullable(),
  firstToldAt: instant,
  toldAt: instant,
})
export type CorpNotice = z.infer<typeof corpNotice>

/** GET /api/corp-notices — those that nobody has seen to, the newest first. `total` counts those that are not shown, too. */
export const corpNotices = z.object({ items: z.array(corpNotice), total: z.number().int() })
