import { createBudget } from '../corp/index.ts'
import { type Clock, type Log, presentOf, sleep, type Tenant } from '../kernel/index.ts'
import { type Database, isEngineError, sql } from '../postgres/index.ts'
import { reconcileStep } from './reconcile.ts'
import type { RemoteOf } from './remote.ts'
import { massStep } from './send-mass.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { closeTasks } from './staff-task.ts'
import type { LinkTracker } from './tracked-link.ts'
import { watchStep } from './watch.ts'
import { createWelcomeLane } from './welcome-lane.ts'

/** How long the welcome lane looks away when nothing is due: the code lives twenty seconds. */
const WELCOME_IDLE_MS = 50
/** The same for everything else; a kill switch takes hold within it. */
const IDLE_MS = 500
/** How long a loop waits after an engine failed. */
const BROKEN_MS = 500

export type ChannelDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
  remoteOf: RemoteOf
  links: Pick<LinkTracker, 'urlOf'>
  isFenced: () => Promise<boolean>
}

/**
 * Runs the mouth until it is stopped: welcomes, hand-offs, watching what was handed off, clearing up what nobody knows. Each
 * in a loop of its own, so that a slow answer of one holds up none of the others. Any number of processes may run it.
 */
export function startChannel(deps: ChannelDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const sender: SenderDeps = { ...deps, budget: createBudget(deps) }
  const welcomes = createWelcomeLane(sender)
  const begin: Step = async (tenant) => (await welcomes.begin(tenant)) > 0
  const loops = [
    loop('welcome', [begin], WELCOME_IDLE_MS, dueWelcome),
    loop('hand off', [massStep(sender)], IDLE_MS, due),
    loop('watch', [watchStep(sender), tasksStep(deps)], IDLE_MS, due),
    loop('reconcile', [reconcileStep(sender)], IDLE_MS, due),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
      await welcomes.finish()
    },
  }

  async function loop(
    name: string,
    steps: readonly Step[],
    idleMs: number,
    dueOf: (deps: ChannelDeps) => Promise<Tenant[]>,
  ): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = await round(name, steps, dueOf, idleMs)
      if (waitMs > 0) await sleep(waitMs, stopping.signal)
    }
  }

  async function round(
    name: string,
    steps: readonly Step[],
    dueOf: (deps: ChannelDeps) => Promise<Tenant[]>,
    idleMs: number,
  ): Promise<number> {
    try {
      let worked = false
      for (const tenant of await dueOf(deps)) {
        for (const step of steps) {
          if (stopping.signal.aborted) return 0
          worked = (await step(tenant)) || worked
        }
      }
      return worked ? 0 : idleMs
    } catch (error) {
      deps.log[isEngineError(error) ? 'warn' : 'error'](
        { loop: name, error: String(error) },
        'the mouth waits',
      )
      return BROKEN_MS
    }
  }
}

/** Tasks of associates whose time is over. */
export function tasksStep({ db, clock }: Pick<ChannelDeps, 'db' | 'clock'>): Step {
  return async (tenant) => {
    const now = presentOf(tenant, clock)
    const closed = await db.inWorkspace(tenant.id, (tx) => closeTasks(tx, { tenant, now }))
    return closed > 0
  }
}

function dueWelcome(deps: ChannelDeps): Promise<Tenant[]> {
  return tenantsOf(
    deps,
    sql`
      select d.id
      from channel.due_welcome(${deps.clock.now()}) as d (id)
    `,
  )
}

function due(deps: ChannelDeps): Promise<Tenant[]> {
  return tenantsOf(
    deps,
    sql`
      select d.id
      from channel.due(${deps.clock.now()}) as d (id)
    `,
  )
}

async function tenantsOf(
  { db, tenants }: ChannelDeps,
  statement: ReturnType<typeof sql<{ id: string }>>,
): Promise<Tenant[]> {
  const rows = await db.asSystem((tx) => tx.rows(statement))
  if (rows.length === 0) return []
  const ids = new Set(rows.map(({ id }) => id))
  return (await tenants()).filter(({ id }) => ids.has(id))
}
