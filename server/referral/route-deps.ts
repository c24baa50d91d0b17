import type { FastifyRequest } from 'fastify'
import { type IdKind, Problem, presentOf, readId } from '../kernel/index.ts'
import type { PageDeps } from '../page/index.ts'
import type { Painter } from '../poster/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { ReferralDeps } from './run.ts'

/** What the room's routes are given. */
export type ReferralRouteDeps = PageDeps &
  Pick<ReferralDeps, 'isFenced' | 'remoteOf'> & {
    /** What sources are called, and whether there is such a one. */
    namesOfSources: (
      tx: Tx,
      tenant: { id: string },
      ids: readonly string[],
    ) => Promise<ReadonlyMap<string, string>>
    painter: Painter
  }

/** Who asks, and one transaction in their workspace. */
export function asking(
  { db, clock }: Pick<ReferralRouteDeps, 'db' | 'clock'>,
  request: FastifyRequest,
) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    real: clock.now(),
    now: presentOf(tenant, clock),
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
  }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
