import type { FastifyRequest } from 'fastify'
import { type Clock, type IdKind, Problem, readId } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import type { PostRemoteOf } from './remote.ts'

export type PostingRouteDeps = {
  db: Database
  clock: Clock
  remoteOf: PostRemoteOf
  isFenced: () => Promise<boolean>
}

/** Who asks, and one transaction in their workspace. */
export function asking({ db, clock }: PostingRouteDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  const real = clock.now()
  return {
    tenant,
    by: staffId,
    real,
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
    /** Writes down who did what, in the transaction that does it. */
    audited: (tx: Tx, action: string, subject: string, detail: Record<string, unknown> = {}) =>
      audit(tx, { workspaceId: tenant.id, staffId, at: real, action, subject, detail }),
  }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
