import pg from 'pg'

/** What pg says, without a code, when the connection is gone. Read in pg 8.23 and pg-pool 3. */
const CONNECTION_WORDS = [
  'Connection terminated',
  'Client has encountered a connection error',
  'timeout exceeded when trying to connect',
  'Client was closed',
  'timeout expired',
]
const SYSTEM_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]

/** The five-character SQLSTATE (https://www.postgresql.org/docs/18/errcodes-appendix.html) or the system's code; null for other errors. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** The connection is gone or could not be made: 08, 57P01–03 (the server stops or starts), 25P03/25P04 (it hung up on us), ECONN…. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code === null) return CONNECTION_WORDS.some((words) => error.message.includes(words))
  return /^(08|57P0|25P0[34])/.test(code) || (!isFromServer(error) && SYSTEM_CODES.includes(code))
}

/**
 * Whether the engine is at fault (gone, stopping, out of disk, memory or connections, its files failing: classes 08,
 * 53, 57P, 58) and not what it was asked. Work that failed so is to be tried again, never to be set aside as poison.
 */
export function isEngineError(error: unknown): boolean {
  return isConnectionLost(error) || /^(53|58)/.test(codeOf(error) ?? '')
}

/**
 * A text holds a character that Postgres cannot store or compare: NUL (22021 in a text, 22P05 escaped in JSON). Whoever
 * sent it can mend it.
 */
export function isUnstorableText(error: unknown): boolean {
  const code = codeOf(error)
  return isFromServer(error) && (code === '22021' || code === '22P05')
}

/** Two transactions were in each other's way (40001, 40P01): the same work succeeds when done again. */
export function isInterference(error: unknown): boolean {
  const code = codeOf(error)
  return isFromServer(error) && (code === '40001' || code === '40P01')
}

function isFromServer(error: unknown): boolean {
  return error instanceof pg.DatabaseError
}
