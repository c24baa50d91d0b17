import type { Tenant } from '../kernel/index.ts'
import { addMs } from '../kernel/index.ts'

const DAY_MS = 86_400_000

/** Days of the workspace, both included. */
export type Period = { fromOn: string; toOn: string }

/** The last `days` days of the workspace, today among them. */
export function lastDays(tenant: Pick<Tenant, 'timeZone'>, present: Date, days: number): Period {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: tenant.timeZone })
  const toOn = format.format(present)
  return { fromOn: dayBefore(toOn, days - 1), toOn }
}

function dayBefore(on: string, days: number): string {
  return addMs(new Date(`${on}T00:00:00Z`), -days * DAY_MS)
    .toISOString()
    .slice(0, 10)
}

/** How many days two periods share. */
export function sharedDays(one: Period, other: Period): number {
  const from = Math.max(Date.parse(one.fromOn), Date.parse(other.fromOn))
  const to = Math.min(Date.parse(one.toOn), Date.parse(other.toOn))
  return Math.max(0, Math.round((to - from) / DAY_MS) + 1)
}

/** @returns 0 or less when it ends before it begins. */
export function daysOf({ fromOn, toOn }: Period): number {
  return Math.round((Date.parse(toOn) - Date.parse(fromOn)) / DAY_MS) + 1
}
