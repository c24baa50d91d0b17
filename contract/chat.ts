import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { instant } from './page.ts'

/**
 * What a chat archive (会话存档) tells: that somebody wrote, to whom and when. What they wrote stays in the archive. `id` is
 * the archive's own; told twice it counts once. Of every company but the first the ids have its corp id and a slash before
 * them: `ww0123456789abcdef/chenlan`.
 */
export const chatTold = z.strictObject({
  id: z.string().min(1).max(128),
  at: instant,
  from: z.enum(['customer', 'associate']),
  userid: z.string().min(1).max(USERID_MAX),
  externalUserid: z.string().min(1).max(USERID_MAX),
})
/** What a customer said to being kept there: messages of the kinds `agree` and `disagree`. */
export const archiveWord = z.strictObject({
  id: z.string().min(1).max(128),
  at: instant,
  says: z.enum(['agreed', 'refused']),
  userid: z.string().min(1).max(USERID_MAX),
  externalUserid: z.string().min(1).max(USERID_MAX),
})
export const toldByArchive = z.union([chatTold, archiveWord])
export const chatsTold = z.strictObject({ items: z.array(toldByArchive).min(1).max(500) })
export const chatsTaken = z.object({ taken: z.number() })
