import { EngineAway } from '../clickhouse/index.ts'
import { type Log, sleep, type Tenant } from '../kernel/index.ts'
import { isEngineError, sql } from '../postgres/index.ts'
import { refreshSegments, type SegmentDeps } from './refresh.ts'
import { committedVersion, neededVersions } from './store.ts'
import { sweepVersions } from './versions.ts'

/** How long the loop looks away when nothing was due: part of the way from an event to a member. */
const IDLE_MS = 250
/** How long it waits after an engine failed. */
const BROKEN_MS = 1_000
/** A version that was replaced longer ago than this has no reader left. */
const SWEEP_MS = 3_600_000

export type LoopDeps = SegmentDeps & { tenants: () => Promise<Tenant[]>; log: Log }

/**
 * Keeps the segments of all workspaces up until it is stopped. One look at Postgres says who waits; a workspace where nothing
 * landed and nothing is due costs nothing more than that.
 */
export function startSegments(deps: LoopDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const sweeps = new Map<string, { atMs: number; version: number }>()
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = await round()
      if (waitMs > 0) await sleep(waitMs, stopping.signal)
    }
  }

  async function round(): Promise<number> {
    try {
      let worked = false
      for (const tenant of await waiting(deps)) {
        if (stopping.signal.aborted) return 0
        const { how } = await refreshSegments(deps, tenant)
        worked = worked || (how !== 'nothing' && how !== 'busy')
        await sweep(tenant)
      }
      return worked ? 0 : IDLE_MS
    } catch (error) {
      const quiet = error instanceof EngineAway || isEngineError(error)
      deps.log[quiet ? 'warn' : 'error']({ error: String(error) }, 'segments wait')
      return BROKEN_MS
    }
  }

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

async function waiting(deps: LoopDeps): Promise<Tenant[]> {
  const due = await deps.db.asSystem((tx) =>
    tx.rows(sql<{ id: string }>`
      select w.id
      from segment.waiting(${deps.clock.now()}) as w (id)
    `),
  )
  if (due.length === 0) return []
  const ids = new Set(due.map(({ id }) => id))
  return (await deps.tenants()).filter((tenant) => ids.has(tenant.id))
}
