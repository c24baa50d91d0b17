import { EngineAway } from '../clickhouse/index.ts'
import type { Log, Tenant } from '../kernel/index.ts'
import { type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { refreshSegments, type SegmentDeps } from './refresh.ts'
import { committedVersion, neededVersions } from './store.ts'
import { sweepVersions } from './versions.ts'

/** How long the loop looks away when nothing was due: part of the way from an event to a member. */
const IDLE_MS = 250
/** A version that was replaced longer ago than this has no reader left. */
const SWEEP_MS = 3_600_000

export type LoopDeps = SegmentDeps & { tenants: () => Promise<Tenant[]>; log: Log }

/**
 * Keeps the segments of all workspaces up until it is stopped. One look at Postgres says who waits; a workspace where nothing
 * landed and nothing is due costs nothing more than that.
 */
export function startSegments(deps: LoopDeps): Rounds {
  const sweeps = new Map<string, { atMs: number; version: number }>()
  return startRounds({
    log: deps.log,
    waits: 'segments wait',
    idleMs: IDLE_MS,
    isPassing: (error) => error instanceof EngineAway,
    due: () => waiting(deps),
    async step(tenant) {
      const { how } = await refreshSegments(deps, tenant)
      await sweep(tenant)
      return how !== 'nothing' && how !== 'busy'
    },
  })

  /** Forgets what was replaced before the look before: a reader may be half way through a list. */
  async function sweep(tenant: Tenant): Promise<void> {
    const nowMs = deps.clock.monotonicMs()
    const last = sweeps.get(tenant.id)
    if (last && nowMs - last.atMs < SWEEP_MS) return
    const { needed, version } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
      needed: await neededVersions(tx, tenant),
      version: await committedVersion(tx, tenant),
    }))
    if (last) await sweepVersions(deps.clickhouse, tenant, { needed, upTo: last.version })
    sweeps.set(tenant.id, { atMs: nowMs, version })
  }
}

function waiting(deps: LoopDeps): Promise<Tenant[]> {
  return tenantsDue(
    deps,
    sql`
      select w.id
      from segment.waiting(${deps.clock.now()}) as w (id)
    `,
  )
}
