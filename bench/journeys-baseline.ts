import { newId, systemClock, type Tenant } from '../server/kernel/index.ts'
import { type Database, sql } from '../server/postgres/index.ts'

const AT_ONCE = 8

/**
 * The same work as most engines do it: each person is a job of their own, each step a few statements and a commit. It even
 * does less: no policy but one cap, no control group, no fact told.
 * @returns the enrollments.
 */
export async function enterSingly(
  db: Database,
  tenant: Tenant,
  persons: readonly { id: string; no: number }[],
): Promise<string[]> {
  const journeyId = newId()
  const enrolled: string[] = []
  await each(persons, async ({ id, no }) => {
    const enrollmentId = newId()
    const now = systemClock.now()
    await db.inWorkspace(tenant.id, async (tx) => {
      await tx.rows(sql`
        select id
        from journey.enrollment
        where workspace_id = ${tenant.id}
          and journey_id = ${journeyId}
          and customer_id = ${id}
      `)
      await tx.run(sql`
        insert into journey.enrollment (
          workspace_id, id, journey_id, version, customer_id, customer_no, came_as_no, entered_at, cause, cause_ref, cause_at,
          state, step, step_at, due_at
        )
        values (
          ${tenant.id}, ${enrollmentId}, ${journeyId}, 1, ${id}, ${no}, ${no}, ${now}, 'manual', '', ${now},
          'timer', 'hello', ${now}, ${now}
        )
      `)
    })
    enrolled.push(enrollmentId)
  })
  return enrolled
}

/** Lets each take a step, one after the other in a few lanes. */
export function stepSingly(db: Database, tenant: Tenant, enrolled: readonly string[]) {
  return each(enrolled, (id) => step(db, tenant, id))
}

async function step(db: Database, tenant: Tenant, enrollmentId: string): Promise<void> {
  const now = systemClock.now()
  await db.inWorkspace(tenant.id, async (tx) => {
    const person = await tx.one(sql<{ journeyId: string; id: string; no: number }>`
      select journey_id as "journeyId", customer_id as id, customer_no as no
      from journey.enrollment
      where id = ${enrollmentId}
      for update
    `)
    await tx.one(sql`
      select count(*) as sent
      from channel.delivery
      where workspace_id = ${tenant.id}
        and person_id = ${person.id}
        and slot_on = ${now}::date
    `)
    await tx.run(sql`
      insert into channel.delivery (
        workspace_id, id, message_id, journey_id, enrollment_id, customer_id, customer_no, person_id, carrier, purpose,
        state, zone, planned_at, not_before, not_after, lateness, due_at, slot_at, slot_on
      )
      values (
        ${tenant.id}, ${newId()}, ${enrollmentId}, ${person.journeyId}, ${enrollmentId}, ${person.id}, ${person.no},
        ${person.id}, 'wecom_mass', 'value', 'planned', 'Asia/Shanghai', ${now}, ${now}, ${now}, 'skip', ${now}, ${now}, ${now}::date
      )
    `)
    await tx.run(sql`
      insert into journey.passage (workspace_id, journey_id, enrollment_id, step, occurrence, version, at, outcome)
      values (${tenant.id}, ${person.journeyId}, ${enrollmentId}, 'hello', 1, 1, ${now}, 'planned')
    `)
    await tx.run(sql`
      update journey.enrollment
      set step = 'rest', is_begun = true, due_at = ${now}::timestamptz + interval '3 days'
      where id = ${enrollmentId}
    `)
  })
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    for (;;) {
      const item = items[next]
      next += 1
      if (item === undefined) return
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
