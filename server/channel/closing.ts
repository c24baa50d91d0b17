import type { PolicyRules } from '../../contract/delivery.ts'
import { addMs } from '../kernel/index.ts'
import { nextDay, quietFrom, quietUntil } from './quiet-hours.ts'

/** A task is taken back this long before quiet begins: taking it back takes time. */
const CLOSE_BEFORE_MS = 60_000
/** A task that could stand open for less is not worth an associate's attention: it waits for the morning. */
const OPEN_MIN_MS = 10 * 60_000

/**
 * Until when an associate may confirm what is handed over now: before quiet hours begin and before the customer's day ends,
 * so that neither quiet hours nor the cap of a day depend on when somebody taps. Or how long to wait instead.
 */
export function closingOf(
  at: Date,
  zone: string,
  notAfter: Date,
  quietHours: PolicyRules['quietHours'],
): { closesAt: Date } | { waitUntil: Date } {
  const quiet = quietFrom(at, zone, quietHours)
  const end = Math.min(quiet?.getTime() ?? Number.POSITIVE_INFINITY, nextDay(at, zone).getTime())
  const latest = addMs(new Date(end), -CLOSE_BEFORE_MS)
  if (notAfter <= latest) return { closesAt: notAfter }
  if (latest >= addMs(at, OPEN_MIN_MS)) return { closesAt: latest }
  return { waitUntil: quietUntil(new Date(end), zone, quietHours) ?? new Date(end) }
}

/** When somebody who was not reached today may be tried again: on the next day, after quiet hours. */
export function nextTry(at: Date, zone: string, quietHours: PolicyRules['quietHours']): Date {
  const quiet = quietFrom(at, zone, quietHours)
  const day = nextDay(at, zone)
  const from = quiet && quiet < day ? quiet : day
  return quietUntil(from, zone, quietHours) ?? from
}
