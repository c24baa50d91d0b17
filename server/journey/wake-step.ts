import { rowsOfPersons } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

/**
 * The line of the table of appliers for those who have waited at a step because of an open service case or a message without
 * an answer, for a successor of the associate who left, or for a task to be done: that is over, so the step is looked at again
 * now and not at the next look that was due.
 */
export const wakeStep: ApplyStep = {
  name: 'journey.wake',
  on: ['case.solved', 'reply.ended', 'customer.handed_over', 'message.sent'],
  async apply(tx, { tenant, now: real }, events) {
    const now = tenant.clockAt ?? real
    const told = events.filter(
      ({ name, props }) => name !== 'message.sent' || props.carrier === 'staff_task',
    )
    const ids = told.flatMap(({ customerId }) => customerId ?? [])
    if (ids.length === 0) return nothingApplied
    const rows = await rowsOfPersons(tx, tenant, { ids })
    if (rows.length === 0) return nothingApplied
    await tx.run(sql`
      update journey.enrollment
      set due_at = ${now}
      where workspace_id = ${tenant.id}
        and customer_id = any(${rows.map(({ customerId }) => customerId)}::uuid[])
        and state = 'timer'
        and due_at > ${now}
        and (
          note ->> 'why' = 'task'
          or (
            note ->> 'why' = 'deferred'
            and note ->> 'reason' in ('open_case', 'waiting_reply', 'handover')
          )
        )
    `)
    return nothingApplied
  },
}
