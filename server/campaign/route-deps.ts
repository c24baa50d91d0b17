import type { FastifyRequest } from 'fastify'
import type { RemoteOf } from '../channel/index.ts'
import {
  type Clock,
  type IdKind,
  Problem,
  presentOf,
  readId,
  type Tenant,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import type { CheckDeps } from './check.ts'
import { findBroadcast, type Standing } from './standing.ts'

/** What the room's routes are given. */
export type CampaignRouteDeps = CheckDeps & {
  clock: Clock
  remoteOf: RemoteOf
  /** A copy of an installation says nothing to anybody. */
  isFenced: () => Promise<boolean>
}

/** Who asks, and one transaction in their workspace. */
export function asking(
  { db, clock }: Pick<CampaignRouteDeps, 'db' | 'clock'>,
  request: FastifyRequest,
) {
  const { tenant, staffId } = request.session
  const real = clock.now()
  return {
    tenant,
    by: staffId,
    real,
    scope: { tenant, now: presentOf(tenant, clock), real },
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

/** The broadcast that a request means. */
export async function wanted(
  tx: Tx,
  scope: { tenant: Tenant; now: Date },
  shown: string,
): Promise<Standing> {
  const standing = await findBroadcast(tx, scope, idIn('broadcast', shown))
  if (!standing) throw new Problem('not_found')
  return standing
}
