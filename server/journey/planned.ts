import { Temporal } from 'temporal-polyfill'
import { peopleOfMonthDays } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { monthDaysOf, runningByDate } from './dates.ts'
import { namesOfJourneys } from './names.ts'

export type PlannedDay = { journeyId: string; name: string; on: string; people: number }

/**
 * For how many people of each SOP something is due on which day: the clock on which each of them stands now. What comes after
 * that is not known yet. SOPs that stand still have nothing due.
 */
export function stepsDue(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { from, until }: { from: Date; until: Date },
): Promise<PlannedDay[]> {
  return tx.rows(sql<PlannedDay>`
    select j.id as "journeyId", j.name, (e.due_at at time zone ${tenant.timeZone})::date::text as on, count(*) as people
    from journey.journey j
    join journey.enrollment e
      on e.workspace_id = j.workspace_id
      and e.journey_id = j.id
    where j.workspace_id = ${tenant.id}
      and e.state = 'timer'
      and e.due_at >= ${from}
      and e.due_at < ${until}
      and not exists (
        select from journey.pause p
        where p.workspace_id = j.workspace_id
          and p.journey_id = j.id
          and p.resumed_at is null
      )
    group by j.id, j.name, 3
    order by 3, j.name
  `)
}

/** How many people SOPs that begin on a day of the customer's own let in on each of these days. */
export async function datesAhead(
  tx: Tx,
  tenant: Tenant,
  days: readonly string[],
): Promise<PlannedDay[]> {
  const running = await runningByDate(tx, tenant)
  const names = await namesOfJourneys(
    tx,
    tenant,
    running.map(({ id }) => id),
  )
  const found: PlannedDay[] = []
  for (const { id, plan } of running)
    for (const trigger of plan.triggers) {
      if (trigger.kind !== 'date') continue
      const byMonthDay = await peopleOfMonthDays(tx, tenant, trigger.trait)
      for (const on of days) {
        const monthDays = monthDaysOf(Temporal.PlainDate.from(on), trigger.offsetDays)
        const people = monthDays.reduce((sum, one) => sum + (byMonthDay.get(one) ?? 0), 0)
        if (people > 0) found.push({ journeyId: id, name: names.get(id) ?? '', on, people })
      }
    }
  return found
}
