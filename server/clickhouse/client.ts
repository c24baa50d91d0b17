import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { type Log, sleep } from '../kernel/index.ts'

/** Seconds that a query may run when it does not say. */
const READ_SECONDS = 30
const INSERT_SECONDS = 60
const COMMAND_SECONDS = 600
/** The server's own limit comes first; the client waits a little longer. */
const PATIENCE_MS = 15_000
/** Reads may be asked again: a host that died is back within about a second. Inserts never are (verify, then insert). */
const READ_AGAIN_MS = [50, 100, 200, 400, 800, 1_600]
const CONNECTIONS_MAX = 16
/** Written when it answers, ISO instants read, a column that is not there refused: by default all three may differ. */
const INSERT_SETTINGS = {
  async_insert: 0,
  date_time_input_format: 'best_effort',
  input_format_skip_unknown_fields: 0,
}

/** Settings of a query by ClickHouse's names, such as `{ mutations_sync: '2' }`. */
export type Settings = Record<string, string | number>

export type Query = {
  sql: string
  /** Values of `{name:Type}`. A `Date` may stand for DateTime and DateTime64; the rest is written as ClickHouse shows it. */
  params?: Record<string, unknown>
  settings?: Settings
  /** Room and verb, such as `segment.preview`: found again in `log_comment`. */
  comment: string
}

export type ClickHouse = {
  /** Runs a query and gives its rows, 64-bit integers as numbers (customer numbers and counts fit in 2^53). */
  rows<Row>(query: Query): Promise<Row[]>
  /**
   * Inserts rows that are already lines of JSON. One call is one block, and within one partition all or nothing.
   * It is not tried again: after an `EngineAway` ask what is there, then insert what is missing.
   * @param batch.id the query's own id, by which `isBusy` finds it while it waits or runs; never the same twice.
   */
  insert(batch: { table: string; rows: string; comment: string; id?: string }): Promise<void>
  /** Whether a query whose id begins like this waits or runs, whoever sent it and whether or not that one still lives. */
  isBusy(idPrefix: string): Promise<boolean>
  /** Runs a statement that gives no rows: DDL, mutations, `insert … select`. */
  command(query: Query): Promise<void>
  /** Whether it answers now. */
  ping(): Promise<boolean>
  close(): Promise<void>
}

/**
 * ClickHouse did not do it and may do it later: it is not there, is going, is full, or has too much to do. Whether an
 * insert arrived is not known.
 */
export class EngineAway extends Error {
  override readonly name = 'EngineAway'
}

/** ClickHouse answered that it will not do this. `code` and `type` are ClickHouse's, such as 62 and SYNTAX_ERROR. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed'
  readonly code: number
  readonly type: string

  constructor(message: string, failure: { code: number; type: string }) {
    super(message)
    this.code = failure.code
    this.type = failure.type
  }
}

/** Codes that say "not now" rather than "not so": busy, full, shutting down, read-only replica, too many parts, keeper away. */
const NOT_NOW = new Set([202, 203, 209, 210, 225, 236, 242, 243, 252, 279, 319, 373, 394, 425, 999])

/** A full disk comes under several codes, by what was being written. */
const FULL = /no space left on device/i

/**
 * Opens the stock client on the embedded engine or on a server; nobody else needs to know which it is.
 * @param url `http(s)://user:password@host:port/database`
 */
export function openClickHouse(url: string, { log }: { log: Log }): ClickHouse {
  const brief = connect(url, Math.max(READ_SECONDS, INSERT_SECONDS))
  const patient = connect(url, COMMAND_SECONDS)

  const rows = async <Row>(query: Query): Promise<Row[]> => {
    const settings = settingsOf(query, READ_SECONDS)
    const client = Number(settings.max_execution_time) > INSERT_SECONDS ? patient : brief
    const result = await client.query({
      query: query.sql,
      format: 'JSONEachRow',
      clickhouse_settings: settings,
      query_params: query.params ?? {},
      use_multipart_params_auto: true,
    })
    return result.json<Row>()
  }

  return {
    rows: (query) => again(() => told(query.comment, () => rows(query)), log),
    isBusy: async (idPrefix) => {
      const query = {
        sql: 'select query_id from system.processes where startsWith(query_id, {prefix:String}) limit 1',
        params: { prefix: idPrefix },
        comment: 'clickhouse.busy',
      }
      return (await again(() => told(query.comment, () => rows(query)), log)).length > 0
    },
    insert: async ({ table, rows, comment, id }) => {
      if (rows === '') return
      await told(comment, async () => {
        // `insert` of the client wants objects; `exec` sends the lines as they are.
        const { stream } = await brief.exec({
          query: `insert into ${plainName(table)} format JSONEachRow`,
          values: Readable.from([rows], { objectMode: false }),
          clickhouse_settings: settingsOf({ comment, settings: INSERT_SETTINGS }, INSERT_SECONDS),
          ...(id === undefined ? {} : { query_id: id }),
        })
        await finished(stream.resume())
      })
    },
    command: async (query) => {
      await told(query.comment, () =>
        patient.command({
          query: query.sql,
          clickhouse_settings: settingsOf(query, COMMAND_SECONDS),
          query_params: query.params ?? {},
        }),
      )
    },
    ping: async () => (await brief.ping()).success,
    close: async () => {
      await Promise.all([brief.close(), patient.close()])
    },
  }
}

function connect(url: string, seconds: number) {
  return createClient({
    url,
    application: 'liuyuan',
    request_timeout: seconds * 1000 + PATIENCE_MS,
    max_open_connections: CONNECTIONS_MAX,
    // What goes wrong is thrown and told by the caller; the client's own logger would say it twice.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, wait_end_of_query: 1 },
  })
}

function settingsOf(query: Pick<Query, 'comment' | 'settings'>, seconds: number): Settings {
  return { max_execution_time: seconds, ...query.settings, log_comment: query.comment }
}

async function told<T>(comment: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw failureOf(error, comment)
  }
}

function failureOf(error: unknown, comment: string): unknown {
  if (error instanceof ClickHouseError) {
    const code = Number(error.code)
    if (NOT_NOW.has(code) || FULL.test(error.message))
      return new EngineAway(`${comment}: ${error.message}`, { cause: error })
    return new QueryFailed(`${comment}: ${error.message}`, { code, type: error.type ?? '' })
  }
  if (!(error instanceof Error) || !isTransport(error)) return error
  return new EngineAway(`${comment}: ${error.message}`, { cause: error })
}

/** Node names errors of the network by a code; the client's time-out and a gateway's page have only their texts. */
const NO_ANSWER = /timeout|timed out|socket|aborted|bad gateway|unavailable|gateway time/i

function isTransport(error: Error): boolean {
  return ('code' in error && typeof error.code === 'string') || NO_ANSWER.test(error.message)
}

function plainName(table: string): string {
  if (!/^\w+(\.\w+)?$/.test(table)) throw new Error(`not a plain name of a table: ${table}`)
  return table
}

async function again<T>(ask: () => Promise<T>, log: Log): Promise<T> {
  for (const waitMs of READ_AGAIN_MS) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof EngineAway)) throw error
      log.debug({ err: error, waitMs }, 'ClickHouse is away, asking again')
    }
    await sleep(waitMs)
  }
  return ask()
}
