import { join } from 'node:path'
import {
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../../clickhouse/index.ts'
import { type Clock, type Config, dataPaths, home, type Log } from '../../kernel/index.ts'
import { migrate, openPool, type Postgres, startPostgres } from '../../postgres/index.ts'

export type Engines = {
  databaseUrl: string
  clickhouseUrl: string
  /** Null where the engine is not ours. */
  postgres: Postgres | null
  host: EngineHost | null
}

/** Any number: it names the lock under which one process at a time migrates ClickHouse. */
const MIGRATION_LOCK = 5_720_012

/** Starts the engines that the configuration does not place elsewhere, both at once. Neither is left running when one fails. */
export async function startEngines(
  config: Pick<Config, 'databaseUrl' | 'clickhouseUrl' | 'dataDir'>,
  { log, clock }: { log: Log; clock: Clock },
): Promise<Engines> {
  const paths = dataPaths(config.dataDir)
  const [postgres, host] = await Promise.allSettled([
    config.databaseUrl ? null : startPostgres({ dataDir: paths.postgres, log, clock }),
    config.clickhouseUrl ? null : startEngineHost({ dataDir: paths.clickhouse, log, clock }),
  ])
  if (postgres.status === 'rejected' || host.status === 'rejected') {
    if (host.status === 'fulfilled') await host.value?.stop()
    if (postgres.status === 'fulfilled') await postgres.value?.stop()
    throw postgres.status === 'rejected' ? postgres.reason : rejectionOf(host)
  }
  return {
    databaseUrl: config.databaseUrl ?? postgres.value?.url ?? '',
    clickhouseUrl: config.clickhouseUrl ?? host.value?.url ?? '',
    postgres: postgres.value,
    host: host.value,
  }
}

function rejectionOf(settled: PromiseSettledResult<unknown>): unknown {
  return settled.status === 'rejected' ? settled.reason : null
}

/** Brings both schemas up to date. Of several that start at once one migrates and the others wait. */
export async function migrateEngines(
  { databaseUrl, clickhouseUrl }: Pick<Engines, 'databaseUrl' | 'clickhouseUrl'>,
  { log, clock }: { log: Log; clock: Clock },
): Promise<void> {
  await migrate(databaseUrl, { dir: join(home, 'db', 'postgres'), log, clock })
  const pool = openPool(databaseUrl, { log, role: null, maxConnections: 1 })
  const clickhouse = openClickHouse(clickhouseUrl, { log })
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrateClickHouse(clickhouse, { clock, log })
  } finally {
    // Closing the session gives the lock back.
    client.release(true)
    await pool.end()
    await clickhouse.close()
  }
}

/** The engine host first; Postgres last, because everything else leans on it. */
export async function stopEngines({ postgres, host }: Engines): Promise<void> {
  await host?.stop()
  await postgres?.stop()
}
