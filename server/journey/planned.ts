import { Temporal } from 'temporal-polyfill'
import { peopleOfDays } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { segmentSizes } from '../segment/index.ts'
import { segmentKey } from './condition.ts'
import { type DateTrigger, daysTold, runningByDate } from './dates.ts'
import { type FestivalTrigger, festivalBehind } from './festival.ts'
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

/** How many people SOPs that begin on a day, the customer's own or everybody's, let in on each of these days. */
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
  const all = days.map((day) => Temporal.PlainDate.from(day))
  const found: PlannedDay[] = []
  for (const { id, plan } of running)
    for (const trigger of plan.triggers) {
      if (trigger.kind !== 'date' && trigger.kind !== 'festival') continue
      const come =
        trigger.kind === 'date'
          ? await theirDays(tx, tenant, trigger, all)
          : await festivalDays(tx, tenant, trigger, all)
      const name = names.get(id) ?? ''
      found.push(...come.map((one) => ({ journeyId: id, name, ...one })))
    }
  return found
}

type Coming = Pick<PlannedDay, 'on' | 'people'>

async function theirDays(
  tx: Tx,
  tenant: Tenant,
  trigger: DateTrigger,
  days: readonly Temporal.PlainDate[],
): Promise<Coming[]> {
  const hasYear = trigger.calendar === 'lunar_of_solar'
  const told = await peopleOfDays(tx, tenant, { trait: trigger.trait, hasYear })
  return days
    .map((day) => ({
      on: day.toString(),
      people: daysTold(day, trigger).reduce((sum, one) => sum + (told.get(one) ?? 0), 0),
    }))
    .filter(({ people }) => people > 0)
}

/** As many as are in the segment now; it is shown also when nobody is. */
async function festivalDays(
  tx: Tx,
  tenant: Tenant,
  trigger: FestivalTrigger,
  days: readonly Temporal.PlainDate[],
): Promise<Coming[]> {
  const on = days.filter((day) => festivalBehind(day, trigger))
  if (on.length === 0) return []
  const segment = segmentKey(trigger.segmentId)
  const people = (await segmentSizes(tx, tenant, [segment])).get(segment) ?? 0
  return on.map((day) => ({ on: day.toString(), people }))
}
