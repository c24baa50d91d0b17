import { type FSWatcher, watch } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { home } from '../../kernel/index.ts'
import { type Child, type ChildPlan, keepChild } from './child.ts'
import { migrateEngines, startEngines } from './engines.ts'
import { type House, tellState, words } from './house.ts'
import {
  apiPlan,
  consolePlan,
  demoPlan,
  type Roles,
  sandboxPlan,
  sandboxUrl,
  workerPlan,
} from './plans.ts'

/** How long the history's progress may rest between two lines, as a share. */
const PROGRESS_STEP = 0.1
/** An editor writes a file more than once. */
const CHANGE_REST_MS = 300
const WATCHED = ['contract', 'science', 'server']

/**
 * Opens the house: engines, schema, then the processes. Resolves when each has said that it can be used.
 * @param isUnwanted asked between the steps: true when somebody wants an end already.
 * @throws Error with the reason of what does not start.
 */
export async function open(house: House, isUnwanted: () => boolean): Promise<void> {
  const { options, config } = house
  options.say(words(house, 'starting'))
  house.engines = await startEngines(config, house)
  if (isUnwanted()) return
  options.say(words(house, 'migrating'))
  await migrateEngines(house.engines, house)
  if (isUnwanted()) return
  options.say(words(house, 'opening'))
  tellState(house)
  house.engines.host?.onRestart(() => tellState(house))
  const { databaseUrl, clickhouseUrl } = house.engines
  const { command, role } = options
  const { host, dataDir } = config
  const port = config.port === 0 ? await freePort(host) : config.port
  // The same at each start where it can be: pictures of codes, and people's bookmarks, hold the address.
  const sandboxPort = command === 'demo' ? await freePort('127.0.0.1', port + 1) : null
  const roles: Roles = {
    command,
    role,
    port,
    host,
    dataDir,
    logs: options.logs,
    databaseUrl,
    clickhouseUrl,
    sandboxPort,
  }
  const sandbox = sandboxPort === null ? null : add(house, sandboxPlan(roles, sandboxPort))
  const api = role === 'worker' ? null : add(house, apiPlan(roles))
  const worker = role === 'api' ? null : add(house, workerPlan(roles))
  if (command === 'dev') {
    const at = { host, port: config.port === 0 ? await freePort(host) : port + 1 }
    add(house, consolePlan(at, `http://${host}:${port}`))
    house.consoleUrl = `http://${host}:${at.port}`
  }
  const told = await Promise.all([api?.ready, worker?.ready, sandbox?.ready])
  house.sandboxUrl = sandboxPort === null ? null : sandboxUrl(sandboxPort)
  house.url = api ? (told[0] ?? `http://${host}:${port}`) : null
  tellState(house)
  if (command !== 'demo' || house.url === null || isUnwanted()) return
  await add(house, demoPlan(roles, house.url)).ready
}

function add(house: House, plan: ChildPlan): Child {
  const child = keepChild(plan, {
    clock: house.clock,
    log: house.log,
    changed: () => tellState(house),
    progress: progressTeller(house),
  })
  house.children.push(child)
  tellState(house)
  return child
}

/** The first steps come before anybody may read them, so the last share told is kept and not every one shown. */
function progressTeller(house: House): (share: number) => void {
  let shown = 0
  let isDone = false
  return (share) => {
    if (isDone) return
    isDone = share >= 1
    if (isDone) house.options.say(words(house, 'progressDone'))
    else if (share - shown >= PROGRESS_STEP) {
      shown = share
      house.options.say(words(house, 'progress', { percent: Math.floor(share * 100) }))
    }
  }
}

/**
 * A port that is kept over restarts of the api, so that its address stays true.
 * @param wanted taken if it is free.
 */
function freePort(host: string, wanted = 0): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', (error) => (wanted === 0 ? fail(error) : freePort(host).then(done, fail)))
    probe.listen(wanted, host, () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** In development: a change of the sources renews api and worker; the engines stay. @returns how to stop watching. */
export function renewOnChange(house: House): () => void {
  let timer: NodeJS.Timeout | undefined
  const changed = (_event: string, file: string | null) => {
    if (file?.endsWith('.test.ts')) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      for (const child of house.children) if (child.name !== 'console') child.renew()
    }, CHANGE_REST_MS)
  }
  const watchers: FSWatcher[] = WATCHED.map((wing) =>
    watch(join(home, wing), { recursive: true }, changed),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
