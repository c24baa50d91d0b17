import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { childEnvironment, createLog, home, sleep, systemClock } from '../kernel/index.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { type Postgres, startPostgres } from './supervisor.ts'

export type TestDatabase = {
  /** As the application uses it: under the role liuyuan_app. */
  db: Database
  /** The same address as `ownerUrl`; a caller that opens it takes the role itself. */
  url: string
  /** Login of the role that owns the tables (no superuser). */
  ownerUrl: string
  /** Closes `db` and removes the database. */
  drop(): Promise<void>
}

/** Names the data directory of the server that all test files of one run share. Set by test/engines.ts. */
export const TEST_FOLDER = 'LIUYUAN_TEST_POSTGRES'

const TEMPLATE = 'template_liuyuan'
const MIGRATION_FOLDER = join(home, 'db', 'postgres')
const CONNECTIONS = 8
/** insufficient_privilege */
const NOT_OURS_TO_END = '42501'
const DROP_TRIES = 100
const DROP_WAIT_MS = 200

/**
 * A database of its own for a test: a clone of the migrated template, made in some 50 ms.
 * The first caller of a run starts the shared server; the others adopt it; test/engines.ts stops it.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url } = await sharedServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  // Two clones of one template at once are allowed; a connection to the template is not.
  await ask(url, `create database ${name} template ${TEMPLATE}`)
  const ownerUrl = withDatabase(url, name)
  const log = createLog('test', 'silent')
  const db = await openDatabase(ownerUrl, {
    log,
    role: 'liuyuan_app',
    maxConnections: CONNECTIONS,
  })
  return {
    db,
    url: ownerUrl,
    ownerUrl,
    drop: async () => {
      await db.close()
      await dropWhenFree(url, name)
    },
  }
}

let starting: Promise<Postgres> | null = null

function sharedServer(): Promise<Postgres> {
  starting ??= start()
  return starting
}

async function start(): Promise<Postgres> {
  const dataDir = childEnvironment({})[TEST_FOLDER]
  if (!dataDir) {
    throw new Error(`${TEST_FOLDER} is not set: run the tests through vitest.config.ts`)
  }
  const log = createLog('test', 'error')
  const server = await startPostgres({
    dataDir,
    log,
    clock: systemClock,
    // A test's rows need not survive a power cut.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  await makeTemplate(server.url)
  return server
}

/** Migrates the template once; a lock makes the other test processes wait for it. */
async function makeTemplate(url: string): Promise<void> {
  const draft = `${TEMPLATE}_draft`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [1])
    const there = await client.query('select from pg_database where datname = $1', [TEMPLATE])
    if (there.rows.length > 0) return
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    const log = createLog('test', 'warn')
    await migrate(withDatabase(url, draft), { dir: MIGRATION_FOLDER, log })
    await client.query(`alter database ${draft} rename to ${TEMPLATE}`)
  } finally {
    await client.end()
  }
}

/**
 * The owner may end every connection but that of the autovacuum, which belongs to the superuser and has work in a database
 * that many rows went through; it leaves by itself.
 */
async function dropWhenFree(url: string, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(url, `drop database ${name} with (force)`)
    } catch (error) {
      const isVacuumed = error instanceof pg.DatabaseError && error.code === NOT_OURS_TO_END
      if (!isVacuumed || tries >= DROP_TRIES) throw error
      await sleep(DROP_WAIT_MS)
    }
  }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}
