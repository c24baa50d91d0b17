import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import type { Tenant } from './event.ts'
import { unpack } from './landing.ts'
import { discardParked, listParked, replayParked } from './parked.ts'
import { append } from './receive.ts'
import { applied, pumpOf, receiveLines, tenantIn } from './world.fixture.ts'

let base: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
  tenant = await tenantIn(base.db)
})
afterAll(() => base.drop())

async function drain(pump: ReturnType<typeof pumpOf>['pump']) {
  const taken = []
  for (let next = await pump.takeBatch(tenant); next; next = await pump.takeBatch(tenant))
    taken.push(next)
  return taken
}

async function landedLines(batchNo: number, target = 'event'): Promise<string[]> {
  const row = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.maybe(sql<{ body: Buffer }>`
      select body from event.landing where batch_no = ${batchNo} and target = ${target}
    `),
  )
  return row ? unpack(row.body) : []
}

test('a message that comes again, in the same batch or years later, is counted once', async () => {
  const { pump, clock } = pumpOf(base.db)
  await receiveLines(base.db, tenant, 'seen:1\nseen:1\nseen:2')
  expect(await drain(pump)).toMatchObject([{ events: 2, duplicates: 1 }])
  clock.advanceMs(3 * 365 * 86_400_000)
  await receiveLines(base.db, tenant, 'seen:2\nseen:3')
  expect(await drain(pump)).toMatchObject([{ events: 1, duplicates: 1 }])
})

test('the same message id of another source is another event', async () => {
  const { pump } = pumpOf(base.db)
  await receiveLines(base.db, tenant, 'said:9', { source: 'site' })
  await receiveLines(base.db, tenant, 'said:9', { source: 'app' })
  expect((await drain(pump)).map((b) => b.events)).toEqual([2])
})

test('facts told by an applier travel in the same batch, once per cause', async () => {
  const tells = {
    name: 'tell',
    on: ['ordered'],
    apply: async () =>
      applied({
        facts: [
          {
            name: 'order.paid',
            at: new Date(0),
            cause: ['order-7'],
            customer: null,
            value: 100,
            props: {},
          },
        ],
      }),
  }
  const { pump } = pumpOf(base.db, [tells])
  await receiveLines(base.db, tenant, 'ordered:a')
  const [first] = await drain(pump)
  expect((await landedLines(first?.batchNo ?? 0)).map((line) => JSON.parse(line).name)).toEqual([
    'ordered',
    'order.paid',
  ])
  await receiveLines(base.db, tenant, 'ordered:b')
  const [second] = await drain(pump)
  expect((await landedLines(second?.batchNo ?? 0)).map((line) => JSON.parse(line).name)).toEqual([
    'ordered',
  ])
})

test('what appliers alone may see does not land', async () => {
  const { pump } = pumpOf(base.db)
  const fact = {
    name: 'told',
    at: new Date(0),
    cause: ['x'],
    customer: null,
    value: null,
    props: { city: '上海', $private: { phone: '13900001111' } },
  }
  await base.db.inWorkspace(tenant.id, (tx) =>
    append(tx, tenant, [fact], { lane: 'transactional', now: new Date(0) }),
  )
  const [batch] = await drain(pump)
  const [line] = await landedLines(batch?.batchNo ?? 0)
  expect(line).toContain('上海')
  expect(line).not.toContain('13900001111')
})

test('a poison event is parked after three tries, the others of its request go on, and it can be replayed', async () => {
  let broken = true
  const fragile = {
    name: 'fragile',
    on: ['bad', 'good'],
    apply: async (_tx: unknown, _c: unknown, events: { name: string }[]) => {
      if (broken && events.some((event) => event.name === 'bad'))
        throw new Error('cannot be applied')
      return applied({})
    },
  }
  const { pump, clock } = pumpOf(base.db, [fragile])
  await receiveLines(base.db, tenant, 'good:p1\nbad:p2\ngood:p3')
  await receiveLines(base.db, tenant, 'good:p4')
  const taken = []
  for (let n = 0; n < 8; n++) {
    taken.push(...(await drain(pump).catch(() => [])))
    clock.advanceMs(1_000)
  }
  expect(taken.reduce((sum, batch) => sum + batch.events, 0)).toBe(3)
  const parked = await base.db.inWorkspace(tenant.id, (tx) => listParked(tx, tenant))
  expect(parked).toMatchObject([{ name: 'bad', stage: 'apply', error: 'Error: cannot be applied' }])
  broken = false
  const decision = { tenant, id: parked[0]?.id ?? '', by: null, now: clock.now() }
  await replayParked(base.db, {}, decision)
  expect((await drain(pump)).map((b) => b.events)).toEqual([1])
  await expect(replayParked(base.db, {}, decision)).rejects.toMatchObject({ code: 'not_found' })
})

test('an item that cannot be read is parked at once and can be given up', async () => {
  const { pump, clock } = pumpOf(base.db)
  await receiveLines(base.db, tenant, 'fine:u1\n?')
  expect((await drain(pump)).map((b) => [b.events, b.parked])).toEqual([[1, 1]])
  const [parked] = await base.db.inWorkspace(tenant.id, (tx) => listParked(tx, tenant))
  expect(parked).toMatchObject({ stage: 'decode', item: '?' })
  await discardParked(base.db, { tenant, id: parked?.id ?? '', by: null, now: clock.now() })
  expect(await base.db.inWorkspace(tenant.id, (tx) => listParked(tx, tenant))).toEqual([])
})

test('an urgent lane waits for one batch at most while an import pours in', async () => {
  const { pump } = pumpOf(base.db)
  for (let n = 0; n < 8; n++) {
    const lines = Array.from({ length: 1_500 }, (_, i) => `row:i${n}-${i}`).join('\n')
    await receiveLines(base.db, tenant, lines, { lane: 'import', source: 'file' })
  }
  await pump.takeBatch(tenant)
  await receiveLines(base.db, tenant, 'scan:w1', { lane: 'welcome' })
  await pump.takeBatch(tenant)
  await pump.takeBatch(tenant)
  const waiting = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ lane: number }>`select lane from event.inbox where batch_no is null`),
  )
  expect(waiting.map((row) => row.lane)).not.toContain(2)
  await drain(pump)
})

test('two pumps at once take every row once', async () => {
  const one = pumpOf(base.db).pump
  const other = pumpOf(base.db).pump
  for (let n = 0; n < 30; n++) await receiveLines(base.db, tenant, `race:r${n}`)
  const both = await Promise.all([drain(one), drain(other)])
  expect(both.flat().reduce((sum, batch) => sum + batch.events, 0)).toBe(30)
})

test('every event has exactly one cause: a row of the inbox that names its batch', async () => {
  const orphans = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql`
      select b.no
      from event.batch b
      where not exists (select from event.inbox i where i.batch_no = b.no)
    `),
  )
  expect(orphans).toEqual([])
})
