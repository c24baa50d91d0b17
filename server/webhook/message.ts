import type { ResolvedEvent } from '../event/index.ts'
import { addMs, showId } from '../kernel/index.ts'

/** A body is read whole by receivers: Standard Webhooks asks for less than 20 kB. */
const BODY_CHARACTERS_MAX = 20_000
const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
/** After each try that failed, so long until the next: four days all told. */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
  24 * HOUR_MS,
]
export const TRIES_MAX = WAITS_MS.length + 1
/** Each wait is longer by up to a tenth, so that a receiver that comes back is not met by everything at once. */
const JITTER = 0.1

/** The body of a message: what happened, when, to whom; with the props as they land in history, and so without what is private. */
export function bodyOf(event: ResolvedEvent): string {
  const { name: type, at, source, value, customerId, props } = event
  const data = {
    event_id: showId('event', event.eventId),
    customer_id: customerId === null ? null : showId('customer', customerId),
    source,
    value,
  }
  const shown = Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith('$')))
  const whole = JSON.stringify({
    type,
    timestamp: at.toISOString(),
    data: { ...data, props: shown },
  })
  if (whole.length <= BODY_CHARACTERS_MAX) return whole
  const short = { ...data, props: null, props_left_out: true }
  return JSON.stringify({ type, timestamp: at.toISOString(), data: short })
}

/**
 * When a message is tried again.
 * @param tries how many have failed. @param chance between 0 and 1. @param askedS what the receiver asked to wait for.
 * @returns null when it is given up.
 */
export function nextTry(
  tries: number,
  now: Date,
  { chance, askedS }: { chance: number; askedS: number | null },
): Date | null {
  const wait = WAITS_MS[tries - 1]
  if (wait === undefined) return null
  return addMs(now, Math.max(wait * (1 + JITTER * chance), (askedS ?? 0) * SECOND_MS))
}
