import type { FastifyRequest } from 'fastify'
import { dayOf, type IdKind, Problem, presentOf, readId, type Tenant } from '../kernel/index.ts'
import type { PageDeps } from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'

/** What the room's routes are given. */
export type FormRouteDeps = PageDeps & {
  /** Names of tags by their ids (the customer room's verb). */
  tagNames: (tx: Tx, tenant: Pick<Tenant, 'id'>) => Promise<ReadonlyMap<string, string>>
}

/** Who asks, and one transaction in their workspace. */
export function asking(
  { db, clock }: Pick<FormRouteDeps, 'db' | 'clock'>,
  request: FastifyRequest,
) {
  const { tenant, staffId } = request.session
  const real = clock.now()
  const now = presentOf(tenant, clock)
  return {
    tenant,
    by: staffId,
    real,
    now,
    today: dayOf(now, tenant.timeZone),
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
