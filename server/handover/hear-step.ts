import { z } from 'zod'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { addMs } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import { lookForLeavers } from './read-leavers.ts'

const DIRECTORY = new Set(['directory.staff_removed', 'directory.staff_changed', 'app.staff_left'])
/** WeCom's list lags behind its callback. */
const LAG_MS = 5_000

const told = z.object({
  external_userid: z.string().default(''),
  corp_id: z.string().default(''),
})

/**
 * The line of the table of appliers that hears of handovers. A callback only says when to look: what became of a customer is
 * what WeCom answers when it is asked. So a callback that comes twice, late or never changes nothing.
 */
export const handoverStep: ApplyStep = {
  name: 'handover',
  on: [
    ...['contact.transfer_failed', 'follow.started', 'follow.found', 'follow.ended'],
    ...DIRECTORY,
  ],
  async apply(tx, { tenant, now }, events) {
    const read = events.flatMap(({ name, props }) => {
      const one = told.safeParse(props)
      return one.success ? [{ name, ...one.data }] : []
    })
    const contacts = read.flatMap((one) =>
      one.external_userid === '' ? [] : [one.external_userid],
    )
    await tx.run(sql`
      update handover.move
      set look_after = least(look_after, ${now}), looks = 0
      where workspace_id = ${tenant.id}
        and external_userid = any(${contacts}::text[])
        and state in ('waiting', 'taken')
    `)
    const companies = read.flatMap((one) => (DIRECTORY.has(one.name) ? [one.corp_id] : []))
    for (const company of new Set(companies))
      await lookForLeavers(tx, { id: tenant.id, company }, addMs(now, LAG_MS))
    return nothingApplied
  },
}
