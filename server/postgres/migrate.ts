import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Clock, type Log, sleep, systemClock } from '../kernel/index.ts'
import { codeOf } from './engine-error.ts'
import { migrateJobSchema } from './job-schema.ts'

export type MigrateOptions = {
  /** Folder of `NNNN_name.sql`. */
  dir: string
  log: Log
  clock?: Clock
}

type Migration = { no: number; name: string; checksum: string; text: string }

/** Any number: it names the lock under which one process migrates a database. */
const LOCK = 5_720_011
/** A migration that waits for a lock makes everybody behind it wait, so it gives up soon and tries again. */
const LOCK_LIMIT = '2s'
const LOCK_TRIES = 10
const LOCK_WAIT_MS = 1_000
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Brings the schema up to date: applies the files that were not applied yet, in order, each in a transaction of its
 * own, while holding a lock, so that of several starters one migrates and the others wait.
 * @param url login of the role that owns the database. @returns the names of the files applied now.
 * @throws Error when an applied file has changed or is unknown here (the database is newer than the program).
 */
export async function migrate(
  url: string,
  { dir, log, clock = systemClock }: MigrateOptions,
): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'liuyuan migrate',
    connectionTimeoutMillis: 15_000,
  })
  client.on('error', (error) => log.warn({ reason: error.message }, 'the connection was lost'))
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const due = await remaining(client, readMigrations(dir))
    for (const migration of due) {
      await applyPatiently(client, migration, clock)
      log.info({ migration: migration.name }, 'migration applied')
    }
    const { rows } = await client.query(
      "select from pg_namespace where nspname = 'graphile_worker'",
    )
    if (rows.length > 0) await migrateJobSchema(url, log)
    return due.map((migration) => migration.name)
  } finally {
    // Closing the session gives the lock back.
    await client.end()
  }
}

/** The migrations of a folder, in order. Line ends do not count for the checksum: git may change them. */
export function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
  const migrations = names.sort().map((name) => {
    const text = readFileSync(join(dir, name), 'utf8').replaceAll('\r\n', '\n')
    const checksum = createHash('sha256').update(text).digest('hex')
    return { no: Number(name.slice(0, 4)), name, checksum, text }
  })
  const twice = migrations.find((migration, i) => migrations[i + 1]?.no === migration.no)
  if (twice) throw new Error(`two migrations have the number of ${twice.name}`)
  return migrations
}

async function remaining(client: pg.Client, known: Migration[]): Promise<Migration[]> {
  await client.query(`
    create schema if not exists migration;
    create table if not exists migration.applied (
      no integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null
    )`)
  const { rows } = await client.query(
    'select no, name, checksum from migration.applied order by no',
  )
  const byNo = new Map(known.map((migration) => [migration.no, migration]))
  for (const row of rows) {
    const migration = byNo.get(row.no)
    if (!migration) {
      throw new Error(
        `the database has the migration ${row.name}, which this program does not know: use the newer program that applied it`,
      )
    }
    if (migration.checksum !== row.checksum) {
      throw new Error(
        `the migration ${migration.name} was changed after it was applied: restore the file and put the change into a new one`,
      )
    }
  }
  const applied = new Set(rows.map((row) => row.no))
  return known.filter((migration) => !applied.has(migration.no))
}

async function applyPatiently(client: pg.Client, migration: Migration, clock: Clock) {
  for (let tries = 1; ; tries++) {
    try {
      return await apply(client, migration, clock)
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE || tries === LOCK_TRIES) throw told(error, migration)
      await sleep(LOCK_WAIT_MS)
    }
  }
}

async function apply(client: pg.Client, migration: Migration, clock: Clock): Promise<void> {
  // A fixed search path: a login role may be called like a schema, and then its unqualified names would go there.
  await client.query(
    `begin; set local lock_timeout = '${LOCK_LIMIT}'; set local search_path = public`,
  )
  try {
    await client.query(migration.text)
    await client.query(
      'insert into migration.applied (no, name, checksum, applied_at) values ($1, $2, $3, $4)',
      [migration.no, migration.name, migration.checksum, clock.now()],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

function told(error: unknown, migration: Migration): Error {
  const reason = error instanceof Error ? error.message : String(error)
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
  const line = position > 0 ? migration.text.slice(0, position).split('\n').length : null
  const where = line ? `${migration.name}, line ${line}` : migration.name
  return new Error(`the migration ${where} failed: ${reason}`, { cause: error })
}
