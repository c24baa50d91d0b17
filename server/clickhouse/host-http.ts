import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Clock, type Log, newId } from '../kernel/index.ts'
import { sendAnswer, sendRefusal } from './host-answer.ts'
import type { Job, Lane } from './host-lane.ts'
import { createProcesses, type Processes } from './host-processes.ts'
import { Refusal, refusalOf } from './host-refusal.ts'
import { type HttpQuery, isAllowed, readQuery, URL_BYTES_MAX } from './host-request.ts'
import { type QueryLimits, secondsOf, sessionSettings, settingsOf } from './host-settings.ts'
import { readStatement, type Statement } from './host-statement.ts'

/** The stock client keeps an idle connection for 2.5 s; the host must be the one that waits longer. */
const KEEP_ALIVE_MS = 30_000
/** Queries slower than this are told to the log, with what they call themselves. */
const SLOW_MS = 5_000

export type HttpOptions = {
  token: string
  lanes: { read: Lane; write: Lane }
  limits: QueryLimits
  clock: Clock
  log: Log
}

/** ClickHouse's HTTP interface before the lanes: `/ping` for anybody, `/` for whoever has the token. */
export function createHttp(options: HttpOptions): Server {
  const processes = createProcesses()
  const server = createServer({ maxHeaderSize: URL_BYTES_MAX }, (request, response) => {
    serve({ ...options, processes }, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, 'an answer could not be sent')
      response.destroy()
    })
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
}

type Serving = HttpOptions & { processes: Processes }

async function serve(
  options: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://host')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const queryId = url.searchParams.get('query_id') || newId()
  try {
    if (!isAllowed(request, url, options.token)) {
      throw new Refusal(516, 'AUTHENTICATION_FAILED', 'Authentication failed.')
    }
    if (url.pathname !== '/') {
      throw new Refusal(48, 'NOT_IMPLEMENTED', `There is nothing at ${url.pathname}.`)
    }
    await options.processes.during(queryId, async () => {
      const query = await readQuery(request, url)
      await answer(options, request, response, query, queryId)
    })
  } catch (error) {
    // What is left of the body is not read: the connection ends with the answer.
    if (!request.readableEnded) response.setHeader('connection', 'close')
    sendRefusal(response, refusalOf(error), queryId)
  }
}

async function answer(
  options: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  query: HttpQuery,
  queryId: string,
): Promise<void> {
  const statement = statementOf(query)
  const job = jobOf(options, query, statement)
  const began = options.clock.monotonicMs()
  const done = await options.lanes[statement.lane].run(job)
  const elapsedMs = options.clock.monotonicMs() - began
  const setting = new Map(query.settings)
  if (elapsedMs > SLOW_MS) {
    options.log.warn({ comment: setting.get('log_comment'), elapsedMs }, 'slow query')
  }
  const zipped = setting.get('enable_http_compression') === '1'
  await sendAnswer(request, response, { ...done, format: job.format, queryId, elapsedMs, zipped })
}

/** As ClickHouse does: the body is appended to the query, except that the rows of an insert stay bytes. */
function statementOf(query: HttpQuery): Statement {
  if (query.query !== '') {
    const statement = readStatement(query.query)
    if (statement.insert || query.body.length === 0) return statement
  }
  const sql = [query.query, query.body.toString('utf8')].filter((part) => part !== '').join('\n')
  query.body = Buffer.alloc(0)
  return readStatement(sql)
}

function jobOf(options: Serving, query: HttpQuery, statement: Statement): Job {
  if (query.method === 'GET' && statement.lane === 'write') {
    throw new Refusal(164, 'READONLY', 'Cannot execute query in readonly mode: use POST to write.')
  }
  const missing = statement.placeholders.find((name) => !query.params.has(name))
  if (missing) {
    throw new Refusal(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${missing}\` is not set.`)
  }
  const asked = settingsOf(query.settings)
  const { insert, lane } = statement
  const format = statement.format ?? query.defaultFormat ?? 'TabSeparated'
  if (!/^[A-Za-z0-9]+$/.test(format)) {
    throw new Refusal(73, 'UNKNOWN_FORMAT', `Unknown format ${format.slice(0, 80)}.`)
  }
  return {
    setup: sessionSettings(lane, asked, options.limits),
    database: query.database,
    sql: options.processes.inPlace(statement.sql),
    format,
    params: query.params,
    rows: insert ? rowsOf(statement.sql, insert, query.body) : null,
    seconds: secondsOf(lane, asked),
  }
}

function rowsOf(
  sql: string,
  insert: NonNullable<Statement['insert']>,
  body: Buffer,
): NonNullable<Job['rows']> {
  const format = /(\w+)$/.exec(sql)?.[1] ?? 'JSONEachRow'
  const inline = Buffer.from(insert.inline, 'utf8')
  return {
    format,
    target: insert.target,
    body: inline.length > 0 ? Buffer.concat([inline, body]) : body,
  }
}
