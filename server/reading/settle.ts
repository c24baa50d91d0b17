import { shareRead } from '../../science/reading.ts'
import { append, type Fact } from '../event/index.ts'
import { type Clock, type Log, showId, type Tenant } from '../kernel/index.ts'
import { type Database, type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { type Settled, takeSettled } from './opening-store.ts'
import { type TellDeps, tellAssociates } from './tell-associates.ts'

/** Openings that are settled in one transaction. */
const BATCH = 200
/** How long the loop looks away when nothing is due. */
const IDLE_MS = 2_000

export type SettleDeps = { db: Database; clock: Clock }

/** Tells of readings that are over, the river first and then associates, until it is stopped. Any number of processes may. */
export function startReading(
  deps: TellDeps & { log: Log; tenants: () => Promise<Tenant[]> },
): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'readings wait to be told',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from reading.due(${deps.clock.now()}) as d (id)
          union
          select a.id
          from reading.alert_due(${deps.clock.now()}) as a (id)
        `,
      ),
    step: async (tenant) => {
      const settled = await settleReadings(deps, tenant)
      return settled + (await tellAssociates(deps, tenant)) > 0
    },
  })
}

/** One round for a workspace. @returns how many openings were looked at. */
export async function settleReadings({ db, clock }: SettleDeps, tenant: Tenant): Promise<number> {
  const now = clock.now()
  return db.inWorkspace(tenant.id, async (tx) => {
    const { taken, read } = await takeSettled(tx, tenant, { now, limit: BATCH })
    await append(tx, tenant, read.map(factOf), { lane: 'journey', now })
    return taken
  })
}

function factOf(read: Settled): Fact {
  const { id, articleId, title, kind, customerId, customerNo, seconds, depth, lastAt } = read
  return {
    name: 'article.read',
    at: lastAt,
    cause: ['article.read', id],
    customer: { id: customerId, no: customerNo },
    value: null,
    props: {
      article: title,
      article_id: showId('article', articleId),
      kind,
      seconds,
      depth,
      far: Math.round(100 * shareRead(read)),
    },
  }
}
