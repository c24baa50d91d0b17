import { enqueueRefit, newestFit } from '../insight/index.ts'
import { addMs, sleep } from '../kernel/index.ts'
import { isEngineError } from '../postgres/index.ts'
import type { Deps } from './deps.ts'

const DAY_MS = 24 * 3_600_000
/** How often the worker looks whether something is due once a day. */
const LOOK_MS = 60_000

/** Asks for what each workspace needs once a day. Asking twice is asking once: the job's key sees to it. */
export function startDaily(deps: Pick<Deps, 'db' | 'clock' | 'log' | 'tenants'>): {
  stop(): Promise<void>
} {
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
      await sleep(LOOK_MS, stopping.signal)
      if (!stopping.signal.aborted) await look()
    }
  }

  async function look(): Promise<void> {
    try {
      for (const tenant of await deps.tenants()) {
        await deps.db.inWorkspace(tenant.id, async (tx) => {
          const fit = await newestFit(tx, tenant)
          const isDue = fit !== null && addMs(fit.finishedAt, DAY_MS) <= deps.clock.now()
          if (isDue) await enqueueRefit(tx, tenant)
        })
      }
    } catch (error) {
      if (!isEngineError(error)) deps.log.error({ error: String(error) }, 'daily look failed')
    }
  }
}
