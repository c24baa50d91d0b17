import { Temporal } from 'temporal-polyfill'

/** The last days of a workspace, today among them: their first instant, and each as `YYYY-MM-DD`. */
export function lastDays(
  present: Date,
  timeZone: string,
  days: number,
): { since: Date; dates: string[] } {
  const today = Temporal.Instant.fromEpochMilliseconds(present.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  const first = today.subtract({ days: days - 1 })
  return {
    since: new Date(first.toZonedDateTime(timeZone).epochMilliseconds),
    dates: Array.from({ length: days }, (_, at) => first.add({ days: at }).toString()),
  }
}
