import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ClickHouse,
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../clickhouse/index.ts'
import { createLog, sleep, systemClock } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import type { Tenant } from './event.ts'
import { createLander } from './land.ts'
import { pumpOf, receiveLines, tenantIn } from './world.fixture.ts'

const log = createLog('test', 'silent')
let base: TestDatabase
let folder: string
let host: EngineHost
let clickhouse: ClickHouse
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
  tenant = await tenantIn(base.db)
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-land-'))
  host = await startEngineHost({ dataDir: folder, log, clock: systemClock })
  clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
})
afterAll(async () => {
  await clickhouse?.close()
  await host?.stop()
  await base?.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Keeps the engine's writing session busy, so that an insert arrives long before it is done. */
function holdWriter(seconds: number): Promise<void> {
  return clickhouse.command({
    sql: `insert into function null('n UInt8') select sleepEachRow(1) from numbers(${seconds}) settings max_block_size = 1`,
    comment: 'test',
  })
}

/** Ends the connection of the process that lands now, as a restarted Postgres or a cut cable would. */
async function cutLander(): Promise<number> {
  const { default: pg } = await import('pg')
  const owner = new pg.Client({ connectionString: base.ownerUrl })
  await owner.connect()
  const { rowCount } = await owner.query(`
    select pg_terminate_backend(l.pid)
    from pg_locks l
    join pg_database d on d.oid = l.database
    where l.locktype = 'advisory'
      and l.classid = 7002
      and d.datname = current_database()`)
  await owner.end()
  return rowCount ?? 0
}

// Without `untilStill` the second lander asks before the first one's insert has run, and every event stands twice.
test('a lander that loses Postgres in the middle of an insert doubles nothing, though another goes on at once', async () => {
  const { pump } = pumpOf(base.db)
  await receiveLines(base.db, tenant, 'seen:1\nseen:2\nseen:3')
  await pump.takeBatch(tenant)
  const lander = createLander({ db: base.db, clickhouse, clock: systemClock, log })
  const writing = holdWriter(2)
  await sleep(300)
  const first = lander.land(tenant).catch((error: unknown) => String(error))
  await sleep(500)
  expect(await cutLander()).toBe(1)
  expect(await lander.land(tenant)).toBe(1)
  await writing
  expect(await first).toContain('connection')
  const [landed] = await clickhouse.rows({
    sql: 'select count() as rows, uniqExact(event_id) as events from event',
    comment: 'test',
  })
  expect(landed).toEqual({ rows: 3, events: 3 })
  const open = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql`select no from event.batch where landed_at is null`),
  )
  expect(open).toEqual([])
})
