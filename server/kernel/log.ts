import pino from 'pino'

/** Structured logs to standard error, one JSON object a line. Names of personal fields are redacted wherever they stand. */
export type Log = pino.Logger

const PERSONAL = [
  'phone',
  'email',
  'password',
  'token',
  'authorization',
  'cookie',
  'secret',
  'writeKey',
]

/** @param level one of pino's levels; `silent` for tests. */
export function createLog(name: string, level: string): Log {
  return pino(
    {
      name,
      level,
      redact: {
        paths: PERSONAL.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '[redacted]',
      },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  )
}
