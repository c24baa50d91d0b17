import { type Config, type Log, readConfig } from '../kernel/index.ts'
import { compose } from './compose.ts'
import { serve } from './serve.ts'
import { startWorker } from './work.ts'

/** How long a process that was told to stop may take before it gives up waiting. */
const STOP_MS = 10_000

/** One process of the installation: the API, the worker, or both, as `LIUYUAN_ROLE` says. Its engines run already. */
async function main(config: Config): Promise<void> {
  const deps = await compose(config)
  const parts: { stop(): Promise<void> }[] = []
  const url = config.role === 'worker' ? null : await begin(parts, serve(deps))
  if (config.role !== 'api') await begin(parts, startWorker(deps))
  const stop = onceOnly(async () => {
    const timer = setTimeout(() => process.exit(1), STOP_MS)
    timer.unref()
    // The ear closes before the hands: nothing new comes in while the rest is finished.
    for (const part of parts) await part.stop()
    await deps.close()
    process.exit(0)
  })
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The keeper is gone, and with it whoever would start us again or stop us.
  process.on('disconnect', stop)
  crashWell(deps.log)
  process.send?.({ ready: true, ...(url ? { url: url.url } : {}) })
  deps.log.info({ role: config.role, url: url?.url }, 'ready')
}

async function begin<T extends { stop(): Promise<void> }>(
  parts: { stop(): Promise<void> }[],
  starting: Promise<T>,
): Promise<T> {
  const part = await starting
  parts.push(part)
  return part
}

function onceOnly(work: () => Promise<void>): () => void {
  let begun = false
  return () => {
    if (begun) return
    begun = true
    work().catch(() => process.exit(1))
  }
}

/** An error that nobody caught is a bug: it is written down and the process starts anew, rather than going on half-way. */
function crashWell(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ error: error.stack }, 'uncaught')
    process.exit(1)
  })
  process.on('unhandledRejection', (reason) => {
    log.fatal({ error: String(reason) }, 'unhandled')
    process.exit(1)
  })
}

await main(readConfig())
