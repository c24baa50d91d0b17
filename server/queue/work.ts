import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { z } from 'zod'
import { type Log, sleep } from '../kernel/index.ts'
import { openPool, QUEUE_ROLE } from '../postgres/index.ts'
import { BEAT_MS, createLease } from './lease.ts'

export type Job = {
  id: string
  workspaceId: string
  payload: unknown
  /** 1 for the first try. */
  tries: number
  /** Aborted when the process is to stop and the job should come to an end soon. */
  signal: AbortSignal
}

/** Does a job; throws to have it tried again later (25 times over three days). May be called twice for one job. */
export type Handler = (job: Job) => Promise<void>

export type JobsOptions = {
  /** Login of the role that owns the database; the queue's own role is taken from there. */
  url: string
  handlers: Record<string, Handler>
  log: Log
  /** Jobs at once in this process. */
  concurrency: number
}

export type Jobs = {
  /** Takes no more jobs, waits some seconds for the running ones and gives back what is not finished. */
  stop(): Promise<void>
}

/** A job that was given back is not announced, so the queue is also asked this often. */
const POLL_MS = 1_000
const RESTART_WAIT_MS = 1_000

/**
 * Works on jobs until stopped, over restarts of the database. The jobs of a process that was killed are taken over by
 * another within some eight seconds.
 */
export async function startJobs({ url, handlers, log, concurrency }: JobsOptions): Promise<Jobs> {
  // Each running job may hold a connection for its bookkeeping; one listens, one beats.
  const pool = openPool(url, { log, role: QUEUE_ROLE, maxConnections: concurrency + 2 })
  const ended = new AbortController()
  let runner: Runner | null = null
  let id: string | null = null
  const lease = createLease(pool, () => id)

  const begin = async () => {
    const events: WorkerEvents = new EventEmitter()
    events.on('pool:create', ({ workerPool }) => {
      id = workerPool.id
    })
    runner = await run({
      pgPool: pool,
      schema: 'graphile_worker',
      taskList: tasksOf(handlers),
      parsedCronItems: [],
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      events,
      logger: loggerOver(log),
    })
    return runner
  }

  await lease.beat()
  const first = await begin()
  const working = keepWorking(first, begin, { log, signal: ended.signal })
  const beating = keepBeating(lease.beat, { log, signal: ended.signal })
  return {
    stop: async () => {
      if (ended.signal.aborted) return
      // The count goes on while running jobs finish, or another process would take them.
      await runner?.stop().catch(() => {})
      ended.abort()
      await Promise.all([working, beating])
      await lease.end().catch(() => {})
      await pool.end()
    },
  }
}

type Keeping = { log: Log; signal: AbortSignal }

/** The library stops itself when it cannot note a result (the database is away); then it is begun again. */
async function keepWorking(
  first: Runner,
  begin: () => Promise<Runner>,
  { log, signal }: Keeping,
): Promise<void> {
  let current: Runner | null = first
  while (current) {
    await current.promise.catch((error) => log.warn({ reason: String(error) }, 'the jobs stopped'))
    current = null
    while (!current && !signal.aborted) {
      await sleep(RESTART_WAIT_MS, signal)
      if (!signal.aborted) current = await begin().catch(() => null)
    }
  }
}

async function keepBeating(beat: () => Promise<string[]>, { log, signal }: Keeping): Promise<void> {
  while (!signal.aborted) {
    await sleep(BEAT_MS)
    if (signal.aborted) return
    try {
      const dead = await beat()
      if (dead.length > 0) log.warn({ dead }, 'the jobs of dead processes go to others')
    } catch (error) {
      log.warn({ reason: String(error) }, 'the queue is away')
    }
  }
}

const envelope = z.object({ workspaceId: z.uuid(), payload: z.unknown() })

function tasksOf(handlers: Record<string, Handler>): TaskList {
  const tasks = Object.entries(handlers).map(([name, handle]) => {
    const task: TaskList[string] = (raw, { job, abortSignal }) => {
      const { workspaceId, payload } = envelope.parse(raw)
      return handle({
        id: String(job.id),
        workspaceId,
        payload,
        tries: job.attempts,
        signal: abortSignal,
      })
    }
    return [name, task] as const
  })
  return Object.fromEntries(tasks)
}

/** The library's words go to our log; a failed job is a warning, for it is tried again. */
function loggerOver(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn(message)
    else log.debug(message)
  })
}
