import { z } from 'zod'
import { instant } from './page.ts'

/**
 * One spell of a follow (好友关系) between a person and an associate: who left and came back has two. `confirmedAt` null:
 * asked and not accepted yet. `addWay`: WeCom's number for how it came about. `costPerPerson` in minor units, over all days.
 */
export const shownFollow = z.object({
  id: z.string(),
  associate: z.object({ userid: z.string(), name: z.string() }),
  isAssociateActive: z.boolean(),
  way: z.object({ id: z.string(), name: z.string() }).nullable(),
  source: z
    .object({ id: z.string(), name: z.string(), costPerPerson: z.number().nullable() })
    .nullable(),
  addWay: z.number().nullable(),
  remark: z.string(),
  startedAt: instant,
  confirmedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedBy: z.enum(['customer', 'staff']).nullable(),
  lastChatAt: instant.nullable(),
  wasFound: z.boolean(),
  /** What the customer said to this chat being kept in the archive (会话存档). */
  archive: z.object({ says: z.enum(['agreed', 'refused']), at: instant }).nullable(),
})
export type ShownFollow = z.infer<typeof shownFollow>
export const shownFollows = z.object({ items: z.array(shownFollow) })
