import { Temporal } from 'temporal-polyfill'

/** The calendar day of an instant in a zone, as `2026-11-24`. */
export function dayOf(at: Date, timeZone: string): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime())
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
