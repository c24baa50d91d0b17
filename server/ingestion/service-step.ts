import { z } from 'zod'
import { type ApplyStep, nothingApplied, PRIVATE } from '../event/index.ts'
import { noteToken } from './read-service.ts'
import { wish } from './wish.ts'

const waiting = z.object({
  open_kfid: z.string().min(1),
  [PRIVATE]: z.object({ token: z.string().default('') }).default({ token: '' }),
})

/** The line of the table of appliers that wishes for what was said in customer service. */
export const serviceStep: ApplyStep = {
  name: 'service',
  on: ['service_message.waiting'],
  async apply(tx, { tenant, now }, events) {
    for (const { at, props } of events) {
      const told = waiting.safeParse(props)
      if (!told.success) continue
      const { open_kfid: openKfid, [PRIVATE]: secret } = told.data
      await noteToken(tx, tenant.id, { openKfid, token: secret.token, at })
      await wish(tx, tenant.id, { kind: 'service', ids: [openKfid], now })
    }
    return nothingApplied
  },
}
