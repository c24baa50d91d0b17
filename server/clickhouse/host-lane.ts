import type { ChdbResult, RawInsertParams } from 'chdb'
import { Refusal } from './host-refusal.ts'
import type { BulkTarget } from './host-statement.ts'

/** One query, ready for the engine. */
export type Job = {
  /** SQL of the `set` that makes a session fit for it; sessions are kept by this text. */
  setup: string
  database: string
  sql: string
  format: string
  /** Values as the HTTP interface takes them (escaped), by name. */
  params: Map<string, string>
  /** The rows of an insert, if it is one. */
  rows: { format: string; target: BulkTarget | null; body: Buffer } | null
  seconds: number
}

export type Answer = { body: Uint8Array; readRows: number; readBytes: number; writtenRows: number }

/** Some time for the engine to notice its own limit; after that it is stuck and the process must go. */
const GRACE_MS = 10_000
/** Sessions that a slot keeps, by settings. Opening one takes about a millisecond. */
const SLOT_SESSIONS_MAX = 4

/** What a lane needs of chDB's session. */
export type EngineSession = {
  query: (sql: string) => unknown
  queryAsync: (sql: string, options?: { format?: string }) => Promise<ChdbResult>
  insert: (rows: RawInsertParams) => Promise<{ rowsWritten: number }>
  close: () => void
}

export type LaneOptions = {
  name: string
  /** Sessions that work at the same time. A session runs one query at a time. */
  slots: number
  /** Queries that may wait. */
  waitingMax: number
  open: () => EngineSession
  /** Called when a query runs past its limit and the grace: nothing short of ending the process stops it. */
  onStuck: (job: Job) => void
}

type Slot = Map<string, EngineSession>
type Waiting = { job: Job; done: (answer: Promise<Answer>) => void }

/** A queue with sessions behind it. `run` rejects with the engine's error, or a `Refusal` when too many wait. */
export function createLane(options: LaneOptions) {
  const free: Slot[] = Array.from({ length: options.slots }, () => new Map())
  const waiting: Waiting[] = []
  let running = 0

  const next = () => {
    const slot = free.pop()
    if (!slot) return
    const first = waiting.shift()
    if (!first) {
      free.push(slot)
      return
    }
    running += 1
    const answer = runOn(slot, first.job, options).finally(() => {
      running -= 1
      free.push(slot)
      next()
    })
    first.done(answer)
  }

  return {
    run(job: Job): Promise<Answer> {
      if (waiting.length >= options.waitingMax) {
        const text = `Too many simultaneous queries: ${waiting.length} wait for the ${options.name} sessions.`
        return Promise.reject(new Refusal(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', text))
      }
      return new Promise((done) => {
        waiting.push({ job, done })
        next()
      })
    },
    busy: () => running + waiting.length,
    close: () => {
      for (const slot of free) for (const session of slot.values()) session.close()
    },
  }
}

export type Lane = ReturnType<typeof createLane>

async function runOn(slot: Slot, job: Job, options: LaneOptions): Promise<Answer> {
  const stuck = setTimeout(() => options.onStuck(job), job.seconds * 1000 + GRACE_MS)
  const key = `${job.database} ${job.setup}`
  try {
    const session = sessionFor(slot, key, job, options)
    bind(session, job.params)
    return job.rows ? await insert(session, job.sql, job.rows) : await query(session, job)
  } catch (error) {
    // A session that failed in the middle of a result may give those rows with its next answer (113 of 1,500 did when
    // tried; fresh sessions and other ones never did), so none is used again after an error.
    slot.get(key)?.close()
    slot.delete(key)
    throw error
  } finally {
    clearTimeout(stuck)
  }
}

function sessionFor(slot: Slot, key: string, job: Job, options: LaneOptions): EngineSession {
  const known = slot.get(key)
  if (known) return known
  const session = options.open()
  try {
    if (job.database !== 'default') session.query(`use ${quoteName(job.database)}`)
    session.query(job.setup)
  } catch (error) {
    session.close()
    throw error
  }
  const oldest = slot.keys().next().value
  if (slot.size >= SLOT_SESSIONS_MAX && oldest !== undefined) {
    slot.get(oldest)?.close()
    slot.delete(oldest)
  }
  slot.set(key, session)
  return session
}

/**
 * Parameters as `set param_x = x'…'`. The package's own binding is one at a time for the whole process, because the
 * engine mixes up parameters bound on two connections at once; those that are set belong to their session (2,000 on
 * each of two sessions at once: none mixed up). In hexadecimal no value can end the literal it stands in.
 */
function bind(session: EngineSession, params: Map<string, string>): void {
  if (params.size === 0) return
  const list = [...params].map(
    ([name, value]) => `param_${name} = x'${Buffer.from(value, 'utf8').toString('hex')}'`,
  )
  session.query(`set ${list.join(', ')}`)
}

async function query(session: EngineSession, job: Job): Promise<Answer> {
  const result = await session.queryAsync(job.sql, { format: job.format })
  return {
    body: result.bytes(),
    readRows: result.rowsRead,
    readBytes: result.bytesRead,
    writtenRows: 0,
  }
}

async function insert(
  session: EngineSession,
  sql: string,
  rows: NonNullable<Job['rows']>,
): Promise<Answer> {
  const body = new Uint8Array(0)
  if (rows.body.length === 0) return { body, readRows: 0, readBytes: 0, writtenRows: 0 }
  if (rows.target && rows.format === 'JSONEachRow') {
    const done = await session.insert({
      table: rows.target.table,
      ...(rows.target.columns ? { columns: rows.target.columns } : {}),
      format: rows.format,
      values: rows.body,
    })
    return { body, readRows: 0, readBytes: 0, writtenRows: done.rowsWritten }
  }
  const done = await session.queryAsync(`${sql}\n${rows.body.toString('utf8')}`)
  return { body, readRows: done.rowsRead, readBytes: done.bytesRead, writtenRows: done.rowsRead }
}

/** Quotes an identifier for the engine. */
function quoteName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
