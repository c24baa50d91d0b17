import type pg from 'pg'
import { type Log, sleep } from '../kernel/index.ts'
import { isConnectionLost, isInterference } from './engine-error.ts'
import { openPool } from './pool.ts'
import { type Tx, txOver } from './tx.ts'

export type DatabaseOptions = {
  log: Log
  /** `liuyuan_app`, or null when the address already logs in as a role that row-level security binds. */
  role: 'liuyuan_app' | null
  maxConnections: number
}

export type Database = {
  /**
   * Runs `work` in one transaction that sees and writes this workspace only; commits when it resolves, rolls back when
   * it throws. With `retry`, work that met a deadlock, a serialization failure or a lost connection is done again
   * from its beginning (a few times within ten seconds): say so only when doing it twice changes nothing, because a
   * connection may be lost after the commit and before its answer.
   */
  inWorkspace<T>(
    workspaceId: string,
    work: (tx: Tx) => Promise<T>,
    options?: { retry?: boolean },
  ): Promise<T>
  /** Runs `work` in one transaction with no workspace set: tables look empty, the functions that return ids work. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  pool: pg.Pool
  /** Waits for running transactions, then closes every connection. */
  close(): Promise<void>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Waits between tries in milliseconds; together longer than a restart of the server takes. */
const RETRY_WAITS_MS = [20, 80, 300, 1_000, 2_500, 5_000]

/**
 * Opens a pool and makes sure that row-level security binds it.
 * @throws Error when the role that the connections get is a superuser, bypasses row-level security or owns our tables.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const pool = openPool(url, options)
  try {
    await refuseUnbound(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  let closing: Promise<void> | null = null
  return {
    pool,
    inWorkspace: async (workspaceId, work, { retry = false } = {}) => {
      if (!UUID.test(workspaceId)) throw new Error(`not a workspace id: ${workspaceId}`)
      // One message for both, hence one round trip; the id was checked to be a uuid, so it may stand in the text.
      const opening = `begin; select set_config('liuyuan.workspace', '${workspaceId}', true)`
      const attempt = () => transaction(pool, opening, work)
      return retry ? repeated(attempt) : attempt()
    },
    // The setting is emptied, not left: whatever a connection may carry is not this transaction's.
    asSystem: (work) =>
      transaction(pool, `begin; select set_config('liuyuan.workspace', '', true)`, work),
    close: () => {
      closing ??= pool.end()
      return closing
    },
  }
}

async function transaction<T>(
  pool: pg.Pool,
  opening: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(opening)
    const result = await work(txOver(client))
    const { command } = await client.query('commit')
    // Postgres answers the commit of a failed transaction with a rollback and no error.
    if (command !== 'COMMIT') {
      throw new Error(
        'the transaction was rolled back: a statement failed and its error was hidden',
      )
    }
    client.release()
    return result
  } catch (error) {
    await abandon(client)
    throw error
  }
}

/** Rolls back; a connection on which even that fails is closed, so that nobody inherits an open transaction. */
async function abandon(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (const waitMs of RETRY_WAITS_MS) {
    try {
      return await attempt()
    } catch (error) {
      if (!isInterference(error) && !isConnectionLost(error)) throw error
      await sleep(waitMs)
    }
  }
  return attempt()
}

/** Tenants are kept apart by row-level security alone, so a role that it does not bind is not used at all. */
async function refuseUnbound(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(`
    select current_user as name,
           r.rolsuper as is_superuser,
           r.rolbypassrls as bypasses,
           exists (
             select from pg_class c
             join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p')
               and n.nspname !~ '^(pg_|information_schema$)'
               and pg_has_role(current_user, c.relowner, 'member')
           ) as owns
    from pg_roles r
    where r.rolname = current_user`)
  const role = rows[0]
  const fault = role?.is_superuser
    ? 'is a superuser'
    : role?.bypasses
      ? 'bypasses row-level security'
      : role?.owns
        ? 'owns tables'
        : null
  if (fault) {
    throw new Error(
      `the database role ${role.name} ${fault}, so workspaces would not be kept apart: use the role liuyuan_app`,
    )
  }
}
