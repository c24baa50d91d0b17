import { chownSync, mkdirSync } from 'node:fs'
import { type Chance, type Clock, type Log, sleep, systemChance } from '../kernel/index.ts'
import { type HostProcess, launchHost } from './host-process.ts'

/** Waits before the next try, in ms; the last repeats. A process that dies leaves its lock at once, so the first is short. */
const BACK_OFF_MS = [0, 50, 100, 250, 500, 1_000, 2_000, 5_000]
/** A host that served this long has proved itself: the back-off starts over. */
const PROVED_MS = 10_000
/** How long the first start may take with all its tries, waiting for a dying host's lock included. */
const START_MS = 30_000
/** Tries of the first start for any other reason, such as a package that is not installed. */
const FIRST_TRIES = 2
/** How the engine says that another process has the folder open. */
const LOCKED = /lock|another server instance/i

export type EngineHostOptions = {
  /** The folder of the embedded engine; made if it is not there. One host at a time may have it open. */
  dataDir: string
  log: Log
  clock: Clock
  /** What the engine may allocate; by default 40 % of the machine, at least 512 MB and at most 4 GB. */
  memoryLimitMb?: number
  /** Resident MB above which an idle host is replaced; by default half of what the engine may allocate, at least 900. */
  recycleMb?: number
  /** As root: the unprivileged user that the host runs as. A data directory that is new is given to it. */
  runAs?: { uid: number; gid: number }
  chance?: Chance
}

/** Why a host went and how long nobody answered, in ms. */
export type Restart = { reason: string; downMs: number }

export type EngineHost = {
  /** `http://user:token@127.0.0.1:port`, the same for as long as this object lives, restarts included. */
  url: string
  /** Lets queries finish, then ends the host (killed after 10 s). */
  stop(): Promise<void>
  /** Process id of the present host; null between two. */
  pid(): number | null
  /** Calls `listener` each time a host that replaced another serves. @returns how to stop listening. */
  onRestart(listener: (restart: Restart) => void): () => void
}

/**
 * Starts chDB in a child process that speaks ClickHouse's HTTP interface on a private loopback port, and keeps it alive:
 * whenever it dies it is started again, on the same port and with the same token, so clients need no change.
 * @throws Error with the engine's own reason when it does not serve within 30 s.
 */
export async function startEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const token = Buffer.from((options.chance ?? systemChance).bytes(24)).toString('base64url')
  const listeners = new Set<(restart: Restart) => void>()
  const ending = new AbortController()
  makeFolder(options)
  const first = await firstHost(options, token)
  let host: HostProcess | null = first.host

  const keeping = keep({
    options,
    first: first.host,
    launch: () => launch(options, token, first.port),
    changed: (now) => {
      host = now
    },
    restarted: (restart) => {
      for (const listener of listeners) listener(restart)
    },
    ending: ending.signal,
  })
  return {
    url: `http://liuyuan:${token}@127.0.0.1:${first.port}`,
    stop: async () => {
      ending.abort()
      await host?.stop()
      await keeping
    },
    pid: () => host?.pid ?? null,
    onRestart: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type Launch = () => HostProcess

function launch(options: EngineHostOptions, token: string, port: number): HostProcess {
  const { dataDir, log } = options
  const memoryLimitMb = options.memoryLimitMb ?? null
  const recycleMb = options.recycleMb ?? null
  const open = { dataDir, port, token, memoryLimitMb, recycleMb, logLevel: log.level }
  return launchHost(open, options.runAs)
}

/** Tries until a host serves: the lock of one that is just dying is refused at first. */
async function firstHost(
  options: EngineHostOptions,
  token: string,
): Promise<{ host: HostProcess; port: number }> {
  const began = options.clock.monotonicMs()
  for (let tries = 0; ; tries += 1) {
    const host = launch(options, token, 0)
    const opened = await host.opened
    if ('port' in opened) return { host, port: opened.port }
    const late = options.clock.monotonicMs() - began > START_MS
    if (late || (tries >= FIRST_TRIES && !LOCKED.test(opened.reason))) {
      throw new Error(`the embedded ClickHouse does not start: ${opened.reason}`)
    }
    options.log.warn(
      { reason: opened.reason },
      'the embedded ClickHouse did not open, trying again',
    )
    await sleep(backOffMs(tries))
  }
}

type Keeping = {
  options: EngineHostOptions
  first: HostProcess
  launch: Launch
  changed: (host: HostProcess | null) => void
  restarted: (restart: Restart) => void
  ending: AbortSignal
}

/** Waits for the end of a host and puts the next in its place, until told to end. */
async function keep(keeping: Keeping): Promise<void> {
  const { clock, log } = keeping.options
  let host = keeping.first
  let tries = 0
  while (true) {
    const servedFrom = clock.monotonicMs()
    const reason = await host.gone
    keeping.changed(null)
    if (keeping.ending.aborted) return
    log.warn({ reason }, 'the embedded ClickHouse ended')
    const goneAt = clock.monotonicMs()
    if (goneAt - servedFrom > PROVED_MS) tries = 0
    const next = await replace(keeping, tries)
    if (!next) return
    tries = next.tries
    host = next.host
    const downMs = Math.round(clock.monotonicMs() - goneAt)
    log.info({ reason, downMs }, 'the embedded ClickHouse is back')
    keeping.restarted({ reason, downMs })
  }
}

/** Tries with back-off, without end: ClickHouse away means that history waits, not that the house falls. */
async function replace(
  keeping: Keeping,
  before: number,
): Promise<{ host: HostProcess; tries: number } | null> {
  for (let tries = before; ; tries += 1) {
    await sleep(backOffMs(tries), keeping.ending)
    if (keeping.ending.aborted) return null
    const host = keeping.launch()
    keeping.changed(host)
    const opened = await host.opened
    if ('port' in opened) return { host, tries: tries + 1 }
    keeping.changed(null)
    if (keeping.ending.aborted) return null
    keeping.options.log.warn({ reason: opened.reason }, 'the embedded ClickHouse did not open')
  }
}

function backOffMs(tries: number): number {
  return BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length - 1)] ?? 0
}

function makeFolder(options: EngineHostOptions): void {
  const made = mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  if (made && options.runAs) chownSync(options.dataDir, options.runAs.uid, options.runAs.gid)
}
