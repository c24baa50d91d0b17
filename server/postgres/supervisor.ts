import { type Clock, type Log, sleep } from '../kernel/index.ts'
import {
  ADMIN,
  addressOf,
  type Cluster,
  freePort,
  OWNER,
  prepareCluster,
  rememberedPort,
  replacePort,
} from './cluster.ts'
import { ownerOf, readLockFile } from './lock-file.ts'
import { askServer, makeOwner } from './probe.ts'
import { type Running, spawnServer, watchAdopted } from './process.ts'

export type StartOptions = {
  /** Holds the cluster, password, port and server log; made when missing, then private (0700). */
  dataDir: string
  log: Log
  clock: Clock
  /** Server settings over ours, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>
}

/**
 * starting → running ⇄ recovering → stopping → stopped.
 * `recovering` means: the server died and is tried again until it answers, however long that takes.
 */
export type Phase = 'starting' | 'running' | 'recovering' | 'stopping' | 'stopped'

export type PostgresState = {
  phase: Phase
  /** True when the running server was there before this process. */
  adopted: boolean
  restarts: number
  /** What the server said last when it would not start. */
  lastError: string | null
}

export type Postgres = {
  /** Address of the login role that owns our database (no superuser). Stays the same over restarts of the server. */
  url: string
  /** Address of the superuser; for backup, restore and moving out only. */
  adminUrl: string
  /** Stops the server (fast: running transactions are rolled back) and the watching. To be called last. */
  stop(): Promise<void>
  /** The postmaster's pid; null while there is none. */
  pid(): number | null
  state(): PostgresState
}

/** Between two looks at something that changes within milliseconds. */
const LOOK_MS = 50
const FIRST_BACK_OFF_MS = 100
const LONGEST_BACK_OFF_MS = 3_000
/** A first start gives up after so long without a living server process; a recovery never does. */
const START_LIMIT_MS = 20_000
/** Fast shutdown waits for a checkpoint; after this the server is told to stop at once and recovers at its next start. */
const FAST_STOP_LIMIT_MS = 30_000
const MOMENTARY_STOP_LIMIT_MS = 10_000
/** A dying server may hold its port for a moment. */
const PORT_PATIENCE_MS = 2_000

/**
 * Brings up the embedded server of a data directory and keeps it up: adopts a healthy one, waits out a dying one,
 * restarts it with back-off when it dies. The lock file `postmaster.pid` is left to PostgreSQL alone.
 * @throws Error with the server's own words when it cannot be started within 20 seconds.
 */
export async function startPostgres(options: StartOptions): Promise<Postgres> {
  const cluster = await prepareCluster(options.dataDir)
  const keeper = createKeeper(cluster, options)
  await keeper.start()
  const port = keeper.port()
  await makeOwner(addressOf(cluster, port, ADMIN, 'postgres'), cluster.password)
  return {
    url: addressOf(cluster, port, OWNER, OWNER),
    adminUrl: addressOf(cluster, port, ADMIN, OWNER),
    stop: keeper.stop,
    pid: keeper.pid,
    state: keeper.state,
  }
}

type Memory = PostgresState & { running: Running | null; port: number; ended: AbortController }

function createKeeper(cluster: Cluster, { log, clock, settings = {} }: StartOptions) {
  const memory: Memory = {
    phase: 'starting',
    adopted: false,
    restarts: 0,
    lastError: null,
    running: null,
    port: 0,
    ended: new AbortController(),
  }
  let recovery: Promise<void> = Promise.resolve()

  async function start() {
    memory.port = await rememberedPort(cluster)
    await choosePort(cluster, memory, clock)
    await bringUp(cluster, memory, { clock, log, settings, limitMs: START_LIMIT_MS })
    keepUp()
  }

  function keepUp() {
    const { running } = memory
    if (!running || memory.ended.signal.aborted) return
    memory.phase = 'running'
    recovery = running.gone.then(async (how) => {
      if (memory.ended.signal.aborted) return
      memory.phase = 'recovering'
      memory.running = null
      memory.restarts += 1
      log.warn({ how }, 'PostgreSQL is gone; starting it again')
      await bringUp(cluster, memory, { clock, log, settings, limitMs: Number.POSITIVE_INFINITY })
      keepUp()
    })
    // Only a bug ends a recovery early; it must not end the process as an unhandled rejection.
    recovery.catch((error) => log.error({ error }, 'the watch over PostgreSQL ended'))
  }

  async function stop() {
    if (memory.phase === 'stopped') return
    memory.phase = 'stopping'
    memory.ended.abort()
    const recovering = memory.running ? null : recovery
    await recovering
    await stopServer(cluster, clock)
    memory.running?.forget()
    memory.running = null
    memory.phase = 'stopped'
  }

  return {
    start,
    stop,
    port: () => memory.port,
    pid: () => memory.running?.pid ?? null,
    state: (): PostgresState => ({
      phase: memory.phase,
      adopted: memory.adopted,
      restarts: memory.restarts,
      lastError: memory.lastError,
    }),
  }
}

type Effort = {
  clock: Clock
  log: Log
  settings: Record<string, string>
  /** How long to try while no server process lives, in milliseconds. */
  limitMs: number
}

/** Tries until a server of this cluster answers: looks first, starts one only when none lives. */
async function bringUp(cluster: Cluster, memory: Memory, effort: Effort): Promise<void> {
  const { signal } = memory.ended
  const began = effort.clock.monotonicMs()
  let backOffMs = FIRST_BACK_OFF_MS
  while (!signal.aborted) {
    const found = await lookForServer(cluster, memory, effort)
    if (found === 'answers') return
    if (found === 'lives') {
      await sleep(LOOK_MS)
      continue
    }
    if (await launch(cluster, memory, effort)) return
    if (effort.clock.monotonicMs() - began > effort.limitMs) {
      throw new Error(`PostgreSQL does not start: ${memory.lastError ?? 'it said nothing'}`)
    }
    await sleep(backOffMs, signal)
    backOffMs = Math.min(backOffMs * 2, LONGEST_BACK_OFF_MS)
  }
}

/** Adopts the server that the lock file names when it answers as ours; else says whether it (still) lives. */
async function lookForServer(cluster: Cluster, memory: Memory, { log }: Effort) {
  const lock = readLockFile(cluster.folder)
  if (!lock || ownerOf(lock.pid, cluster.folder) !== 'postmaster') return 'none'
  if (!lock.port) return 'lives'
  const answer = await askServer(addressOf(cluster, lock.port, ADMIN, 'postgres'), cluster.folder)
  if (answer !== 'ours') return 'lives'
  memory.port = lock.port
  memory.adopted = true
  memory.running = watchAdopted(lock.pid, () => ownerOf(lock.pid, cluster.folder) === 'postmaster')
  log.info({ pid: lock.pid, port: lock.port }, 'PostgreSQL was running already and is adopted')
  return 'answers'
}

/** Starts a server and waits until it answers or ends. True when it answers. */
async function launch(cluster: Cluster, memory: Memory, effort: Effort): Promise<boolean> {
  const { log, clock } = effort
  const began = clock.monotonicMs()
  const stale = readLockFile(cluster.folder)
  // PostgreSQL takes a lock file that names its "grandparent" for its own and overwrites it. Said only of a pid that
  // was proven not to be a postmaster of this cluster: a zombie, or a number that another program has got since.
  const proven = stale && ownerOf(stale.pid, cluster.folder) === 'other' ? stale.pid : null
  const server = spawnServer(cluster, memory.port, { settings: effort.settings, proven })
  const ended = server.running.gone.then((how) => ({ how }))
  // No process at all: the program could not be executed.
  if (server.running.pid === 0)
    throw new Error(`PostgreSQL does not start: ${await server.running.gone}`)
  while (!memory.ended.signal.aborted) {
    const address = addressOf(cluster, memory.port, ADMIN, 'postgres')
    const answers = await askServer(address, cluster.folder).catch(async (error) => {
      await endChild(server.running)
      throw error
    })
    // When another starter won the race it is its server that answers, while ours is about to end.
    if (answers === 'ours' && readLockFile(cluster.folder)?.pid === server.running.pid) {
      memory.adopted = false
      memory.running = server.running
      const startedMs = Math.round(clock.monotonicMs() - began)
      log.info({ pid: server.running.pid, port: memory.port, startedMs }, 'PostgreSQL is running')
      return true
    }
    const end = await Promise.race([ended, sleep(LOOK_MS)])
    if (end) {
      memory.lastError = server.lastWords()
      log.warn({ how: end.how, said: memory.lastError }, 'PostgreSQL did not start')
      return false
    }
  }
  // Told to stop before the server answered: it may not have written its lock file yet, so it is told here.
  await endChild(server.running)
  return false
}

async function endChild(child: Running): Promise<void> {
  process.kill(child.pid, 'SIGINT')
  await child.gone
}

/** A remembered port may have gone to another program while our server was down. */
async function choosePort(cluster: Cluster, memory: Memory, clock: Clock): Promise<void> {
  const began = clock.monotonicMs()
  while (!(await freePort(memory.port))) {
    const lock = readLockFile(cluster.folder)
    if (lock && ownerOf(lock.pid, cluster.folder) === 'postmaster') return
    if (clock.monotonicMs() - began > PORT_PATIENCE_MS) memory.port = await replacePort(cluster)
    else await sleep(LOOK_MS)
  }
}

/** Stops whichever server of this cluster the lock file names. */
async function stopServer(cluster: Cluster, clock: Clock): Promise<void> {
  const steps = [
    { signal: 'SIGINT', limitMs: FAST_STOP_LIMIT_MS },
    { signal: 'SIGQUIT', limitMs: MOMENTARY_STOP_LIMIT_MS },
  ] as const
  for (const { signal, limitMs } of steps) {
    const lock = readLockFile(cluster.folder)
    if (!lock || ownerOf(lock.pid, cluster.folder) !== 'postmaster') return
    process.kill(lock.pid, signal)
    const began = clock.monotonicMs()
    while (clock.monotonicMs() - began < limitMs) {
      if (ownerOf(lock.pid, cluster.folder) !== 'postmaster') return
      await sleep(LOOK_MS)
    }
  }
}
