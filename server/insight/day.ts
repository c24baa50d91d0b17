const DAY_MS = 86_400_000

/** A day number (days since 1970-01-01) as `yyyy-mm-dd`. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** `yyyy-mm-dd` as a day number. */
export function dayNumber(text: string): number {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS)
}

/** The calendar day of an instant in a time zone, as a day number. @param timeZone an IANA name */
export function dayIn(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return dayNumber(parts.format(at))
}
