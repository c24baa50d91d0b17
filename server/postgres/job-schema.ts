import type { Log } from '../kernel/index.ts'
import { openPool } from './pool.ts'

/** The role that owns the schema of graphile-worker, made by migration 0002. */
export const QUEUE_ROLE = 'liuyuan_queue'

/**
 * Brings the schema of graphile-worker up to date with the library's own migrations, as the role that owns it. A part
 * of migrating, so that a job can be added in any transaction as soon as the database is ready.
 */
export async function migrateJobSchema(url: string, log: Log): Promise<void> {
  const { runMigrations } = await import('graphile-worker')
  const pgPool = openPool(url, { log, role: QUEUE_ROLE, maxConnections: 1 })
  try {
    await runMigrations({ pgPool, schema: 'graphile_worker' })
  } finally {
    await pgPool.end()
  }
}
