import { measureProducts } from '../commerce/index.ts'
import { connectedWorkspaces, liveCorps, noteSyncAsked } from '../corp/index.ts'
import { lookForLeavers } from '../handover/index.ts'
import { askForSync, forgetHeard, lastNight, removeOldFiles } from '../ingestion/index.ts'
import { enqueueDueLooks, enqueueRefit, newestFit } from '../insight/index.ts'
import { letInByDate } from '../journey/index.ts'
import { addMs, sleep, type Tenant } from '../kernel/index.ts'
import { checkByNight } from '../ledger/index.ts'
import { isEngineError } from '../postgres/index.ts'
import { forgetSettled } from '../webhook/index.ts'
import type { Deps } from './deps.ts'
import { filesFolder } from './files.ts'

const DAY_MS = 24 * 3_600_000
/** The hashes of callbacks are kept longer than a signature is believed, and longer than WeCom repeats itself. */
const HEARD_MS = 2 * DAY_MS
/** How often the worker looks whether something is due once a day. */
const LOOK_MS = 60_000

/** Asks for what each workspace needs once a day, and for the looks at experiments that are due. Asking twice is asking once: the job's key sees to it. */
export function startDaily(deps: Pick<Deps, 'config' | 'db' | 'clock' | 'log' | 'tenants'>): {
  stop(): Promise<void>
} {
  const stopping = new AbortController()
  let sweptAt: Date | null = null
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

  /** What a lost callback would have told is found by reading everything once a night, of the workspace's own. */
  async function lookAtCorps(tenant: Tenant): Promise<void> {
    const now = deps.clock.now()
    await deps.db.inWorkspace(tenant.id, async (tx) => {
      await forgetHeard(tx, tenant.id, addMs(now, -HEARD_MS))
      for (const { company, syncAskedAt: last } of await liveCorps(tx, tenant)) {
        if (last && last >= lastNight(now, tenant.timeZone)) continue
        const of = { id: tenant.id, company }
        await noteSyncAsked(tx, of, now)
        await askForSync(tx, of)
        await lookForLeavers(tx, of, now)
      }
    })
  }

  async function look(): Promise<void> {
    try {
      for (const tenant of await connectedWorkspaces(deps.db, await deps.tenants()))
        await lookAtCorps(tenant)
      for (const tenant of await deps.tenants()) {
        await letInByDate(deps, tenant)
        await checkByNight(deps, tenant)
        await measureProducts(deps, tenant)
        await deps.db.inWorkspace(tenant.id, async (tx) => {
          const fit = await newestFit(tx, tenant)
          const isDue = fit !== null && addMs(fit.finishedAt, DAY_MS) <= deps.clock.now()
          if (isDue) await enqueueRefit(tx, tenant)
          await enqueueDueLooks(tx, tenant, deps)
        })
      }
      await sweep()
    } catch (error) {
      if (!isEngineError(error)) deps.log.error({ error: String(error) }, 'daily look failed')
    }
  }

  /** Uploaded files and told messages that are needed no longer go soon after a start and once a day from then on. */
  async function sweep(): Promise<void> {
    const now = deps.clock.now()
    if (sweptAt !== null && addMs(sweptAt, DAY_MS) > now) return
    const filesDir = filesFolder(deps.config)
    const removed = await removeOldFiles({ ...deps, filesDir }, await deps.tenants())
    for (const tenant of await deps.tenants()) await forgetSettled(deps, tenant)
    sweptAt = now
    if (removed > 0) deps.log.info({ removed }, 'uploaded files removed')
  }
}
