import type { FastifyRequest } from 'fastify'
import type { ClickHouse } from '../clickhouse/index.ts'
import {
  type Clock,
  type IdKind,
  Problem,
  presentOf,
  readId,
  type Seal,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import type { Audit } from './reveal.ts'
import type { StaffNames } from './tag-job-view.ts'

/** What the room's routes are given. */
export type CustomerDeps = {
  db: Database
  clickhouse: Pick<ClickHouse, 'rows'>
  clock: Clock
  seal: Seal
  audit: Audit
  staffNames: StaffNames
  /** Asks for the library of tags to be made the same on both sides (the ear's verb). */
  matchTags: (tx: Tx, tenant: Pick<Tenant, 'id'>) => Promise<void>
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

/** Who asks, and one transaction in their workspace. */
export function asking(deps: CustomerDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    now: deps.clock.now(),
    present: presentOf(tenant, deps.clock),
    within: <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work),
  }
}
