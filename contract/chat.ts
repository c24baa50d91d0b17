import { z } from 'zod'
import { instant } from './page.ts'

/**
 * What a chat archive (会话存档) tells: that somebody wrote, to whom and when. What they wrote stays in the archive. `id` is
 * the archive's own; told twice it counts once.
 */
export const chatTold = z.strictObject({
  id: z.string().min(1).max(128),
  at: instant,
  from: z.enum(['customer', 'associate']),
  userid: z.string().min(1).max(64),
  externalUserid: z.string().min(1).max(64),
})
export type ChatTold = z.infer<typeof chatTold>
export const chatsTold = z.strictObject({ items: z.array(chatTold).min(1).max(500) })
export const chatsTaken = z.object({ taken: z.number() })
