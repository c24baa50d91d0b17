import type { FastifyRequest } from 'fastify'
import { type Clock, type IdKind, Problem, presentOf, readId } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'

/** What the room's routes are given. */
export type CommerceDeps = {
  db: Database
  clock: Clock
  tagNames: (tx: Tx, tenant: { id: string }) => Promise<ReadonlyMap<string, string>>
}

/** Who asks, and one transaction in their workspace. */
export function asking({ db, clock }: CommerceDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    now: clock.now(),
    present: presentOf(tenant, clock),
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
    /** For the audit: who does what to which. */
    deed: (action: string, subject: string, detail: Record<string, unknown> = {}) => ({
      ...{ workspaceId: tenant.id, staffId, at: clock.now(), action, subject, detail },
    }),
  }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

/** @throws Problem not_found where one of the tags is none of this workspace. */
export async function knownTags(
  tx: Tx,
  { tagNames }: CommerceDeps,
  tenant: { id: string },
  shown: readonly string[],
): Promise<string[]> {
  if (shown.length === 0) return []
  const ids = [...new Set(shown.map((one) => idIn('tag', one)))]
  const names = await tagNames(tx, tenant)
  if (!ids.every((id) => names.has(id))) throw new Problem('not_found')
  return ids
}
