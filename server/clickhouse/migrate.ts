import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, home, type Log } from '../kernel/index.ts'
import { type ClickHouse, QueryFailed } from './client.ts'

/** ClickHouse has no transactions over DDL, so each statement is a record of its own: begun, then done. */
const LEDGER = `
  create table if not exists liuyuan_migrations (
    file String,
    statement UInt32,
    hash String,
    state LowCardinality(String),
    at DateTime64(3, 'UTC')
  )
  engine = MergeTree
  order by (file, statement, state)
  settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
    min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0`

/** What ClickHouse says when a statement of which we know only that it began had been carried out: the thing is there, or is gone. */
const DONE_BEFORE = new Set([15, 44, 57, 82, 10, 16, 60])

type Statement = { file: string; statement: number; hash: string; sql: string }
type Record = { file: string; statement: number; hash: string; state: 'begun' | 'done' }

/**
 * Applies `db/clickhouse/NNNN_name.sql`, each statement once, in order, and goes on where a crash stopped it. Two
 * processes must not do this at once: the caller holds the lock of the Postgres migrations.
 * @returns the files of which something was applied now.
 * @throws Error when a file that was applied says something else today.
 */
export async function migrateClickHouse(
  clickhouse: ClickHouse,
  {
    clock,
    log,
    dir = join(home, 'db', 'clickhouse'),
  }: { clock: Clock; log: Log; dir?: string | undefined },
): Promise<string[]> {
  await clickhouse.command({ sql: LEDGER, comment: 'clickhouse.migrate' })
  const known = await clickhouse.rows<Record>({
    sql: `
      select file, statement, hash, state
      from liuyuan_migrations`,
    comment: 'clickhouse.migrate',
  })
  const applied = new Set<string>()
  for (const statement of readStatements(dir)) {
    const records = known.filter(
      (record) => record.file === statement.file && record.statement === statement.statement,
    )
    const other = records.find((record) => record.hash !== statement.hash)
    if (other) throw new Error(`${statement.file} was applied with another text: write a new file`)
    if (records.some((record) => record.state === 'done')) continue
    await apply(clickhouse, clock, statement, records.length > 0)
    applied.add(statement.file)
    log.info({ file: statement.file, statement: statement.statement }, 'ClickHouse migrated')
  }
  return [...applied]
}

async function apply(
  clickhouse: ClickHouse,
  clock: Clock,
  statement: Statement,
  begun: boolean,
): Promise<void> {
  if (!begun) await record(clickhouse, clock, statement, 'begun')
  try {
    await clickhouse.command({ sql: statement.sql, comment: 'clickhouse.migrate' })
  } catch (error) {
    const wasDone = begun && error instanceof QueryFailed && DONE_BEFORE.has(error.code)
    if (!wasDone) throw error
  }
  await record(clickhouse, clock, statement, 'done')
}

async function record(
  clickhouse: ClickHouse,
  clock: Clock,
  { file, statement, hash }: Statement,
  state: Record['state'],
): Promise<void> {
  const at = clock.now().toISOString()
  await clickhouse.insert({
    table: 'liuyuan_migrations',
    rows: JSON.stringify({ file, statement, hash, state, at }),
    comment: 'clickhouse.migrate',
  })
}

/** All statements in order. A statement ends with `;` at the end of a line; comments do not count for its hash. */
function readStatements(dir: string): Statement[] {
  const files = readdirSync(dir)
    .filter((file) => /^\d{4}_.+\.sql$/.test(file))
    .sort()
  return files.flatMap((file) =>
    split(readFileSync(join(dir, file), 'utf8')).map((sql, index) => ({
      file,
      statement: index + 1,
      hash: createHash('sha256').update(sql).digest('hex').slice(0, 16),
      sql,
    })),
  )
}

function split(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('--'))
  return lines
    .join('\n')
    .split(/;[ \t]*(?:\n|$)/)
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
}
