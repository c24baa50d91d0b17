import type { FastifyRequest } from 'fastify'
import { type IdKind, Problem, readId, type Tenant } from '../kernel/index.ts'
import type { PageDeps } from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'

/** What the room's routes are given. */
export type ReadingDeps = PageDeps & {
  /** Names of tags by their ids (the customer room's verb). */
  tagNames: (tx: Tx, tenant: Pick<Tenant, 'id'>) => Promise<ReadonlyMap<string, string>>
}

/** Who asks, and one transaction in their workspace, in which it is written down who did what. */
export function asking({ db, clock }: ReadingDeps, { session }: Pick<FastifyRequest, 'session'>) {
  const { tenant, staffId: by } = session
  const now = clock.now()
  const inOne = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work)
  const noted = (tx: Tx, action: string, subject: string, detail: Record<string, unknown> = {}) =>
    audit(tx, { workspaceId: tenant.id, staffId: by, at: now, action, subject, detail })
  return { tenant, by, now, inOne, noted }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
