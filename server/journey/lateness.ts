import { Temporal } from 'temporal-polyfill'
import type { Lateness } from '../../contract/delivery.ts'
import type { JourneyStep, Span } from '../../contract/journey.ts'
import { addMs } from '../kernel/index.ts'

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

/** While analytics are away what rests on them cannot be decided; it is asked again after this. */
export const ASK_AGAIN_MS = 5_000

/** Below this nobody calls it late: a busy worker is behind by seconds, a stopped one by hours. */
export const LATE_AFTER_MS = 10 * 60_000

export function spanMs({ amount, unit }: Span): number {
  return amount * UNIT_MS[unit]
}

/** What to do about an effect that was due at `dueAt`. */
export function catchUp(
  rule: Lateness,
  { dueAt, now, timeZone }: { dueAt: Date; now: Date; timeZone: string },
): { kind: 'go' } | { kind: 'skip' } | { kind: 'put_off'; until: Date } {
  const isLate = now.getTime() - dueAt.getTime() > LATE_AFTER_MS
  if (!isLate || rule === 'send_late') return { kind: 'go' }
  if (rule === 'skip') return { kind: 'skip' }
  return { kind: 'put_off', until: nextSlot(dueAt, now, timeZone) }
}

/** The first instant after `now` with the time of day of `dueAt` in the zone. */
export function nextSlot(dueAt: Date, now: Date, timeZone: string): Date {
  const time = inZone(dueAt, timeZone).toPlainTime()
  const today = inZone(now, timeZone).toPlainDate()
  const slot = at(today, time, timeZone)
  return slot.getTime() > now.getTime() ? slot : at(today.add({ days: 1 }), time, timeZone)
}

/** When a wait ends that begins at `from`. */
export function endOfWait(
  step: Extract<JourneyStep, { kind: 'wait' | 'wait_until' }>,
  from: Date,
  timeZone: string,
): Date {
  if (step.kind === 'wait') return addMs(from, spanMs(step.for))
  const time = Temporal.PlainTime.from(step.time)
  let day = inZone(from, timeZone).toPlainDate().add({ days: step.afterDays })
  // A week holds every weekday, and one more day for a time that has passed today.
  for (let looked = 0; looked < 8; looked++) {
    const isAllowed = step.weekdays.length === 0 || step.weekdays.includes(day.dayOfWeek)
    const end = at(day, time, timeZone)
    if (isAllowed && end.getTime() >= from.getTime()) return end
    day = day.add({ days: 1 })
  }
  return at(day, time, timeZone)
}

function inZone(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}

function at(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)
}
