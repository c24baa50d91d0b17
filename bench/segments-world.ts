import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ClickHouse,
  migrateClickHouse,
  openClickHouse,
  type Query,
  startEngineHost,
} from '../server/clickhouse/index.ts'
import { createLog, home, newId, systemClock, type Tenant } from '../server/kernel/index.ts'
import {
  type Database,
  migrate,
  openDatabase,
  sql,
  startPostgres,
} from '../server/postgres/index.ts'
import { createPredictions, type SegmentDeps } from '../server/segment/index.ts'
import { tags } from './segments-trees.ts'
import { cpuOfProcess } from './usage.ts'

/** A host above this is not replaced: a new process would begin to count its CPU anew. */
const NEVER_RECYCLED_MB = 100_000
/** The workspace's clock stands here, so that every run asks the same. */
export const NOW_MS = Date.parse('2026-11-11T01:00:00Z')
const DAY_MS = 86_400_000
const SPAN_DAYS = 60
const ROWS_A_STATEMENT = 1_000_000
const SNAPSHOT = 1
const log = createLog('bench', 'error')

export type Size = { people: number; events: number }
export type World = Size & {
  db: Database
  clickhouse: ClickHouse
  deps: SegmentDeps
  tenant: Tenant
  hostPid: () => number | null
  /** CPU seconds of the host by comment of the statement, since this was last emptied. */
  spent: Map<string, number>
  stop(): Promise<void>
}

/** Real engines over empty folders. Loading is not measured, so Postgres need not survive a power cut. */
export async function openWorld(size: Size): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'liuyuan-bench-segments-'))
  const settings = { fsync: 'off' }
  const postgres = await startPostgres({
    dataDir: join(dir, 'postgres'),
    log,
    clock: systemClock,
    settings,
  })
  await migrate(postgres.url, { dir: join(home, 'db', 'postgres'), log })
  const db = await openDatabase(postgres.url, { log, role: 'liuyuan_app', maxConnections: 4 })
  const host = await startEngineHost({
    dataDir: join(dir, 'clickhouse'),
    log,
    clock: systemClock,
    recycleMb: NEVER_RECYCLED_MB,
  })
  const opened = openClickHouse(host.url, { log })
  await migrateClickHouse(opened, { clock: systemClock, log })
  const spent = new Map<string, number>()
  const clickhouse = metered(opened, { spent, cpu: () => cpuOfProcess(host.pid()) })
  const predictionsOf = createPredictions(clickhouse, async () => ({
    snapshot: SNAPSHOT,
    hasValues: true,
    hasModel: true,
  }))
  return {
    ...size,
    db,
    clickhouse,
    deps: { db, clickhouse, clock: systemClock, log, predictionsOf },
    tenant: await newTenant(db),
    hostPid: host.pid,
    spent,
    async stop() {
      await db.close()
      await opened.close()
      await host.stop()
      await postgres.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** Statements come one after the other here, so what the host used meanwhile is the statement's. */
function metered(
  opened: ClickHouse,
  { spent, cpu }: { spent: Map<string, number>; cpu: () => number },
): ClickHouse {
  const meter = async <T>(comment: string, work: () => Promise<T>): Promise<T> => {
    const before = cpu()
    try {
      return await work()
    } finally {
      spent.set(comment, (spent.get(comment) ?? 0) + cpu() - before)
    }
  }
  return {
    ...opened,
    rows: (query: Query) => meter(query.comment, () => opened.rows(query)),
    command: (query) => meter(query.comment, () => opened.command(query)),
    insert: (batch) => meter(batch.comment, () => opened.insert(batch)),
  }
}

async function newTenant(db: Database): Promise<Tenant> {
  const [id, name, timeZone, currency] = [newId(), '青禾护肤', 'Asia/Shanghai', 'CNY']
  const { no } = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, ${name}, ${timeZone}, ${currency}, '2026-01-01')
      returning no
    `),
  )
  return { id, no, name, timeZone, currency, clockAt: new Date(NOW_MS), isDemo: false }
}

/**
 * People with traits, identities, tags, friends and predictions, one in a hundred of them merged; events of 60 days, a fifth
 * of them purchases with their orders; and beside it the same as raw events, as one would keep them first.
 */
export async function fill(world: World): Promise<void> {
  await fillPeople(world)
  await fillEvents(world)
  const { clickhouse, tenant } = world
  for (const statement of [ORDERS, RAW_TABLE, RAW_EVENTS, RAW_IDENTIFIES])
    await clickhouse.command({ sql: statement, params: paramsOf(world), comment: 'bench.fill' })
  // As the tables lie once the engine has merged them; otherwise it would do so while we measure.
  for (const table of [...PEOPLE_TABLES, 'event', 'customer_order', 'raw_event'])
    await clickhouse.command({ sql: `optimize table ${table} final`, comment: 'bench.fill' })
  await world.db.inWorkspace(tenant.id, (tx) => newBatch(tx, tenant, 1))
}

const newBatch = (tx: Tx, tenant: Tenant, no: number) =>
  tx.run(sql`
    insert into event.batch (workspace_id, no, lane, taken_at, month, events, duplicates, landed_at, reacted_at)
    values (
      ${tenant.id}, ${no}, 2, ${new Date(NOW_MS)}, '2026-11-01', 1, 0, ${new Date(NOW_MS)}, ${new Date(NOW_MS)}
    )
  `)

type Tx = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

function paramsOf({ tenant, people }: Pick<World, 'tenant' | 'people'>) {
  return { workspace: tenant.no, people, now: NOW_MS }
}

const hash = (salt: number) => `cityHash64(number, ${salt})`
const AGO = (days: string) => `fromUnixTimestamp64Milli(toInt64({now:Int64} - ${days}), 'UTC')`
const EVERYBODY = 'from numbers(1, {people:UInt64})'

const PEOPLE_TABLES = [
  'customer_arrival',
  'customer_override',
  'customer_trait',
  'customer_identity',
  'customer_tagging',
  'customer_follow',
  'customer_value',
]

const KNOWN_AT = AGO(`${hash(20)} % ${300 * DAY_MS}`)
const LEVEL = `toString(${hash(21)} % 7)`
const CITY = `concat('c', toString(${hash(22)} % 50))`
const EXPIRES_ON = `toString(toDate('2026-11-11') + toInt32(${hash(23)} % 120) - 60)`

const trait = (key: string, value: string, where = '1') => `
  insert into customer_trait (workspace, key, customer, value, empty, at, version)
  select {workspace:UInt32}, '${key}', number, ${value}, 0, ${KNOWN_AT}, 1 ${EVERYBODY} where ${where}`

const PEOPLE = [
  `insert into customer_arrival (workspace, customer, source, at, version)
  select {workspace:UInt32}, number, ['官网', '门店', '小红书', '展会'][1 + ${hash(24)} % 4], ${KNOWN_AT}, 1 ${EVERYBODY}`,
  `insert into customer_override (workspace, customer, person, gone, version)
  select {workspace:UInt32}, number, number - 1, 0, 1 ${EVERYBODY} where number % 100 = 99`,
  trait('level', LEVEL),
  trait('city', CITY),
  trait('expiresOn', EXPIRES_ON, 'number % 5 = 0'),
  `insert into customer_identity (workspace, kind, customer, gone, version)
  select {workspace:UInt32}, 'phone', number, 0, 1 ${EVERYBODY} where ${hash(25)} % 10 < 6`,
  // Four pieces of evidence, each on a day of its own.
  `insert into customer_tagging (workspace, tag, customer, id, source, sign, weight, at, gone, version)
  select {workspace:UInt32}, '${tags.sensitive}', number, generateUUIDv4(), 'form', 1, 1,
    ${AGO(`(piece * 15 * ${DAY_MS} + ${hash(26)} % ${14 * DAY_MS})`)}, 0, 1
  from (select number, arrayJoin([0, 1, 2, 3]) as piece ${EVERYBODY} where number % 10 < 3)`,
  `insert into customer_tagging (workspace, tag, customer, id, source, sign, weight, at, gone, version)
  select {workspace:UInt32}, '${tags.giftBox}', number, generateUUIDv4(), 'staff', 1, 0.8, ${KNOWN_AT}, 0, 1
  ${EVERYBODY} where number % 20 = 0`,
  `insert into customer_follow (workspace, customer, id, userid, state, add_way, started_at, ended_at, gone, version)
  select {workspace:UInt32}, number, generateUUIDv4(), concat('a', toString(${hash(27)} % 40)), 'door', 1,
    ${AGO(`${100 * DAY_MS}`)}, if(${hash(28)} % 10 = 0, ${AGO(`${hash(29)} % ${60 * DAY_MS}`)}, null), 0, 1
  ${EVERYBODY} where number % 5 < 2`,
  `insert into customer_value (workspace, snapshot, customer, orders, spent, first_on, last_on, p_alive, expected_12m,
    spend_expected, ltv_12m, ltv_36m, r, f, m)
  select {workspace:UInt32}, ${SNAPSHOT}, number, 1 + ${hash(30)} % 9, ${hash(31)} % 100000, '2026-01-01',
    toDate('2026-01-01') + ${hash(32)} % 300, (${hash(33)} % 1000) / 1000, (${hash(34)} % 600) / 100,
    10000, ${hash(35)} % 200000, ${hash(35)} % 500000, 1 + ${hash(36)} % 5, 1 + ${hash(37)} % 5, 1 + ${hash(38)} % 5
  ${EVERYBODY} where number % 100 != 99 and number % 2 = 0`,
]

async function fillPeople(world: World): Promise<void> {
  for (const statement of PEOPLE)
    await world.clickhouse.command({
      sql: statement,
      params: paramsOf(world),
      comment: 'bench.fill',
    })
}

/** Six in ten look, two buy, two share; in the order of time, as the river brings them. */
async function fillEvents(world: World): Promise<void> {
  const { clickhouse, events } = world
  const statements = Math.ceil(events / ROWS_A_STATEMENT)
  const spanMs = Math.floor((SPAN_DAYS * DAY_MS) / statements)
  for (let at = 0; at < statements; at++) {
    const first = at * ROWS_A_STATEMENT
    await clickhouse.command({
      sql: EVENTS,
      params: {
        ...paramsOf(world),
        first,
        count: Math.min(ROWS_A_STATEMENT, events - first),
        from: NOW_MS - SPAN_DAYS * DAY_MS + at * spanMs,
        span: spanMs,
      },
      comment: 'bench.fill',
    })
  }
}

const eventsFrom = (rows: string, at: string, customer: string) => `
insert into event (workspace, name, customer, at, event_id, received_at, source, value, props, batch, month, import)
select {workspace:UInt32}, name, customer, at, generateUUIDv4(), at, 'site', if(name = 'Order Completed', amount * 100, 0),
  concat('{"sku":"s', toString(sku), '","amount":', toString(amount), ',"title":"舒缓修护精华 30ml"}'), {batch:UInt64}, toStartOfMonth(at), 0
from (
  select
    multiIf(${hash(1)} % 10 < 6, 'Product Viewed', ${hash(1)} % 10 < 8, 'Order Completed', 'Product Shared') as name,
    ${customer} as customer, ${at} as at, ${hash(4)} % 500 as amount, ${hash(5)} % 97 as sku
  from ${rows}
)`

const EVENTS = eventsFrom(
  'numbers({first:UInt64}, {count:UInt64})',
  `fromUnixTimestamp64Milli(toInt64({from:Int64} + ${hash(3)} % {span:UInt64}), 'UTC')`,
  `1 + ${hash(2)} % {people:UInt64}`,
).replace('{batch:UInt64}', '1')

const ORDERS = `
insert into customer_order (workspace, order_id, customer, state, ordered_at, paid_at, amount, paid, refunded, gone, version)
select workspace, event_id, customer, 'paid', at, at, value, value, if(cityHash64(event_id) % 33 = 0, value, 0), 0, 1
from event where name = 'Order Completed' and workspace = {workspace:UInt32}`

const RAW_TABLE = `
create table raw_event (user UInt64, at DateTime64(3, 'UTC'), event String, message_id String, received_at DateTime64(3, 'UTC'),
  value Int64, properties String)
engine = MergeTree order by (user, at)`

/** A second apart, so that whoever reads what is new by its arrival finds one batch. */
const receivedAt = (batch: string) =>
  `fromUnixTimestamp64Milli(toInt64({now:Int64} + 1000 * ${batch}), 'UTC')`

const rawOf = (batch: string) => `
insert into raw_event (user, at, event, message_id, received_at, value, properties)
select customer - (customer % 100 = 99), at, name, toString(event_id), ${receivedAt(batch)}, value, props
from event where batch = ${batch}`
const RAW_EVENTS = rawOf('1')

const RAW_IDENTIFIES = `
insert into raw_event (user, at, event, message_id, received_at, value, properties)
select number - (number % 100 = 99), ${KNOWN_AT}, 'identify', toString(generateUUIDv4()), ${receivedAt('1')}, 0,
  concat('{"level":"', ${LEVEL}, '","city":"', ${CITY}, '"', if(number % 5 = 0, concat(',"expiresOn":"', ${EXPIRES_ON}, '"'), ''), '}')
${EVERYBODY}`

/** Far from each other, as those are who happen to come in the same second. */
const STRIDE = 97
const TOUCH = eventsFrom(
  'numbers({first:UInt64}, {count:UInt64})',
  `fromUnixTimestamp64Milli(toInt64({now:Int64} - ${hash(3)} % 60000), 'UTC')`,
  `1 + 100 * intDiv(number * ${STRIDE} % {people:UInt64}, 100) + number % 90`,
)

/** One event each of some people arrives and lands, as the batch with this number. */
export async function touch(
  world: World,
  { count, batch }: { count: number; batch: number },
): Promise<void> {
  const { db, clickhouse, tenant } = world
  const params = { ...paramsOf(world), first: batch * 1_000_000, count, batch }
  await clickhouse.command({ sql: TOUCH, params, comment: 'bench.fill' })
  await clickhouse.command({ sql: rawOf('{batch:UInt64}'), params, comment: 'bench.fill' })
  const touched = await clickhouse.rows<{ what: string; customers: number[] }>({
    sql: `select concat('event:', name) as what, groupUniqArray(customer) as customers
      from event where batch = {batch:UInt64} group by name`,
    params,
    comment: 'bench.fill',
  })
  await arrive(world, [...new Set(touched.flatMap(({ customers }) => customers))])
  await db.inWorkspace(tenant.id, async (tx) => {
    await newBatch(tx, tenant, batch)
    for (const { what, customers } of touched)
      await tx.run(sql`
        insert into event.touched (workspace_id, batch_no, what, customers)
        values (${tenant.id}, ${batch}, ${what}, ${customers}::bigint[])
      `)
  })
}

/** Writes customers to Postgres: only those whose coming and going will be told have to be there. */
export async function arrive({ db, tenant }: World, numbers: readonly number[]): Promise<void> {
  const now = new Date(NOW_MS)
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.customer (
        workspace_id, id, no, person_id, name, own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at
      )
      select ${tenant.id}, n.id, n.no, n.id, '小满', ${now}, ${now}, ${now}, ${now}, ${now}
      from unnest(
        ${numbers.map(() => newId())}::uuid[],
        ${[...numbers]}::bigint[]
      ) as n (id, no)
      where not exists (
        select from customer.customer c
        where c.workspace_id = ${tenant.id}
          and c.no = n.no
      )
    `),
  )
}
