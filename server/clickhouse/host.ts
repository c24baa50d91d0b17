/**
 * The engine host: the program that the parent starts as a child. chDB lives here and nowhere else, so that a crash, a
 * runaway query or its memory never touch the process that answers people. States: started → open (told where) → serving →
 * draining → gone. It is gone at once when the parent is.
 */
import type { Server } from 'node:http'
import { Session } from 'chdb'
import { createLog, type Log, systemClock } from '../kernel/index.ts'
import { prepareFolder, READERS, shareMemory, WRITERS } from './host-config.ts'
import { createHttp } from './host-http.ts'
import { createLane, type Job } from './host-lane.ts'
import { type HostMessage, type ParentMessage, parentMessage } from './host-wire.ts'

/** Queries that may wait for a session, by lane. Above that the answer is 503. */
const READS_WAITING_MAX = 256
const WRITES_WAITING_MAX = 64
/** How often the host looks at its own size. */
const SIZE_CHECK_MS = 5_000
/** How long a stop waits for queries that run. */
const DRAIN_MS = 8_000

type Open = Extract<ParentMessage, { kind: 'open' }>

// The parent decides when the host ends: a Ctrl-C at the terminal reaches both, and the parent still has rows to land.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', endNow)
process.on('message', (received: unknown) => {
  const message = parentMessage.parse(received)
  if (message.kind === 'open') start(message)
  else stopping?.()
})

let stopping: (() => void) | null = null

function start(message: Open): void {
  const log = createLog('clickhouse', message.logLevel)
  try {
    serve(message, log)
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
}

function serve(message: Open, log: Log): void {
  const memory = shareMemory(message.memoryLimitMb, message.recycleMb)
  const { store, config } = prepareFolder(message.dataDir, memory)
  const open = () => new Session(store, { connectionArgs: [`--config-file=${config}`] })
  // Held for as long as the host lives: the engine shuts down with its last session.
  const anchor = open()
  anchor.query('select 1')
  const onStuck = (job: Job) => {
    log.fatal({ sql: job.sql.slice(0, 500), seconds: job.seconds }, 'a query does not end')
    endNow()
  }
  const lanes = {
    read: createLane({
      name: 'reading',
      slots: READERS,
      waitingMax: READS_WAITING_MAX,
      open,
      onStuck,
    }),
    write: createLane({
      name: 'writing',
      slots: WRITERS,
      waitingMax: WRITES_WAITING_MAX,
      open,
      onStuck,
    }),
  }
  const limits = memory.limits
  const server = createHttp({ token: message.token, lanes, limits, clock: systemClock, log })
  const busy = () => lanes.read.busy() + lanes.write.busy()
  const end = () => {
    lanes.read.close()
    lanes.write.close()
    anchor.close()
    process.exit(0)
  }
  stopping = () => drain(server, busy, end)
  watchSize(memory.recycleBytes, busy, stopping)
  server.on('error', (error) => fail(error.message))
  server.listen(message.port, '127.0.0.1', () => {
    const address = server.address()
    tell({ kind: 'ready', port: typeof address === 'object' && address ? address.port : 0 })
  })
}

/** Answers what runs and waits, takes nothing new, then ends; ends hard when that takes too long. */
function drain(server: Server, busy: () => number, end: () => void): void {
  setTimeout(endNow, DRAIN_MS)
  server.close()
  server.closeIdleConnections()
  const look = () => {
    if (busy() === 0) end()
    else setTimeout(look, 10)
  }
  look()
}

/** The engine never gives memory back (2.9 GB after two queries when tried), so a large idle host asks to be replaced. */
function watchSize(recycleBytes: number, busy: () => number, stop: () => void): void {
  const look = () => {
    const resident = process.memoryUsage.rss()
    if (resident < recycleBytes || busy() > 0) return
    clearInterval(timer)
    tell({ kind: 'recycle', residentMb: Math.round(resident / 1024 / 1024) })
    stop()
  }
  const timer = setInterval(look, SIZE_CHECK_MS)
}

function fail(reason: string): void {
  process.send?.({ kind: 'failed', reason } satisfies HostMessage, () => endNow())
}

function tell(message: HostMessage): void {
  process.send?.(message)
}

/** `process.exit` would wait for the engine's threads; tables survive a kill (see the four fsync settings). */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL')
}
