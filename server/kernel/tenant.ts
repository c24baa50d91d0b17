import type { Clock } from './clock.ts'

/** A workspace as every room needs it. `no` is its short number in ClickHouse. */
export type Tenant = {
  id: string
  no: number
  name: string
  timeZone: string
  currency: string
  /** The instant at which the workspace's clock stands, or null for the present. */
  clockAt: Date | null
  isDemo: boolean
}

/** What time it is for a workspace: where its clock stands, or the present. Due work, windows and days are judged by it; leases never are. */
export function presentOf(tenant: Pick<Tenant, 'clockAt'>, clock: Clock): Date {
  return tenant.clockAt ?? clock.now()
}
