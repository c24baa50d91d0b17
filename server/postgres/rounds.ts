import type { RawBuilder } from 'kysely'
import { type Log, sleep, type Tenant } from '../kernel/index.ts'
import type { Database } from './database.ts'
import { isEngineError } from './engine-error.ts'

const BROKEN_MS = 1_000

export type RoundsOptions<Due> = {
  log: Log
  /** What the log says when a round failed: 'segments wait'. */
  waits: string
  /** Which of several loops of a room. */
  loop?: string
  /** How long the loop looks away when nothing was due. */
  idleMs: number
  /** How long it waits after a round that failed. */
  brokenMs?: number
  /** Failures beside those of Postgres that pass by themselves. */
  isPassing?: (error: unknown) => boolean
  /** One cheap look: what there is to do. */
  due: () => Promise<readonly Due[]>
  /** @returns whether anything was done: then the next look follows at once. */
  step: (one: Due) => Promise<boolean>
}

export type Rounds = { stop(): Promise<void> }

/**
 * Looks for what is due and does it, round by round, until it is stopped; what fails is logged and tried in a later round.
 * Any number of processes may run the same loop: whoever works on a row holds it.
 */
export function startRounds<Due>(options: RoundsOptions<Due>): Rounds {
  const stopping = new AbortController()
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
    const { log, waits, loop, idleMs, brokenMs = BROKEN_MS, isPassing } = options
    try {
      let worked = false
      for (const one of await options.due()) {
        if (stopping.signal.aborted) return 0
        worked = (await options.step(one)) || worked
      }
      return worked ? 0 : idleMs
    } catch (error) {
      const level = isEngineError(error) || isPassing?.(error) ? 'warn' : 'error'
      log[level]({ ...(loop ? { loop } : {}), error: String(error) }, waits)
      return brokenMs
    }
  }
}

/**
 * The workspaces that a look at due rows names. @param statement yields their ids, by a function that sees every workspace.
 */
export async function tenantsDue(
  { db, tenants }: { db: Database; tenants: () => Promise<Tenant[]> },
  statement: RawBuilder<{ id: string }>,
): Promise<Tenant[]> {
  const due = await db.asSystem((tx) => tx.rows(statement))
  if (due.length === 0) return []
  const ids = new Set(due.map(({ id }) => id))
  return (await tenants()).filter(({ id }) => ids.has(id))
}
