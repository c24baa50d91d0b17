import {
  type Config,
  childEnvironment,
  createLog,
  dataPaths,
  readConfig,
  systemClock,
} from '../../kernel/index.ts'
import { keepChild } from './child.ts'
import { migrateEngines, startEngines, stopEngines } from './engines.ts'
import type { Speech } from './house.ts'
import { keeperPid, takeLock } from './lock.ts'
import { workerPlan } from './plans.ts'
import { readRunState } from './run-state.ts'
import { say } from './text.ts'

export type VisitOptions = Speech & {
  /** The work puts something into the inbox and waits until it was taken. */
  needsWorker: boolean
}

/**
 * Runs one piece of work against the installation's engines: those of the keeper that runs, those of the environment, or
 * the embedded ones, started for as long as the work takes. The schema is current when the work begins.
 * @param work is given a configuration in which both addresses are filled in. @returns its exit code.
 */
export async function visit(
  options: VisitOptions,
  work: (config: Config) => Promise<number>,
): Promise<number> {
  const config = readConfig(childEnvironment({}))
  const { run } = dataPaths(config.dataDir)
  const running = keeperPid(run) === null ? null : readRunState(run)
  if (running) {
    const { databaseUrl, clickhouseUrl } = running
    return work({ ...config, databaseUrl, clickhouseUrl })
  }
  if (config.databaseUrl && config.clickhouseUrl) return openFor(options, config, work)
  const lock = takeLock(run)
  if (!lock.ok) {
    const params = { pid: String(lock.detail.pid), folder: config.dataDir, url: '…' }
    options.complain(say(options.language, 'another', params))
    return 1
  }
  try {
    return await openFor(options, config, work)
  } finally {
    lock.value.release()
  }
}

async function openFor(
  options: VisitOptions,
  config: Config,
  work: (config: Config) => Promise<number>,
): Promise<number> {
  const clock = systemClock
  const log = createLog('liuyuan', 'error')
  options.say(say(options.language, 'starting'))
  const engines = await startEngines(config, { log, clock })
  const { databaseUrl, clickhouseUrl } = engines
  try {
    await migrateEngines(engines, { log, clock })
    if (!options.needsWorker) return await work({ ...config, databaseUrl, clickhouseUrl })
    const { dataDir, host, port } = config
    const own = { command: 'start', role: 'worker', logs: 'files', dataDir, host, port } as const
    const roles = { ...own, sandboxPort: null }
    const worker = keepChild(workerPlan({ ...roles, databaseUrl, clickhouseUrl }), {
      clock,
      log,
      changed: () => {},
      progress: () => {},
    })
    try {
      await worker.ready
      return await work({ ...config, databaseUrl, clickhouseUrl })
    } finally {
      await worker.stop()
    }
  } finally {
    await stopEngines(engines)
  }
}
