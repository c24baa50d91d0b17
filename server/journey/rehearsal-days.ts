import { Temporal } from 'temporal-polyfill'
import type { JourneyPlan, Trigger } from '../../contract/journey.ts'
import { peopleByDay } from '../customer/index.ts'
import { dayOf, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { segmentKey } from './condition.ts'
import { type DateTrigger, daysTold } from './dates.ts'
import { type FestivalTrigger, festivalBehind } from './festival.ts'
import type { Neighbours } from './neighbours.ts'

type Deps = { db: Database; neighbours: Pick<Neighbours, 'members'> }
type Come = { no: number; at: Date }
type Asked = { plan: Pick<JourneyPlan, 'triggers'>; from: Date; until: Date }

/** Who comes in by a day, their own or everybody's, on which of the days. Members of a segment are those of today. */
export async function comeByDay(
  { db, neighbours }: Deps,
  tenant: Tenant,
  { plan, from, until }: Asked,
): Promise<Come[]> {
  const membersOf = async ({ segmentId }: FestivalTrigger) => {
    const pages: number[][] = []
    if (segmentId === '') return []
    for await (const page of neighbours.members(tenant, segmentKey(segmentId))) pages.push(page)
    return pages.flat()
  }
  const whoComes = (on: Temporal.PlainDate, trigger: DateTrigger | FestivalTrigger) => {
    if (trigger.kind === 'festival') return festivalBehind(on, trigger) ? membersOf(trigger) : []
    const days = daysTold(on, trigger)
    return db.inWorkspace(tenant.id, (tx) =>
      peopleByDay(tx, tenant, { trait: trigger.trait, days }),
    )
  }
  const found: Come[] = []
  for (const trigger of plan.triggers.flatMap(byDay))
    for (const { on, at } of momentsOf(trigger, { from, until, timeZone: tenant.timeZone }))
      for (const no of await whoComes(on, trigger)) found.push({ no, at })
  return found
}

function byDay(trigger: Trigger): (DateTrigger | FestivalTrigger)[] {
  if (trigger.kind === 'festival') return [trigger]
  return trigger.kind === 'date' && trigger.trait !== '' ? [trigger] : []
}

/** The days of a span with their moment, after its begin and until its end. */
function momentsOf(
  trigger: { at: string },
  { from, until, timeZone }: { from: Date; until: Date; timeZone: string },
): { on: Temporal.PlainDate; at: Date }[] {
  const plainTime = Temporal.PlainTime.from(trigger.at)
  const first = Temporal.PlainDate.from(dayOf(from, timeZone))
  const { days } = first.until(Temporal.PlainDate.from(dayOf(until, timeZone)))
  return Array.from({ length: days + 1 }, (_, i) => first.add({ days: i }))
    .map((on) => {
      const moment = on.toZonedDateTime({ timeZone, plainTime })
      return { on, at: new Date(moment.epochMilliseconds) }
    })
    .filter(({ at }) => at > from && at <= until)
}
