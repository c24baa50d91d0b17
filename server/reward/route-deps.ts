import type { FastifyRequest } from 'fastify'
import type { CampaignKind } from '../../contract/ledger.ts'
import type { Chance, Clock, Seal, Tenant } from '../kernel/index.ts'
import { type IdKind, Problem, presentOf, readId } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'

/** Campaigns by id: how they are shown outside, and what they are called. */
export type CampaignNames = (
  tx: Tx,
  tenant: Tenant,
  campaigns: readonly { kind: CampaignKind; id: string }[],
) => Promise<ReadonlyMap<string, { shown: string; name: string }>>

/** What the room's routes are given. */
export type RewardRouteDeps = {
  db: Database
  clock: Clock
  chance: Chance
  seal: Seal
  campaignNames: CampaignNames
}

/** Who asks, and one transaction in their workspace. */
export function asking({ db, clock }: RewardRouteDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  const ctx = { tenant, now: presentOf(tenant, clock), real: clock.now() }
  return {
    tenant,
    by: staffId,
    ctx,
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
    /** For the audit: who does what to which. */
    deed: (action: string, subject: string, detail: Record<string, unknown> = {}) => ({
      ...{ workspaceId: tenant.id, staffId, at: ctx.real, action, subject, detail },
    }),
  }
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
