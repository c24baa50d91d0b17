import { presentOf, sleep, type Tenant } from '../kernel/index.ts'
import { isEngineError, sql } from '../postgres/index.ts'
import { admitWaiting } from './admission.ts'
import { type AdvanceDeps, advance } from './advance.ts'
import { settleEnding } from './ending.ts'

/** How long a worker looks away when nothing was due; bounds how late a step begins. */
const IDLE_MS = 200
const BROKEN_MS = 1_000
/** One computes while the other waits for the database. */
const WALKERS = 2

export type JourneyDeps = AdvanceDeps & { tenants: () => Promise<Tenant[]> }

type Due = {
  workspaceId: string
  journeyId: string
  dueAt: Date | null
  hasAdmission: boolean
  hasEnding: boolean
}

/** Runs the journeys of all workspaces until it is stopped. Any number of processes may. */
export function startJourneys(deps: JourneyDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const loops = [...Array.from({ length: WALKERS }, () => loop('walker', walk)), loop('door', door)]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }

  async function loop(name: string, turn: (at: Turn) => Promise<boolean>): Promise<void> {
    while (!stopping.signal.aborted) {
      const worked = await round(name, turn)
      if (worked !== 'worked') await sleep(worked === 'idle' ? IDLE_MS : BROKEN_MS, stopping.signal)
    }
  }

  async function round(
    name: string,
    turn: (at: Turn) => Promise<boolean>,
  ): Promise<'worked' | 'idle' | 'broken'> {
    try {
      let worked = false
      for (const at of await due(deps)) {
        if (stopping.signal.aborted) return 'idle'
        worked = (await turn(at)) || worked
      }
      return worked ? 'worked' : 'idle'
    } catch (error) {
      deps.log[isEngineError(error) ? 'warn' : 'error'](
        { loop: name, error: String(error) },
        'journeys wait',
      )
      return 'broken'
    }
  }

  /** Once for each journey and round, so that a crowd in one does not keep another waiting. */
  async function walk({ tenant, due: { dueAt, journeyId } }: Turn): Promise<boolean> {
    if (dueAt === null || dueAt > presentOf(tenant, deps.clock)) return false
    return (await advance(deps, tenant, journeyId)) > 0
  }

  async function door({ tenant, due: { hasAdmission, hasEnding, journeyId } }: Turn) {
    const admitted = hasAdmission && (await admitWaiting(deps, tenant, journeyId))
    const settled = hasEnding && (await settleEnding(deps, tenant, journeyId))
    return admitted || settled
  }
}

type Turn = { tenant: Tenant; due: Due }

async function due(deps: JourneyDeps): Promise<Turn[]> {
  const rows = await deps.db.asSystem((tx) =>
    tx.rows(sql<Due>`
      select d.workspace_id as "workspaceId", d.journey_id as "journeyId", d.due_at as "dueAt",
             d.has_admission as "hasAdmission", d.has_ending as "hasEnding"
      from journey.due() as d
    `),
  )
  if (rows.length === 0) return []
  const tenants = new Map((await deps.tenants()).map((tenant) => [tenant.id, tenant]))
  return rows.flatMap((row) => {
    const tenant = tenants.get(row.workspaceId)
    return tenant ? [{ tenant, due: row }] : []
  })
}
