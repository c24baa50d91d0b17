import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { OWNER } from './cluster.ts'
import { codeOf } from './engine-error.ts'

const ANSWER_LIMIT_MS = 2_000
/** Any number, the same for all starters; nobody else locks in the database `postgres`. */
const OWNER_LOCK = 1

/**
 * Asks who answers at an address: our server of this cluster, somebody else, or nobody who is ready.
 * @throws Error when a server answers and does not take our password: waiting would not help.
 */
export async function askServer(
  address: string,
  folder: string,
): Promise<'ours' | 'other' | 'nobody'> {
  try {
    return await withClient(address, async (client) => {
      const { rows } = await client.query("select current_setting('data_directory') as folder")
      return realpathSync(String(rows[0]?.folder)) === folder ? 'ours' : 'other'
    })
  } catch (error) {
    if (!/^28/.test(codeOf(error) ?? '')) return 'nobody'
    throw new Error(
      `the PostgreSQL server of ${folder} does not take the password in ${join(dirname(folder), 'password')}: restore that file`,
    )
  }
}

/**
 * Makes the role that owns our database, and the database, when they are missing. The role is no superuser, so
 * that the embedded server allows nothing that a hosted one would refuse.
 */
export async function makeOwner(adminAddress: string, password: string): Promise<void> {
  await withClient(adminAddress, async (client) => {
    // Two starters may be here at once. The second waits: two that alter one role at once fail with
    // "tuple concurrently updated". The lock ends with the connection.
    await client.query('select pg_advisory_lock($1)', [OWNER_LOCK])
    const { rows } = await client.query('select from pg_database where datname = $1', [OWNER])
    if (rows.length > 0) return
    const roles = await client.query('select from pg_roles where rolname = $1', [OWNER])
    if (roles.rows.length === 0)
      await client.query(`create role ${OWNER} login createrole createdb`)
    await client.query(`alter role ${OWNER} password ${client.escapeLiteral(password)}`)
    await client.query(`create database ${OWNER} owner ${OWNER}`)
  })
}

async function withClient<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: 30_000,
    application_name: 'liuyuan supervisor',
  })
  // A server that dies between two statements tells it by this event; without a listener the process would end.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
