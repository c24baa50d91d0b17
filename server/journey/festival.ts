import { Temporal } from 'temporal-polyfill'
import type { JourneyPlan, Trigger } from '../../contract/journey.ts'
import type { LaunchCheck } from '../../contract/journey-view.ts'
import { festivalsOn } from '../almanac/index.ts'
import { dayOf, newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { segmentKey } from './condition.ts'
import type { Neighbours, Scope } from './neighbours.ts'

export type FestivalTrigger = Extract<Trigger, { kind: 'festival' }>

/** A lunar year with a leap month has 384 days, so within these every festival comes. */
const LOOKED_AHEAD_DAYS = 400

/** The festival's own day, when a day is the one on which its people come in. */
export function festivalBehind(
  on: Temporal.PlainDate,
  { festival, offsetDays }: Pick<FestivalTrigger, 'festival' | 'offsetDays'>,
): Temporal.PlainDate | null {
  const day = on.subtract({ days: offsetDays })
  return festivalsOn(day).some((one) => one === festival) ? day : null
}

/** When people come in next, and for which festival's day. */
export function nextFestival(
  trigger: FestivalTrigger,
  { now, timeZone }: { now: Date; timeZone: string },
): { festivalOn: Temporal.PlainDate; comeAt: Date } | null {
  const plainTime = Temporal.PlainTime.from(trigger.at)
  const today = Temporal.PlainDate.from(dayOf(now, timeZone))
  for (let days = 0; days < LOOKED_AHEAD_DAYS; days++) {
    const on = today.add({ days })
    const festivalOn = festivalBehind(on, trigger)
    if (!festivalOn) continue
    const comeAt = new Date(on.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds)
    if (comeAt > now) return { festivalOn, comeAt }
  }
  return null
}

/** When the people of each festival come in next, and how many there are now. */
export async function festivalsAhead(
  neighbours: Pick<Neighbours, 'members'>,
  { tenant, now }: Scope,
  { triggers }: Pick<JourneyPlan, 'triggers'>,
): Promise<LaunchCheck['festivals']> {
  const found: LaunchCheck['festivals'] = []
  for (const one of triggers) {
    if (one.kind !== 'festival' || one.festival === '') continue
    const next = nextFestival(one, { now, timeZone: tenant.timeZone })
    if (!next) continue
    let people = 0
    if (one.segmentId !== '')
      for await (const page of neighbours.members(tenant, segmentKey(one.segmentId)))
        people += page.length
    const { festival } = one
    const times = { festivalOn: next.festivalOn.toString(), comeAt: next.comeAt.toISOString() }
    found.push({ festival, ...times, people })
  }
  return found
}

/**
 * Asks for the people of a segment to be let in where a day is that of a festival. Known by the festival's own day, so a version
 * with another distance or hour lets nobody in for the same festival again.
 * @returns whether this was the first to ask.
 */
export async function admitFestival(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    journey,
    trigger,
    day,
    now,
  }: {
    journey: { id: string; no: number }
    trigger: FestivalTrigger
    day: Temporal.PlainDate
    now: Date
  },
): Promise<boolean> {
  const festivalOn = festivalBehind(day, trigger)
  if (!festivalOn) return false
  const made = await tx.run(sql`
    insert into journey.admission
      (workspace_id, id, journey_id, version, segment_id, asked_at, festival, festival_on)
    values (
      ${tenant.id}, ${newId()}, ${journey.id}, ${journey.no}, ${segmentKey(trigger.segmentId)}, ${now},
      ${trigger.festival}, ${festivalOn.toString()}::date
    )
    on conflict do nothing
  `)
  return made === 1
}
