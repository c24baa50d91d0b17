import type { ValueOptions } from '../../contract/insight.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { EngineAway } from '../clickhouse/index.ts'
import { type Clock, type Log, seededChance, type Tenant } from '../kernel/index.ts'
import { type Database, isEngineError, type Tx } from '../postgres/index.ts'
import { enqueue, type Handler } from '../queue/index.ts'
import { dayIn } from './day.ts'
import {
  beginFit,
  type FinishedState,
  finishFit,
  getOptions,
  neededLayers,
  neededSnapshots,
} from './fit-store.ts'
import { waitUntilLanded } from './landed.ts'
import { measure } from './measure.ts'
import { readPurchases } from './purchases.ts'
import { refitTies } from './refit-ties.ts'
import { dropSnapshots, writeSnapshot } from './snapshot.ts'
import { workspaceHistory } from './workspace-history.ts'

/** The job's name in the queue. */
export const REFIT = 'insight.refit'
/** The newest snapshot and the one before: a reader may be half way through a list. */
const SNAPSHOTS_KEPT = 2
/** A year of months and the current one. */
const MONTHS_KEPT = 13

export type RefitDeps = {
  db: Database
  clickhouse: ClickHouse
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
}

/**
 * Asks for a new fit in the caller's transaction. Asking again before it began asks once (a later `runAt` moves it);
 * two of one workspace never run at the same time.
 */
export async function enqueueRefit(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { runAt }: { runAt?: Date } = {},
): Promise<void> {
  await enqueue(tx, {
    workspaceId: tenant.id,
    name: REFIT,
    payload: {},
    key: REFIT,
    serial: 'insight',
    ...(runAt ? { runAt } : {}),
  })
}

/** The job `insight.refit`. Safe to repeat: each run writes a snapshot of its own and then moves the pointer. */
export function refitHandler(deps: RefitDeps): Handler {
  return async ({ workspaceId }) => {
    const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
    if (tenant) await refit(deps, tenant)
  }
}

/**
 * Computes anew what everybody is worth and lets readers follow it.
 * @returns how it ended. Throws when an engine is away: the next try takes up the same fit.
 */
export async function refit(deps: RefitDeps, tenant: Tenant): Promise<FinishedState | 'failed'> {
  const { db, clock, log } = deps
  await waitUntilLanded(deps, tenant)
  const startedAt = clock.now()
  const asOf = tenant.clockAt ?? startedAt
  const { fit, options } = await db.inWorkspace(tenant.id, async (tx) => ({
    fit: await beginFit(tx, tenant, { asOf, now: startedAt }),
    options: await getOptions(tx, tenant),
  }))
  try {
    return await run(deps, tenant, { ...fit, asOf, options })
  } catch (error) {
    if (error instanceof EngineAway || isEngineError(error)) throw error
    log.error(
      { workspace: tenant.id, error: String(error) },
      'the value of people was not computed',
    )
    await finish(deps, tenant, { id: fit.id, state: 'failed', result: null })
    throw error
  }
}

type Fit = { id: string; snapshot: number; asOf: Date; options: ValueOptions }

async function run(deps: RefitDeps, tenant: Tenant, fit: Fit): Promise<FinishedState | 'failed'> {
  const history = workspaceHistory(deps.clickhouse, tenant)
  const { timeZone } = tenant
  const beganMs = deps.clock.monotonicMs()
  const read = await readPurchases(history, { asOf: fit.asOf, timeZone })
  if (!read.ok) {
    deps.log.error({ workspace: tenant.id, ...read.detail }, 'too many orders for one machine')
    await finish(deps, tenant, { id: fit.id, state: 'failed', result: null })
    return 'failed'
  }
  const asOfDay = dayIn(fit.asOf, timeZone)
  // Drawn alike each time: computed again from the same data, an interval must not move.
  const draw = seededChance(asOfDay)
  const { state, stored, columns } = await measure(read.value, {
    asOfDay,
    options: fit.options,
    chance: () => draw.fraction(),
  })
  await writeSnapshot(history, fit.snapshot, columns)
  const ties = await refitTies(deps, tenant, { ...fit, values: columns, rfm: stored.rfm })
  await finish(deps, tenant, { id: fit.id, state, result: { ...stored, ties } })
  const needed = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    values: await neededSnapshots(tx, tenant, SNAPSHOTS_KEPT),
    layers: await neededLayers(tx, tenant, { newest: SNAPSHOTS_KEPT, months: MONTHS_KEPT }),
  }))
  await dropSnapshots(history, 'customer_value', needed.values)
  await dropSnapshots(history, 'customer_layer', needed.layers)
  deps.log.info(
    {
      workspace: tenant.id,
      state,
      customers: columns.numbers.length,
      ms: Math.round(deps.clock.monotonicMs() - beganMs),
    },
    'computed what people are worth',
  )
  return state
}

function finish(
  deps: RefitDeps,
  tenant: Tenant,
  end: Omit<Parameters<typeof finishFit>[2], 'now'>,
): Promise<void> {
  const now = deps.clock.now()
  return deps.db.inWorkspace(tenant.id, (tx) => finishFit(tx, tenant, { ...end, now }), {
    retry: true,
  })
}
