import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesFolder } from '../server/app/files.ts'
import {
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../server/clickhouse/index.ts'
import { beginImport } from '../server/ingestion/index.ts'
import {
  childEnvironment,
  createLog,
  seededChance,
  sleep,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { getWorkspace, makeWorkspace } from '../server/staff/index.ts'
import { type Built, buildHouse } from './built.fixture.ts'

/** LIUYUAN_KILLS=60 for a night. */
const KILLS = Number(process.env.LIUYUAN_KILLS ?? 4)
const SEED = Number(process.env.LIUYUAN_SEED ?? systemClock.now().getTime() % 1_000_000)
const TIMEOUT_MS = 240_000 + KILLS * 60_000
const LOOK_MS = 20
const log = createLog('test', 'silent')

let base: TestDatabase
let owner: pg.Pool
let host: EngineHost
let folder: string
let built: Built
let worker: ChildProcess | null = null
beforeAll(async () => {
  built = await buildHouse()
  base = await testDatabase()
  owner = new pg.Pool({ connectionString: base.ownerUrl, max: 2 })
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-import-kill-'))
  host = await startEngineHost({ dataDir: join(folder, 'clickhouse'), log, clock: systemClock })
  const clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
  await clickhouse.close()
}, 120_000)
afterAll(async () => {
  if (worker?.exitCode === null && worker.signalCode === null) await kill()
  await owner?.end()
  await host?.stop()
  await base?.drop()
  await built?.remove()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

async function startWorker(): Promise<ChildProcess> {
  const started = fork(join(built.folder, 'server', 'app', 'main.js'), [], {
    env: childEnvironment({
      LIUYUAN_ROLE: 'worker',
      DATA_DIR: folder,
      DATABASE_URL: base.url,
      CLICKHOUSE_URL: host.url,
      LOG_LEVEL: 'silent',
    }),
  })
  await once(started, 'message')
  return started
}

async function kill(): Promise<void> {
  const doomed = worker
  if (!doomed) return
  const gone = once(doomed, 'exit')
  doomed.kill('SIGKILL')
  await gone
}

const ROWS = 12_000
const member = (n: number) => `M${String(n % 7_000).padStart(5, '0')}`
const faulty = (n: number) => n % 997 === 996

function orders(): string {
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const day = `2025-0${1 + (n % 9)}-1${n % 10} 10:00`
    return `N${n},${member(n * 31)},${day},${faulty(n) ? 'x' : `${1 + (n % 300)}.50`}`
  })
  return `订单编号,会员号,下单时间,实付金额\n${lines.join('\n')}\n`
}

function customers(): string {
  const lines = Array.from({ length: ROWS / 3 }, (_, n) => {
    const phone = faulty(n) ? '' : `139${String(10_000_000 + n)}`
    const who = faulty(n) ? '' : member(n)
    return `${who},名${n},${phone},城${n % 40},2024-0${1 + (n % 9)}-01,签${n % 5}`
  })
  return `会员号,姓名,手机号,城市,加入时间,标签\n${lines.join('\n')}\n`
}

async function movesIn(name: string): Promise<Tenant> {
  const like = { name, timeZone: 'Asia/Shanghai', currency: 'CNY', isDemo: false }
  return getWorkspace(base.db, await makeWorkspace(base.db, systemClock, like))
}

/** Hands both files over, as the console does. */
async function handOver(tenant: Tenant): Promise<void> {
  const filesDir = filesFolder({ dataDir: folder })
  const deps = { db: base.db, clock: systemClock, log, filesDir }
  for (const [kind, text] of [
    ['orders', orders()],
    ['customers', customers()],
  ] as const) {
    const content = Readable.from([text])
    await beginImport(deps, tenant, { kind, fileName: `${kind}.csv`, content, by: null })
  }
}

async function states(tenant: Tenant): Promise<{ lines: string; isDone: boolean }> {
  return base.db.inWorkspace(tenant.id, async (tx) => {
    const imports = await tx.rows(sql<{ state: string; line: number }>`
      select state, next_line as line from ingestion.import order by no
    `)
    const { rest } = await tx.one(sql<{ rest: number }>`
      select (select count(*) from event.inbox where batch_no is null)
           + (select count(*) from event.batch where landed_at is null or reacted_at is null) as rest
    `)
    const isDone = rest === 0 && imports.every(({ state }) => state === 'finished')
    return { lines: imports.map(({ line }) => line).join(), isDone }
  })
}

/** Waits until something of the files was read since, or nothing is left to do. */
async function untilMoved(tenant: Tenant, before: string): Promise<boolean> {
  for (let look = 0; look < 3_000; look++) {
    const { lines, isDone } = await states(tenant)
    if (isDone) return false
    if (lines !== before) return true
    await sleep(LOOK_MS)
  }
  throw new Error('no import goes on')
}

async function untilDone(tenant: Tenant): Promise<void> {
  for (let look = 0; look < 3_000; look++) {
    if ((await states(tenant)).isDone) return
    await sleep(100)
  }
  throw new Error(`the imports did not end: ${(await states(tenant)).lines}`)
}

/** The worst moments: the worker stands between the rows of a chunk and the cursor behind them, or the other way round. */
const aims = ['event.inbox', 'ingestion.import', 'anywhen'] as const

async function killAt(aim: (typeof aims)[number], waitMs: number): Promise<void> {
  await sleep(waitMs)
  if (aim === 'anywhen') return kill()
  const client = await owner.connect()
  try {
    await client.query(`begin; lock table ${aim} in share row exclusive mode`)
    const word = aim === 'event.inbox' ? 'insert into event.inbox%' : 'update ingestion.import%'
    for (let look = 0; look < 100; look++) {
      const { rowCount } = await owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and ltrim(query, E' \\n') like $1`,
        [word],
      )
      if (rowCount) break
      await sleep(LOOK_MS)
    }
    await kill()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Everything that the two imports left, and how often anything was sent; equal for equal work. */
async function leftBehind(tenant: Tenant): Promise<unknown> {
  const inPostgres = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql`
      select
        (select jsonb_agg(jsonb_build_array(kind, state, rows_read, rows_taken, rows_failed, next_line) order by kind)
         from ingestion.import) as imports,
        (select jsonb_agg(jsonb_build_array(i.kind, e.line, e.column_name, e.code) order by i.kind, e.line)
         from ingestion.import_error e join ingestion.import i on i.id = e.import_id) as errors,
        (select jsonb_object_agg(kind, items) from (
           select kind, sum(items)::int as items from event.inbox where kind like 'import.%' group by kind
         ) as sent) as sent,
        (select sum(duplicates)::int from event.batch) as duplicates,
        (select count(*)::int from commerce.order) as orders,
        (select md5(string_agg(concat_ws('|', o.order_key, o.state, o.paid, o.ordered_at, i.value), ',' order by o.order_key))
         from commerce.order o
         join customer.identity i on i.customer_id = o.customer_id and i.kind = 'member_no') as told,
        (select count(*)::int from customer.customer) as customers,
        (select md5(string_agg(concat_ws('|', i.value, c.name, c.traits, c.order_count, c.order_total), ',' order by i.value))
         from customer.customer c
         join customer.identity i on i.customer_id = c.id and i.kind = 'member_no') as people,
        (select md5(string_agg(masked, ',' order by masked)) from customer.identity) as identities,
        (select count(*)::int from customer.tagging) as taggings
    `),
  )
  const clickhouse = openClickHouse(host.url, { log })
  const history = await clickhouse.rows({
    sql: `
      select name, count() as rows, uniqExact(event_id) as events, sum(value) as value
      from event
      where workspace = {workspace:UInt32}
      group by name
      order by name`,
    params: { workspace: tenant.no },
    comment: 'test',
  })
  await clickhouse.close()
  return { inPostgres, history }
}

// I-15. With the cursor moved in a transaction of its own before the rows are sent (`advance` and `send` of
// server/ingestion/run-import.ts apart), this test fails: a chunk is missing for each kill in between (once: 9,990 of
// 11,988 orders and 1,998 of 3,996 customers after four kills).
test(
  'an import whose worker is killed again and again ends as if nothing had happened',
  async () => {
    const chance = seededChance(SEED)
    const torn = await movesIn('多灾多难')
    await handOver(torn)
    const killed: string[] = []
    worker = await startWorker()
    for (let n = 0; n < KILLS; n++) {
      const { lines } = await states(torn)
      if (!(await untilMoved(torn, lines))) break
      const aim = aims[n % aims.length] ?? 'anywhen'
      await killAt(aim, chance.fraction() * 120)
      killed.push(`${aim} at ${(await states(torn)).lines}`)
      worker = await startWorker()
    }
    await untilDone(torn)
    console.info('import kills', JSON.stringify({ seed: SEED, killed }))
    expect(killed.length, 'the imports ended before they were killed').toBe(KILLS)
    const whole = await movesIn('一帆风顺')
    await handOver(whole)
    await untilDone(whole)
    expect(await leftBehind(torn), `seed ${SEED}`).toEqual(await leftBehind(whole))
  },
  TIMEOUT_MS,
)
