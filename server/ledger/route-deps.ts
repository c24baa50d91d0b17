import type { FastifyRequest } from 'fastify'
import type { CampaignKind } from '../../contract/ledger.ts'
import { type Clock, presentOf, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'

/** How somebody is shown outside, and what they are called. */
export type Named = { shown: string; name: string }
type NamesOf<Asked> = (
  tx: Tx,
  tenant: Tenant,
  asked: readonly Asked[],
) => Promise<ReadonlyMap<string, Named>>

/** What the room's routes are given: whose the accounts are is known upstairs. */
export type LedgerRouteDeps = {
  db: Database
  clock: Clock
  customerNames: NamesOf<string>
  rewardNames: NamesOf<string>
  campaignNames: NamesOf<{ kind: CampaignKind; id: string }>
  /** All rows of a person; null: nobody. */
  rowsOf: (tx: Tx, tenant: Tenant, customerId: string) => Promise<string[] | null>
}

/** Who asks, and one transaction in their workspace. */
export function asking({ db, clock }: LedgerRouteDeps, request: FastifyRequest) {
  const { tenant, staffId } = request.session
  return {
    tenant,
    by: staffId,
    now: presentOf(tenant, clock),
    real: clock.now(),
    within: <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work),
  }
}
