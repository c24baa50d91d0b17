import { addMs, type Clock, type Log, type Tenant } from '../kernel/index.ts'
import { type Database, type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { chainNext } from './chain.ts'
import { checkLedger } from './check.ts'

/** How long a movement may stand outside of the chain. */
const IDLE_MS = 2_000
const DAY_MS = 24 * 3_600_000

export type LedgerDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
}

/** Takes movements into the chain, until it is stopped. Any number of processes may. */
export function startLedger(deps: LedgerDeps): Rounds {
  const { db, log } = deps
  return startRounds({
    log,
    waits: 'the chain of the ledger waits',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from ledger.unchained_workspaces() as d (id)
        `,
      ),
    step: (tenant) => db.inWorkspace(tenant.id, async (tx) => (await chainNext(tx, tenant)) > 0),
  })
}

/** All of it is counted anew a day after the first movement since the last time; what does not agree is cried out. */
export async function checkByNight(
  { db, clock, log }: Pick<LedgerDeps, 'db' | 'clock' | 'log'>,
  tenant: Tenant,
): Promise<void> {
  const now = clock.now()
  const check = await db.inWorkspace(tenant.id, async (tx) => {
    const { isDue } = await tx.one(sql<{ isDue: boolean }>`
      select exists (
        select from ledger.transfer t
        where t.workspace_id = ${tenant.id}
          and t.written_at < ${addMs(now, -DAY_MS)}
          and t.written_at > coalesce(
            (select max(at) from ledger.audit where workspace_id = ${tenant.id}), '-infinity'
          )
      ) as "isDue"
    `)
    return isDue ? checkLedger(tx, tenant, { by: null, now }) : null
  })
  if (check && check.differences.length > 0)
    log.error({ differences: check.differences.length }, 'the ledger does not agree with itself')
}
