import { z } from 'zod'
import { carrier, purpose, reason } from './delivery.ts'
import { instant } from './page.ts'

/** What may be sent to one person now, by each way and for each purpose. Reason null: it may. */
export const maySend = z.object({
  /** By the workspace's clock. */
  at: instant,
  items: z.array(
    z.object({
      carrier,
      purpose,
      reason: reason.nullable(),
      /** When to ask again; null: not by waiting. */
      until: instant.nullable(),
      /** What the reason rests on: which cap, how many there were. */
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type MaySend = z.infer<typeof maySend>
