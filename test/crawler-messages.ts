import { addMs, newId, readId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import type { House, Resident } from './house.fixture.ts'

/** A message of which nobody knows whether it left, one that an associate is to send, and a notice of WeCom's. */
export async function messagesTo(
  house: House,
  { tenant }: Resident,
  mark: string,
  shown: string,
): Promise<void> {
  const customer = readId('customer', shown)
  if (!customer) throw new Error(`no customer: ${shown}`)
  const { clock, db } = house.deps
  const at = clock.now()
  const later = addMs(at, 3_600_000)
  const [message, call, parked, handed] = [newId(), newId(), newId(), newId()]
  await db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into channel.message (workspace_id, id, cause_kind, carrier, purpose, text, made_at)
      values (${tenant.id}, ${message}, 'test', 'staff_task', 'value', ${mark}, ${at})
    `)
    await tx.run(sql`
      insert into channel.delivery
        (workspace_id, id, message_id, customer_id, customer_no, person_id, carrier, purpose, state, zone, planned_at,
         not_before, not_after, lateness, due_at, slot_at, slot_on, call_id)
      select ${tenant.id}, d.id, ${message}, ${customer}, 1, ${customer}, 'staff_task', 'value', d.state, 'Asia/Shanghai', ${at},
             ${at}, ${later}, 'send_late', ${at}, ${at}, ${at}::timestamptz::date, d.call
      from (values (${parked}::uuid, 'parked', ${call}::uuid), (${handed}::uuid, 'handed', null)) as d (id, state, call)
    `)
    await tx.run(sql`
      insert into channel.remote_call
        (workspace_id, id, kind, message_id, text, marker, receivers, state, called_at, present_at, closes_at, look_after)
      values (${tenant.id}, ${call}, 'mass', ${message}, ${mark}, 'm', 1, 'parked', ${at}, ${at}, ${later}, ${later})
    `)
    await tx.run(sql`
      insert into channel.staff_task (workspace_id, id, userid, state, opened_at, closes_at, due_at)
      values (${tenant.id}, ${handed}, 'chenlan', 'open', ${at}, ${later}, ${later})
    `)
    await tx.run(sql`
      insert into channel.absence (workspace_id, id, userid, from_on, to_on, reason, recorded_at)
      values (${tenant.id}, ${newId()}, 'chenlan', '2026-01-01', '2099-01-01', ${mark}, ${at})
    `)
    await tx.run(sql`
      insert into channel.task_deed (workspace_id, id, task_id, kind, at, to_userid, reason)
      values (${tenant.id}, ${newId()}, ${handed}, 'moved', ${at}, 'chenlan', ${mark})
    `)
    await tx.run(sql`
      insert into channel.staff_card (workspace_id, id, kind, task_id, userid, on_day, state, planned_at)
      values (${tenant.id}, ${newId()}, 'nudge', ${handed}, 'chenlan', '2026-01-01', 'failed', ${at})
    `)
    await tx.run(sql`
      insert into ingestion.notice (workspace_id, id, company, kind, subject, first_told_at, told_at)
      values (${tenant.id}, ${newId()}, '', 'link_unavailable', ${mark}, ${at}, ${at})
    `)
  })
}
