import type { ClickHouse } from '../clickhouse/index.ts'
import type { Chance, Clock, Config, Log, Seal, Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import type { FoundKey, SetupToken } from '../staff/index.ts'

/** What the composition hands to every room: nothing in the house looks for its own. */
export type Deps = {
  config: Config
  db: Database
  clickhouse: ClickHouse
  clock: Clock
  chance: Chance
  log: Log
  seal: Seal
  /** Where WeCom's API is: theirs, or a sandbox's. */
  wecomUrl: string
  /** The same of official accounts. */
  weixinUrl: string
  tenants: () => Promise<Tenant[]>
  setupToken: SetupToken
  findKey: (secret: string) => Promise<FoundKey | null>
}
