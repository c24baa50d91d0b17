import { Temporal } from 'temporal-polyfill'

/** When everything is read again: nobody works, and callbacks of the day have come. */
const NIGHT_HOUR = 3

/** The newest instant, not after `now`, at which a workspace's nightly reading was due. */
export function lastNight(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const today = here.toPlainDate()
  const due = at(today, timeZone)
  return due > now ? at(today.subtract({ days: 1 }), timeZone) : due
}

function at(day: Temporal.PlainDate, timeZone: string): Date {
  const plainTime = Temporal.PlainTime.from({ hour: NIGHT_HOUR })
  return new Date(day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds)
}
