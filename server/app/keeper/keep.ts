import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment, dataPaths, readConfig, systemClock } from '../../kernel/index.ts'
import { claimForDemo, clearDemo, holdsDemo, readDemoCredentials } from './demo-data.ts'
import { type Ending, listenForEnd } from './ending.ts'
import { stopEngines } from './engines.ts'
import { type House, type KeepOptions, secondsOf, words } from './house.ts'
import { takeLock } from './lock.ts'
import { openKeeperLog } from './log-file.ts'
import { open, renewOnChange } from './open.ts'
import { endLeftovers, readRunState } from './run-state.ts'

/**
 * Holds the house: starts the engines, brings the schema up to date, runs api, worker and (for the demo) the brand as
 * children that are started again when they die, and ends everything in order on a signal.
 * @returns the exit code, when everything has ended.
 */
export async function keep(options: KeepOptions): Promise<number> {
  const config = readConfig(childEnvironment({ PORT: String(options.port) }))
  const clock = systemClock
  const runDir = dataPaths(config.dataDir).run
  const house: House = {
    options,
    config,
    runDir,
    clock,
    log: openKeeperLog(options, runDir),
    startedAt: clock.now(),
    beganMs: clock.monotonicMs(),
    children: [],
    engines: null,
    sandboxUrl: null,
    url: null,
    consoleUrl: null,
  }
  if (options.role === 'all') return keepFolder(house)
  // A single role leans on engines elsewhere and shares the folder with its sisters.
  if (config.databaseUrl && config.clickhouseUrl) return keepHouse(house)
  options.complain(words(house, 'needsEngines', { role: options.role }))
  return 1
}

/** The whole house has the data folder for itself. */
async function keepFolder(house: House): Promise<number> {
  const { options, runDir } = house
  const lock = takeLock(runDir)
  if (!lock.ok) {
    const url = readRunState(runDir)?.url ?? '…'
    options.complain(words(house, 'another', { pid: String(lock.detail.pid), url }))
    return 1
  }
  try {
    const left = endLeftovers(runDir, ['api', 'worker', 'demo', 'sandbox'])
    if (left.length > 0) house.log.warn({ pids: left }, 'processes of an earlier run were ended')
    return (await prepareFolder(house)) ? await keepHouse(house) : 1
  } finally {
    lock.value.release()
  }
}

/** Sees to it that the demo and a brand's own data do not mix. @returns false when the folder must not be used. */
async function prepareFolder(house: House): Promise<boolean> {
  const { options, config, clock } = house
  if (options.command !== 'demo') {
    if (holdsDemo(config.dataDir)) options.say(words(house, 'demoData'))
    return true
  }
  const isOurs = claimForDemo(config.dataDir, clock).ok
  if (!isOurs) {
    options.complain(words(house, 'ownData'))
    return false
  }
  if (!options.isReset) return true
  if (config.databaseUrl || config.clickhouseUrl) {
    options.complain(words(house, 'resetExternal'))
    return false
  }
  await clearDemo(config, house)
  options.say(words(house, 'wasReset'))
  return true
}

/** From opening to the end, whoever wishes it. */
async function keepHouse(house: House): Promise<number> {
  const { options, clock } = house
  const ending = listenForEnd({
    monotonicMs: clock.monotonicMs,
    first: () => options.say(words(house, 'stopping')),
    hurry: () => {
      options.say(words(house, 'hurrying'))
      for (const child of house.children) child.kill()
    },
  })
  const failure = await stay(house, ending)
  await close(house)
  ending.forget()
  if (failure !== null) {
    options.complain(reasonFor(house, failure))
    return 1
  }
  options.say(words(house, 'stopped'))
  return 0
}

/** Opens, greets and waits. @returns what went wrong, or null when an end was wished. */
async function stay(house: House, ending: Ending): Promise<unknown> {
  const opening = open(house, ending.isWished)
  // When an end is wished while a child is still starting, nobody waits for it any more.
  opening.catch(() => {})
  try {
    await Promise.race([opening, ending.wished.then(() => enginesAtLeast(house, opening))])
    if (ending.isWished()) return null
    greet(house)
  } catch (error) {
    return error
  }
  const forget = house.options.command === 'dev' ? renewOnChange(house) : () => {}
  await ending.wished
  forget()
  return null
}

/** An engine that is just starting cannot be stopped: it is waited for. */
async function enginesAtLeast(house: House, opening: Promise<void>): Promise<void> {
  if (!house.engines) await opening
}

/** Api (which finishes its answers) and demo first, then the worker, then whom it spoke to, then the engines; Postgres last. */
async function close(house: House): Promise<void> {
  const worker = house.children.find((child) => child.name === 'worker')
  const sandbox = house.children.find((child) => child.name === 'sandbox')
  const others = house.children.filter((child) => child !== worker && child !== sandbox)
  await Promise.all(others.map((child) => child.stop()))
  await worker?.stop()
  await sandbox?.stop()
  if (house.engines) await stopEngines(house.engines)
}

function greet(house: House): void {
  const { options, runDir, url, sandboxUrl } = house
  const seconds = secondsOf(house)
  if (url === null) options.say(words(house, 'workerReady', { seconds }))
  else if (options.isJson)
    options.print(JSON.stringify({ url, sandboxUrl, ...readDemoCredentials(runDir) }))
  else greetPerson(house, url, seconds)
}

function greetPerson(house: House, url: string, seconds: string): void {
  const { options, runDir } = house
  options.say('')
  options.say(words(house, 'ready', { seconds, url: house.consoleUrl ?? url }))
  if (house.consoleUrl) options.say(words(house, 'serverAt', { url }))
  const token = join(runDir, 'setup-token')
  if (existsSync(token)) {
    options.say(words(house, 'setup', { token: readFileSync(token, 'utf8').trim() }))
  }
  if (options.command === 'start' && options.logs === 'files') options.say(words(house, 'logsIn'))
  if (options.command !== 'demo') return
  const { login, password } = readDemoCredentials(runDir)
  options.say(words(house, 'loginLine', { login, password }))
  options.say(words(house, 'phoneAt', { url: house.sandboxUrl ?? '' }))
  options.say('')
  options.say(words(house, 'tryThese'))
  options.say('')
  options.say(words(house, 'stopHint'))
}

function reasonFor(house: House, failure: unknown): string {
  const reason = failure instanceof Error ? failure.message : String(failure)
  const isFull = /ENOSPC|no space left/i.test(reason)
  return isFull ? words(house, 'diskFull') : words(house, 'failed', { reason })
}
