import type { FastifyRequest } from 'fastify'
import { type Clock, type IdKind, Problem, presentOf, readId, type Seal } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'

/** What the room's routes are given. */
export type CareRouteDeps = { db: Database; clock: Clock; seal: Pick<Seal, 'index'> }

/** Who asks, and one transaction in their workspace. */
export function asking({ db, clock }: CareRouteDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    real: clock.now(),
    ctx: { tenant, now: presentOf(tenant, clock) },
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
  }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
