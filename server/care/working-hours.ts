import { Temporal } from 'temporal-polyfill'
import type { CareSettings } from '../../contract/care.ts'

export type WorkingHours = CareSettings['hours']

/** A clock that is asked for more than this stands still: so many days are looked at. */
const DAYS_MAX = 2_000
const MINUTE_MS = 60_000

/** The instant at which so many minutes of work have passed since `from`, by the clock of a zone. */
export function addWorking(
  from: Date,
  minutes: number,
  { hours, zone }: { hours: WorkingHours; zone: string },
): Date {
  if (minutes <= 0) return from
  let leftMs = minutes * MINUTE_MS
  for (const { start, end } of spellsFrom(from, hours, zone)) {
    const begin = Math.max(start, from.getTime())
    const hasMs = Math.max(0, end - begin)
    if (hasMs >= leftMs && hasMs > 0) return new Date(begin + leftMs)
    leftMs -= hasMs
  }
  throw new Error(`no ${minutes} minutes of work in ${DAYS_MAX} days`)
}

/** How many minutes of work lie between two instants, rounded down; 0 when the second is not after the first. */
export function workingMinutes(
  from: Date,
  to: Date,
  { hours, zone }: { hours: WorkingHours; zone: string },
): number {
  let ms = 0
  for (const { start, end } of spellsFrom(from, hours, zone)) {
    if (start >= to.getTime()) break
    ms += Math.max(0, Math.min(end, to.getTime()) - Math.max(start, from.getTime()))
  }
  return Math.floor(ms / MINUTE_MS)
}

/**
 * The spells of work from the day of an instant on. A boundary that does not exist on a day on which clocks jump counts at
 * the jump; one that comes twice counts the first time.
 */
function* spellsFrom(
  from: Date,
  hours: WorkingHours,
  zone: string,
): Generator<{ start: number; end: number }> {
  const first = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  for (let days = 0; days < DAYS_MAX; days++) {
    const day = first.add({ days })
    if (!hours.weekdays.includes(day.dayOfWeek)) continue
    yield { start: at(day, hours.from, zone), end: at(day, hours.to, zone) }
  }
}

function at(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const plainTime = Temporal.PlainTime.from(time)
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
}
