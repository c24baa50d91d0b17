import type { Clock, Log, Tenant } from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import type { Database } from '../postgres/index.ts'
import type { RemoteOf } from './remote.ts'

/** What the loops that speak to the other side are given. */
export type SenderDeps = {
  db: Database
  /** The real one: leases, looks and the twenty seconds of a welcome go by it. */
  clock: Clock
  log: Log
  remoteOf: RemoteOf
  links: Pick<LinkTracker, 'urlOf'>
  /** True while nothing may leave this installation (see fence.ts). Asked before every call. */
  isFenced: () => Promise<boolean>
}

/** One look at one workspace. @returns whether there was something to do. */
export type Step = (tenant: Tenant) => Promise<boolean>
