import { Temporal } from 'temporal-polyfill'
import type { DateWindow, SegmentWindow } from '../../contract/segment.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** "Never", as an instant in milliseconds that every column and JSON can hold. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER

/** The length of a relative window. Days are 24 hours: a window slides, it does not jump at midnight. */
export function lengthMs({ amount, unit }: { amount: number; unit: 'hour' | 'day' }): number {
  return amount * (unit === 'day' ? DAY_MS : HOUR_MS)
}

/**
 * A window as two instants, from (included) to (left out), in milliseconds; null: open. Times after the present are
 * outside of every window but `next`.
 */
export function boundsOf(
  window: SegmentWindow | DateWindow,
  { nowMs, timeZone }: { nowMs: number; timeZone: string },
): { fromMs: number | null; toMs: number | null } {
  switch (window.kind) {
    case 'ever':
      return { fromMs: null, toMs: nowMs + 1 }
    case 'last':
      return { fromMs: nowMs - lengthMs(window) + 1, toMs: nowMs + 1 }
    case 'earlier':
      return { fromMs: null, toMs: nowMs - lengthMs(window) + 1 }
    case 'next':
      return { fromMs: nowMs, toMs: nowMs + lengthMs(window) }
    case 'between':
      return {
        fromMs: window.from === null ? null : dayStartMs(window.from, timeZone, 0),
        toMs: window.to === null ? null : dayStartMs(window.to, timeZone, 1),
      }
    default:
      return window satisfies never
  }
}

function dayStartMs(day: string, timeZone: string, later: number): number {
  const date = Temporal.PlainDate.from(day).add({ days: later })
  return date.toZonedDateTime(timeZone).epochMilliseconds
}

/** By how much an instant is shifted to the instants at which it goes into or out of the window. */
export function shiftsOf(window: SegmentWindow | DateWindow): number[] {
  switch (window.kind) {
    case 'ever':
    case 'between':
      return []
    case 'last':
    case 'earlier':
      return [lengthMs(window)]
    case 'next':
      // Into it a millisecond after the instant at which it is exactly that far away.
      return [1 - lengthMs(window), 1]
    default:
      return window satisfies never
  }
}
