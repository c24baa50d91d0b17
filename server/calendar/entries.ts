import { Temporal } from 'temporal-polyfill'
import type { CalendarEntry, EntryKind } from '../../contract/calendar.ts'
import { hooksEnding } from '../acquisition/index.ts'
import { type PlannedBroadcast, plannedBroadcasts, plannedMoments } from '../campaign/index.ts'
import { flashBetween } from '../form/index.ts'
import { datesAhead, stepsDue } from '../journey/index.ts'
import { dayOf, type IdKind, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { referralsBetween } from '../referral/index.ts'

export type Days = { from: string; to: string }
type Scope = { tenant: Tenant; now: Date }

const NAME_CHARACTERS = 60

/** The instants at which days begin and are over in a zone. */
export function spanOf({ from, to }: Days, timeZone: string): { from: Date; until: Date } {
  const start = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
  return {
    from: start(Temporal.PlainDate.from(from)),
    until: start(Temporal.PlainDate.from(to).add({ days: 1 })),
  }
}

/** Every day from one to another. */
export function daysOf({ from, to }: Days): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(from)
  const count = first.until(to, { largestUnit: 'days' }).days + 1
  return Array.from({ length: count }, (_, i) => first.add({ days: i }))
}

/** Whatever the rooms have planned for these days, by day and hour. */
export async function entriesOf(tx: Tx, scope: Scope, days: Days): Promise<CalendarEntry[]> {
  const { tenant, now } = scope
  const span = spanOf(days, tenant.timeZone)
  const on = (at: Date) => dayOf(at, tenant.timeZone)
  const broadcasts = await plannedBroadcasts(tx, scope, span)
  const moments = await plannedMoments(tx, tenant, span)
  const entries = [
    ...broadcasts.map((one) => broadcastEntry(one, on(one.at))),
    ...moments.map(({ id, text, state, at }) =>
      entry('moment', ['moment', id], { on: on(at), at, name: text, state }),
    ),
    ...(await journeyEntries(tx, scope, days)),
    ...(await edges(tx, scope, span)),
    ...(await hooksEnding(tx, tenant, days)).map(({ id, name, on: last }) => ({
      ...entry('hook_end', ['hook', id], { on: last, at: null, name, state: '' }),
      canMove: last >= on(now),
    })),
  ]
  return entries
    .filter((one) => one.on >= days.from && one.on <= days.to)
    .sort((a, b) => a.on.localeCompare(b.on) || (a.at ?? '').localeCompare(b.at ?? ''))
}

function broadcastEntry(one: PlannedBroadcast, on: string): CalendarEntry {
  const { id, at, name, state, plan, audience } = one
  return {
    ...entry('broadcast', ['broadcast', id], { on, at, name, state }),
    purpose: plan.purpose,
    people: audience,
    canMove: state === 'draft',
  }
}

/** People due by SOP and day, from today on: what lies before is over. */
async function journeyEntries(tx: Tx, { tenant, now }: Scope, days: Days) {
  const today = dayOf(now, tenant.timeZone)
  const isBegun = days.from < today
  const from = isBegun ? today : days.from
  if (from > days.to) return []
  const ahead = daysOf({ from, to: days.to }).map(String)
  const due = await stepsDue(tx, tenant, spanOf({ from, to: days.to }, tenant.timeZone))
  const dates = await datesAhead(tx, tenant, ahead)
  const counted = (kind: EntryKind, all: typeof due) =>
    all.map(({ journeyId, name, on, people }) => ({
      ...entry(kind, ['journey', journeyId], { on, at: null, name, state: '' }),
      people,
    }))
  return [...counted('journey_steps', due), ...counted('journey_dates', dates)]
}

/** Begins and ends of what lasts. */
async function edges(tx: Tx, { tenant }: Scope, span: { from: Date; until: Date }) {
  const on = (at: Date) => dayOf(at, tenant.timeZone)
  const flash = (await flashBetween(tx, tenant, span)).flatMap(({ id, title: name, from, until }) =>
    [['flash_begin', from] as const, ['flash_end', until] as const].map(([kind, at]) =>
      entry(kind, ['flashTopic', id], { on: on(at), at, name, state: '' }),
    ),
  )
  const referrals = (await referralsBetween(tx, tenant, span)).flatMap(
    ({ id, name, state, from, until }) =>
      [['referral_begin', from] as const, ['referral_end', until] as const].flatMap(([kind, at]) =>
        at === null ? [] : entry(kind, ['referral', id], { on: on(at), at, name, state }),
      ),
  )
  return [...flash, ...referrals]
}

function entry(
  kind: EntryKind,
  [idKind, id]: readonly [IdKind, string],
  { on, at, name, state }: { on: string; at: Date | null; name: string; state: string },
): CalendarEntry {
  return {
    kind,
    subject: showId(idKind, id),
    on,
    at: at?.toISOString() ?? null,
    name: name.slice(0, NAME_CHARACTERS),
    state,
    purpose: null,
    people: null,
    canMove: false,
  }
}
