import pg from 'pg'
import type { Log } from '../kernel/index.ts'

/** How long a caller waits for a free or new connection, in milliseconds. */
const CONNECT_LIMIT_MS = 15_000
const IDLE_LIMIT_MS = 30_000

const INT8 = 20
const DATE = 1082
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182
const TIMESTAMPTZ = 1184

/**
 * How values come back, for this pool only: int8 and int8[] as numbers (an error beyond 2^53), numeric as text, date
 * as `YYYY-MM-DD`, timestamptz as Date.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === INT8) return wholeNumber
      if (oid === DATE) return (text: string) => text
      if (oid === TIMESTAMPTZ) return instant
      if (oid === INT8_ARRAY) return wholeNumbers
      if (oid === DATE_ARRAY) return plainArray
    }
    return format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid, 'text')
  },
}

export type PoolOptions = {
  log: Log
  /** The role every connection takes at once; null: the login role itself. */
  role: string | null
  maxConnections: number
}

/**
 * A pool whose connections take `role` in their start-up packet: a connection that may not take it fails, it does
 * not go on as the login role.
 */
export function openPool(url: string, { log, role, maxConnections }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    types,
    application_name: 'liuyuan',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    idleTimeoutMillis: IDLE_LIMIT_MS,
    keepAlive: true,
    ...(role === null ? {} : { options: `-c role=${role}` }),
  })
  // Without these listeners a restart of the server ends our process: the first hears idle connections, the second
  // those that are in use but between two statements.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'an idle connection was lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ reason: error.message }, 'a connection was lost'))
  })
  return pool
}

const inUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/

/** In UTC, which our server speaks, the engine's own reading will do; it is ten times as fast as the driver's. */
function instant(text: string): Date {
  if (!inUtc.test(text)) return pg.types.getTypeParser(TIMESTAMPTZ, 'text')(text)
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a whole number`)
  return value
}

function wholeNumbers(text: string): (number | null)[] {
  return plainArray(text).map((value) => (value === null ? null : wholeNumber(value)))
}

/** A one-dimensional array whose members need no quotes: `{1,NULL,3}`. */
function plainArray(text: string): (string | null)[] {
  if (text === '{}') return []
  return text
    .slice(1, -1)
    .split(',')
    .map((value) => (value === 'NULL' ? null : value))
}
