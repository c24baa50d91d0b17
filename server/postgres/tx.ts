import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { arrayLiteral } from './array-literal.ts'
import { preparedNames } from './prepared.ts'

/**
 * One transaction. Statements are written with the `sql` tag: `tx.rows<{ id: string }>(sql\`select id from …\`)`.
 * A parameter that is an array becomes a Postgres array; an object becomes json; an array meant as json is to be
 * given as `JSON.stringify(…)`.
 */
export type Tx = {
  /** All rows. */
  rows<Row>(statement: RawBuilder<Row>): Promise<Row[]>
  /** The only row. Throws when there is none or more than one: that is a bug of ours. */
  one<Row>(statement: RawBuilder<Row>): Promise<Row>
  /** The only row or null. Throws when there are more. */
  maybe<Row>(statement: RawBuilder<Row>): Promise<Row | null>
  /** The number of rows that were changed. */
  run(statement: RawBuilder<unknown>): Promise<number>
  /**
   * Writes many rows with COPY: into a temporary table only, because COPY is refused under row-level security.
   * @param target `name` or `name (column, column)`. @param lines see `copyLine`.
   */
  copyIn(target: string, lines: Iterable<string> | AsyncIterable<string>): Promise<void>
  client: pg.PoolClient
}

// Only turns the tag into text and parameters; it never connects.
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Of this process: the same text has the same name on each connection. */
const prepared = preparedNames()

const TARGET = /^"?[a-z_][a-z0-9_]*"?( \([a-z0-9_, "]+\))?$/
const CHUNK_CHARACTERS = 64 * 1024

/** The verbs of a transaction over a connection that is inside one. */
export function txOver(client: pg.PoolClient): Tx {
  const query = async <Row>(statement: RawBuilder<Row>) => {
    const { sql: text, parameters } = statement.compile(compiler)
    const values = parameters.map(sent)
    const name = prepared.nameOf(text, parameters)
    const result = await client.query(name === null ? { text, values } : { name, text, values })
    const rows: Row[] = result.rows
    return { rows, count: result.rowCount ?? 0, text }
  }
  const atMostOne = async <Row>(statement: RawBuilder<Row>) => {
    const { rows, text } = await query(statement)
    if (rows.length > 1) throw new Error(`one row was expected, ${rows.length} came: ${text}`)
    return { row: rows[0], text }
  }
  return {
    client,
    rows: async (statement) => (await query(statement)).rows,
    run: async (statement) => (await query(statement)).count,
    maybe: async (statement) => (await atMostOne(statement)).row ?? null,
    one: async (statement) => {
      const { row, text } = await atMostOne(statement)
      if (row === undefined) throw new Error(`one row was expected, none came: ${text}`)
      return row
    },
    copyIn: async (target, lines) => {
      if (!TARGET.test(target)) throw new Error(`not a temporary table to copy into: ${target}`)
      const stream = client.query(copyFrom(`copy pg_temp.${target} from stdin`))
      await pipeline(Readable.from(inChunks(lines)), stream)
    },
  }
}

/** A parameter as the driver is to have it. */
function sent(parameter: unknown): unknown {
  return Array.isArray(parameter) ? (arrayLiteral(parameter) ?? parameter) : parameter
}

/**
 * A row in COPY's text format, without the line end.
 * (https://www.postgresql.org/docs/18/sql-copy.html, "Text Format")
 */
export function copyLine(values: (string | number | boolean | bigint | Date | null)[]): string {
  return values.map(copyValue).join('\t')
}

function copyValue(value: string | number | boolean | bigint | Date | null): string {
  if (value === null) return '\\N'
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  return value.replace(/[\\\t\n\r]/g, (character) => COPY_ESCAPES[character] ?? character)
}

const COPY_ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

// One message a line would spend more on messages than on rows.
async function* inChunks(lines: Iterable<string> | AsyncIterable<string>) {
  let chunk = ''
  for await (const line of lines) {
    chunk += `${line}\n`
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}
