import { createResolve } from '../customer/index.ts'
import { startRiver } from '../event/index.ts'
import { startJobs } from '../queue/index.ts'
import { appliers } from './appliers.ts'
import type { Composition } from './compose.ts'
import { startDaily } from './daily.ts'
import { decoders } from './decoders.ts'
import { jobHandlers } from './jobs.ts'
import { reactionsOf } from './reactions.ts'

/** Imports and analyses run beside each other, but not so many that the pump goes hungry. */
const JOBS_AT_ONCE = 2

/** The hands of the installation: the river, the ordinary jobs, and what is due once a day. */
export async function startWorker(deps: Composition): Promise<{ stop(): Promise<void> }> {
  const river = startRiver({
    ...deps,
    decode: decoders,
    rules: { resolve: createResolve(deps), appliers },
    reactions: reactionsOf(deps),
  })
  const jobs = await startJobs({
    url: databaseUrlOf(deps),
    handlers: jobHandlers(deps),
    log: deps.log,
    concurrency: JOBS_AT_ONCE,
  })
  const daily = startDaily(deps)
  return {
    async stop() {
      await daily.stop()
      await jobs.stop()
      await river.stop()
    },
  }
}

function databaseUrlOf({ config }: Composition): string {
  if (!config.databaseUrl) throw new Error('DATABASE_URL is needed here')
  return config.databaseUrl
}
