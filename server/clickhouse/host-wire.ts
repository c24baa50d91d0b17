import { z } from 'zod'

/** The first message of the parent to the host. The token travels here, not in arguments or the environment. */
export const openMessage = z.object({
  kind: z.literal('open'),
  dataDir: z.string(),
  /** 0: any free port. */
  port: z.number().int(),
  token: z.string(),
  memoryLimitMb: z.number().nullable(),
  recycleMb: z.number().nullable(),
  logLevel: z.string(),
})
export const parentMessage = z.union([openMessage, z.object({ kind: z.literal('stop') })])
export type ParentMessage = z.infer<typeof parentMessage>

/** What the host tells its parent. `failed` is followed by its end. */
export const hostMessage = z.union([
  z.object({ kind: z.literal('ready'), port: z.number().int() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
  z.object({ kind: z.literal('recycle'), residentMb: z.number() }),
])
export type HostMessage = z.infer<typeof hostMessage>
