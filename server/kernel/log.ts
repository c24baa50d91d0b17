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

/**
 * @param level one of pino's levels; `silent` for tests.
 * @param file written to instead of standard error; readable by its owner only.
 */
export function createLog(name: string, level: string, file: string | null = null): Log {
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
    pino.destination({ dest: file ?? 2, sync: false, mode: 0o600 }),
  )
}
