import { Temporal } from 'temporal-polyfill'

/** The first instant of the day of `at` in a zone. */
export function startOfToday(at: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(here.startOfDay().epochMilliseconds)
}
