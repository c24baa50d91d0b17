import { riverState } from '../event/index.ts'
import { type Clock, sleep, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'

/** How long an analysis waits for what was taken but has not reached ClickHouse. Later it computes with what is there. */
const WAIT_MS = 60_000
const LOOK_MS = 500

/**
 * An import ends in Postgres a moment before its orders are in ClickHouse; an analysis in between would miss them.
 * @returns whether all had landed.
 */
export async function waitUntilLanded(
  { db, clock }: { db: Database; clock: Clock },
  tenant: Tenant,
  waitMs = WAIT_MS,
): Promise<boolean> {
  const until = clock.monotonicMs() + waitMs
  for (;;) {
    const { unlanded } = await db.inWorkspace(tenant.id, (tx) => riverState(tx, tenant))
    if (unlanded === 0) return true
    if (clock.monotonicMs() >= until) return false
    await sleep(LOOK_MS)
  }
}
