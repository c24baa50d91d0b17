import type { MassQuota } from './world.ts'

const DAY_MS = 86_400_000

/** Whether somebody who received mass messages at these instants may get no more (document 92135). */
export function isOverQuota(quota: MassQuota, received: readonly Date[], at: Date): boolean {
  switch (quota) {
    case 'one_a_day':
      return received.some((one) => dayOf(one) === dayOf(at))
    case 'seven_a_week':
      return received.filter((one) => at.getTime() - one.getTime() < 7 * DAY_MS).length >= 7
    case 'month_days':
      return received.filter((one) => monthOf(one) === monthOf(at)).length >= daysOfMonth(at)
    default: {
      const never: never = quota
      return never
    }
  }
}

/** WeCom's days and months are those of Beijing. */
const BEIJING_MS = 8 * 3_600_000

function monthOf(at: Date): string {
  return new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 7)
}

export function dayOf(at: Date): string {
  return new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 10)
}

function daysOfMonth(at: Date): number {
  const there = new Date(at.getTime() + BEIJING_MS)
  return new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + 1, 0)).getUTCDate()
}
