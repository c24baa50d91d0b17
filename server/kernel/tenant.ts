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
