import { Temporal } from 'temporal-polyfill'

/** The calendar day of an instant in a zone, as `2026-11-24`. */
export function dayOf(at: Date, timeZone: string): string {
  return dayIn(at, timeZone).toString()
}

/** The first instant of the day of `at` in a zone. */
export function dayStart(at: Date, timeZone: string): Date {
  return new Date(dayIn(at, timeZone).toZonedDateTime(timeZone).epochMilliseconds)
}

/** What a clock on a wall of the zone shows: the weekday (1 is Monday) and minutes since midnight. */
export function wallClock(at: Date, timeZone: string): { weekday: number; minute: number } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return { weekday: local.dayOfWeek, minute: local.hour * 60 + local.minute }
}

function dayIn(at: Date, timeZone: string): Temporal.PlainDate {
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime())
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

/** The calendar month of an instant in a zone, as `2026-11`. */
export function monthOf(at: Date, timeZone: string): string {
  return dayOf(at, timeZone).slice(0, '2026-11'.length)
}

/** The first instant of a month in a zone. @param month as `2026-11` @param later so many months later. */
export function monthStart(month: string, timeZone: string, later = 0): Date {
  const first = Temporal.PlainYearMonth.from(month).add({ months: later }).toPlainDate({ day: 1 })
  return new Date(first.toZonedDateTime(timeZone).epochMilliseconds)
}
