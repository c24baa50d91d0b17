import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, newId } from '../kernel/index.ts'
import {
  copyLine,
  type Database,
  isEngineError,
  openDatabase,
  sql,
  type TestDatabase,
  testDatabase,
} from './index.ts'

const log = createLog('test', 'silent')
const shop = newId()
const other = newId()
let world: TestDatabase
let db: Database

beforeAll(async () => {
  world = await testDatabase()
  db = world.db
  for (const id of [shop, other]) {
    await db.inWorkspace(id, (tx) =>
      tx.run(sql`
        insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
        values (${id}, ${'留园'}, 'Asia/Shanghai', 'CNY', ${new Date()})`),
    )
  }
})
afterAll(() => world?.drop())

const workspaceIds = sql<{ workspace_id: string }>`select workspace_id from staff.workspace`

test('a workspace sees its own rows and nobody else’s', async () => {
  expect(await db.inWorkspace(shop, (tx) => tx.rows(workspaceIds))).toEqual([
    { workspace_id: shop },
  ])
})

test('without a workspace the application sees no rows, and the functions that return ids still work', async () => {
  expect(await db.asSystem((tx) => tx.rows(workspaceIds))).toEqual([])
  const found = await db.asSystem((tx) => tx.rows(sql`select no from staff.workspaces()`))
  expect(found).toHaveLength(2)
})

test('writing into another workspace is refused', async () => {
  const writing = db.inWorkspace(shop, (tx) =>
    tx.run(sql`
      insert into customer.counter (workspace_id, next_no)
      values (${other}, 1)`),
  )
  await expect(writing).rejects.toThrow(/row-level security/)
  const changing = db.inWorkspace(shop, (tx) =>
    tx.run(sql`update staff.workspace set name = 'taken' where workspace_id = ${other}`),
  )
  expect(await changing).toBe(0)
})

test('the next user of a pooled connection inherits no workspace, also after a failure', async () => {
  const one = await openDatabase(world.url, { log, role: 'liuyuan_app', maxConnections: 1 })
  const setting = sql<{ workspace: string | null }>`
    select nullif(current_setting('liuyuan.workspace', true), '') as workspace`
  await one.inWorkspace(shop, (tx) => tx.rows(workspaceIds))
  expect(await one.asSystem((tx) => tx.one(setting))).toEqual({ workspace: null })
  expect((await one.pool.query('select from staff.workspace')).rowCount).toBe(0)
  await expect(one.inWorkspace(shop, (tx) => tx.rows(sql`select 1 / 0`))).rejects.toThrow(/zero/)
  expect((await one.pool.query('select from staff.workspace')).rowCount).toBe(0)
  // Even a plain `set`, which outlives its transaction, does not reach the next one.
  await one.pool.query(`set liuyuan.workspace = '${shop}'`)
  expect(await one.asSystem((tx) => tx.rows(workspaceIds))).toEqual([])
  await one.close()
})

test('a role that row-level security does not bind is refused at the start', async () => {
  const asOwner = openDatabase(world.ownerUrl, { log, role: null, maxConnections: 1 })
  await expect(asOwner).rejects.toThrow('the database role liuyuan owns tables')
})

test('what throws is rolled back, and a hidden failure is not taken for a commit', async () => {
  const customer = newId()
  const insert = sql`
    insert into customer.counter (workspace_id, next_no)
    values (${shop}, 7)`
  const changed = db.inWorkspace(shop, async (tx) => {
    await tx.run(insert)
    throw new Error(customer)
  })
  await expect(changed).rejects.toThrow(customer)
  const hidden = db.inWorkspace(shop, async (tx) => {
    await tx.run(insert)
    await tx.run(sql`select 1 / 0`).catch(() => 0)
  })
  await expect(hidden).rejects.toThrow('rolled back')
  const left = await db.inWorkspace(shop, (tx) => tx.rows(sql`select from customer.counter`))
  expect(left).toEqual([])
})

test('whole numbers, money text, days and instants keep their shape', async () => {
  const row = await db.asSystem((tx) =>
    tx.one(sql`
      select 9007199254740991::bigint as count,
             12.50::numeric as share,
             '2026-11-11'::date as "dayOn",
             '2026-11-11T00:00:00.123+08'::timestamptz as at,
             array[1, null, 3]::bigint[] as counts,
             array['2026-01-01']::date[] as days,
             '{}'::bigint[] as none`),
  )
  expect(row).toEqual({
    count: Number.MAX_SAFE_INTEGER,
    share: '12.50',
    dayOn: '2026-11-11',
    at: new Date('2026-11-10T16:00:00.123Z'),
    counts: [1, null, 3],
    days: ['2026-01-01'],
    none: [],
  })
  const tooLarge = db.asSystem((tx) => tx.one(sql`select 9007199254740992::bigint as count`))
  await expect(tooLarge).rejects.toThrow('does not fit')
})

test('an array arrives as it was, whatever is in it', async () => {
  const words = ['a', '', 'null', 'NULL', 'a,b', '{}', '"', '\\', ' x ', '留园', 'a\nb', null]
  const instants = [new Date('2026-11-28T08:00:00.123Z'), null, new Date('0033-01-01T00:00:00Z')]
  const came = await db.asSystem((tx) =>
    tx.one(sql`
      select ${words}::text[] as words, ${instants}::timestamptz[] as instants, ${[1.5, -2, null]}::float8[] as numbers,
             ${[true, false, null]}::boolean[] as flags, ${[shop]}::uuid[] as ids, ${[]}::text[] as none,
             ${['2026-11-28', null]}::date[] as days, ${[['a'], ['b']]}::text[] as nested
    `),
  )
  expect(came).toEqual({
    words,
    instants,
    numbers: [1.5, -2, null],
    flags: [true, false, null],
    ids: [shop],
    none: [],
    days: ['2026-11-28', null],
    nested: [['a'], ['b']],
  })
})

test('an instant keeps its milliseconds, in any zone and any year', async () => {
  const told = ['2026-11-28T08:00:00Z', '2026-11-28T08:00:00.120Z', '2026-11-28T08:00:00.123456Z']
  const read = await db.asSystem(async (tx) => {
    const rows = (at: string[]) =>
      tx.rows(sql<{ at: Date }>`select t.at from unnest(${at}::timestamptz[]) as t (at)`)
    const utc = await rows([...told, '12026-01-01T00:00:00Z', '0033-01-01 BC'])
    await tx.run(sql`set local time zone 'Asia/Kathmandu'`)
    return [...utc, ...(await rows(told))].map(({ at }) => at.toISOString())
  })
  const ours = ['2026-11-28T08:00:00.000Z', '2026-11-28T08:00:00.120Z', '2026-11-28T08:00:00.123Z']
  expect(read).toEqual([
    ...ours,
    '+012026-01-01T00:00:00.000Z',
    '-000032-01-01T00:00:00.000Z',
    ...ours,
  ])
})

test('many rows are copied through a temporary table with every character intact', async () => {
  const names = [
    'tab\there',
    'line\nbreak\r',
    'back\\slash',
    '',
    '\\N',
    '小明 🌱',
    '"quoted", comma',
  ]
  const back = await db.inWorkspace(shop, async (tx) => {
    await tx.run(
      sql`create temporary table draft (no bigint, name text, at timestamptz) on commit drop`,
    )
    const at = new Date('2026-01-02T03:04:05.678Z')
    await tx.copyIn(
      'draft (no, name, at)',
      names.map((name, no) => copyLine([no, name, at])),
    )
    await tx.copyIn('draft', [copyLine([99, null, null])])
    return tx.rows<{ name: string | null }>(sql`select name from draft order by no`)
  })
  expect(back.map((row) => row.name)).toEqual([...names, null])
})

test('two transactions in each other’s way both succeed when their work may be repeated', async () => {
  await db.inWorkspace(shop, (tx) =>
    tx.run(sql`insert into customer.counter (workspace_id, next_no) values (${shop}, 1)`),
  )
  await db.inWorkspace(shop, (tx) =>
    tx.run(sql`insert into event.counter (workspace_id, next_batch_no) values (${shop}, 1)`),
  )
  const customers = sql`update customer.counter set next_no = next_no + 1 where workspace_id = ${shop}`
  const batches = sql`update event.counter set next_batch_no = next_batch_no + 1 where workspace_id = ${shop}`
  // Both hold their first row before either asks for its second: a certain deadlock on the first try.
  let waiting = 2
  let go = () => {}
  const bothHold = new Promise<void>((done) => {
    go = done
  })
  const crossing = (first: typeof customers, second: typeof customers) =>
    db.inWorkspace(
      shop,
      async (tx) => {
        await tx.run(first)
        waiting -= 1
        if (waiting <= 0) go()
        await bothHold
        await tx.run(second)
      },
      { retry: true },
    )
  await Promise.all([crossing(customers, batches), crossing(batches, customers)])
  expect(waiting).toBeLessThan(0)
  const after = await db.inWorkspace(shop, (tx) =>
    tx.one(
      sql`select c.next_no, e.next_batch_no from customer.counter c cross join event.counter e`,
    ),
  )
  expect(after).toEqual({ next_no: 3, next_batch_no: 3 })
})

test('a cut connection is the engine’s fault, a bad statement is not', async () => {
  const bad = await db.asSystem((tx) => tx.rows(sql`select nothing`)).catch((error) => error)
  expect(isEngineError(bad)).toBe(false)
  const cut = await db
    .asSystem(async (tx) => {
      const { pid } = await tx.one(sql<{ pid: number }>`select pg_backend_pid() as pid`)
      const owner = await openOwner()
      await owner.query('select pg_terminate_backend($1)', [pid])
      await owner.end()
      await tx.rows(sql`select 1`)
    })
    .catch((error) => error)
  expect(isEngineError(cut)).toBe(true)
  // The pool goes on with a new connection.
  expect(await db.asSystem((tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 })
})

test('work that may be repeated outlives a cut connection', async () => {
  let tries = 0
  const value = await db.inWorkspace(
    shop,
    async (tx) => {
      tries += 1
      const { pid } = await tx.one(sql<{ pid: number }>`select pg_backend_pid() as pid`)
      if (tries === 1) {
        const owner = await openOwner()
        await owner.query('select pg_terminate_backend($1)', [pid])
        await owner.end()
      }
      return tx.one(sql`select 1 as one`)
    },
    { retry: true },
  )
  expect(value).toEqual({ one: 1 })
  expect(tries).toBe(2)
})

async function openOwner() {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: world.ownerUrl })
  await client.connect()
  return client
}
