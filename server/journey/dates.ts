import { Temporal } from 'temporal-polyfill'
import { type JourneyPlan, journeyPlan, type Trigger } from '../../contract/journey.ts'
import { bornOn, keptOn } from '../almanac/index.ts'
import { peopleByDay } from '../customer/index.ts'
import { dayOf, newId, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { admitFestival } from './festival.ts'
import type { JourneyDeps } from './work.ts'

export type DateTrigger = Extract<Trigger, { kind: 'date' }>

/** A day that nobody was there to look at is made up for on the next one; a wish two days late embarrasses. */
const LATE_DAYS = 1
const JOURNEYS_MAX = 500

/** The days of a year, as `05-01`, whose people come in on a day with so many days' distance. */
export function monthDaysOf(on: Temporal.PlainDate, offsetDays: number): string[] {
  const day = on.subtract({ days: offsetDays })
  const shown = day.toString().slice(5)
  // Who was born on a leap day is not left out three years of four.
  return shown === '02-28' && !day.inLeapYear ? [shown, '02-29'] : [shown]
}

/** The days as they may be told, `05-01` or `1990-05-01`, whose people come in on a day. */
export function daysTold(
  on: Temporal.PlainDate,
  { calendar, offsetDays }: Pick<DateTrigger, 'calendar' | 'offsetDays'>,
): string[] {
  if (!calendar) return monthDaysOf(on, offsetDays)
  const day = on.subtract({ days: offsetDays })
  return calendar === 'lunar' ? keptOn(day) : bornOn(keptOn(day), day)
}

/** The days for which people are due by now, the oldest first: those whose moment came since the version is there. */
export function daysDue(
  { at }: Pick<DateTrigger, 'at'>,
  { now, since, timeZone }: { now: Date; since: Date; timeZone: string },
): Temporal.PlainDate[] {
  const today = Temporal.PlainDate.from(dayOf(now, timeZone))
  return Array.from({ length: LATE_DAYS + 1 }, (_, i) =>
    today.subtract({ days: LATE_DAYS - i }),
  ).filter((day) => {
    const moment = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) })
    const ms = moment.epochMilliseconds
    return ms <= now.getTime() && ms >= since.getTime()
  })
}

export type Running = { id: string; no: number; plan: JourneyPlan; activatedAt: Date }

/**
 * Asks for the people to be let in whose day it is, in every journey that is entered by a date or a festival. Made once for
 * each journey and day: whoever comes second finds it there.
 * @returns how many admissions were made.
 */
export async function letInByDate(
  { db, clock }: Pick<JourneyDeps, 'db' | 'clock'>,
  tenant: Tenant,
): Promise<number> {
  const now = presentOf(tenant, clock)
  return db.inWorkspace(tenant.id, async (tx) => {
    let made = 0
    for (const journey of await runningByDate(tx, tenant)) {
      const due = { now, since: journey.activatedAt, timeZone: tenant.timeZone }
      for (const trigger of journey.plan.triggers) {
        if (trigger.kind !== 'date' && trigger.kind !== 'festival') continue
        for (const day of daysDue(trigger, due)) {
          const isNew = await (trigger.kind === 'date'
            ? admitDay(tx, tenant, { journey, trigger, day, now })
            : admitFestival(tx, tenant, { journey, trigger, day, now }))
          if (isNew) made += 1
        }
      }
    }
    return made
  })
}

/** Journeys that stand open and whose newest version is entered by a date or a festival. */
export async function runningByDate(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Running[]> {
  const rows = await tx.rows(sql<Omit<Running, 'plan'> & { plan: unknown }>`
    select j.id, v.no, v.plan, v.activated_at as "activatedAt"
    from journey.journey j
    join lateral (
      select no, plan, activated_at
      from journey.version
      where workspace_id = j.workspace_id
        and journey_id = j.id
      order by no desc
      limit 1
    ) v on true
    where j.workspace_id = ${tenant.id}
      and (v.plan -> 'triggers' @> '[{"kind":"date"}]' or v.plan -> 'triggers' @> '[{"kind":"festival"}]')
      and not exists (
        select from journey.ending n
        where n.workspace_id = j.workspace_id
          and n.journey_id = j.id
      )
      -- What stands still lets nobody in afterwards whose day is long over.
      and not exists (
        select from journey.pause p
        where p.workspace_id = j.workspace_id
          and p.journey_id = j.id
          and p.resumed_at is null
      )
    limit ${JOURNEYS_MAX}
  `)
  return rows.map((row) => ({ ...row, plan: journeyPlan.parse(row.plan) }))
}

async function admitDay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    journey,
    trigger,
    day,
    now,
  }: {
    journey: Running
    trigger: DateTrigger
    day: Temporal.PlainDate
    now: Date
  },
): Promise<boolean> {
  const { trait, offsetDays, calendar } = trigger
  const on = day.toString()
  const known = await tx.maybe(sql<{ id: string }>`
    select id
    from journey.admission
    where workspace_id = ${tenant.id}
      and journey_id = ${journey.id}
      and date_trait = ${trait}
      and date_calendar is not distinct from ${calendar ?? null}
      and date_offset = ${offsetDays}
      and due_on = ${on}::date
  `)
  if (known) return false
  const numbers = await peopleByDay(tx, tenant, { trait, days: daysTold(day, trigger) })
  const made = await tx.run(sql`
    insert into journey.admission
      (workspace_id, id, journey_id, version, customer_nos, asked_at, date_trait, date_calendar, date_offset,
       due_on, done_at)
    values (
      ${tenant.id}, ${newId()}, ${journey.id}, ${journey.no}, ${numbers}::bigint[], ${now}, ${trait},
      ${calendar ?? null}, ${offsetDays}, ${on}::date, case when ${numbers.length === 0} then ${now}::timestamptz end
    )
    on conflict do nothing
  `)
  return made === 1
}

/** How many people a plan lets in by their dates within so many days from a day on; null: by no date. */
export async function peopleAhead(
  tx: Tx,
  tenant: Tenant,
  { plan, now, days }: { plan: Pick<JourneyPlan, 'triggers'>; now: Date; days: number },
): Promise<number | null> {
  const triggers = plan.triggers.filter((one) => one.kind === 'date')
  if (triggers.length === 0) return null
  const today = Temporal.PlainDate.from(dayOf(now, tenant.timeZone))
  const people = new Set<number>()
  for (const trigger of triggers) {
    const { trait } = trigger
    if (trait === '') continue
    const told = Array.from({ length: days }, (_, i) => daysTold(today.add({ days: i }), trigger))
    for (const no of await peopleByDay(tx, tenant, { trait, days: told.flat() })) people.add(no)
  }
  return people.size
}
