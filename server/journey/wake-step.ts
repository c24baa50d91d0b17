import { rowsOfPersons } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

/**
 * The line of the table of appliers for those who have waited at a step because of an open service case or a message without
 * an answer, or for a successor of the associate who left: that is over, so the step is looked at again now and not at the
 * next look that was due.
 */
export const wakeStep: ApplyStep = {
  name: 'journey.wake',
  on: ['case.solved', 'reply.ended', 'customer.handed_over'],
  async apply(tx, { tenant, now: real }, events) {
    const now = tenant.clockAt ?? real
    const ids = events.flatMap(({ customerId }) => customerId ?? [])
    const rows = await rowsOfPersons(tx, tenant, { ids })
    if (rows.length === 0) return nothingApplied
    await tx.run(sql`
      update journey.enrollment
      set due_at = ${now}
      where workspace_id = ${tenant.id}
        and customer_id = any(${rows.map(({ customerId }) => customerId)}::uuid[])
        and state = 'timer'
        and due_at > ${now}
        and note ->> 'why' = 'deferred'
        and note ->> 'reason' in ('open_case', 'waiting_reply', 'handover')
    `)
    return nothingApplied
  },
}
