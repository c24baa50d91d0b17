import { afterAll, beforeAll, expect, test } from 'vitest'
import { receive } from '../server/event/index.ts'
import { TRACK } from '../server/ingestion/index.ts'
import { addMs } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let house: House
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => house?.stop())

const MONTH_MS = 31 * 86_400_000

const view = (messageId: string) => ({
  type: 'track',
  messageId,
  event: 'Product Viewed',
  userId: 'QH000001',
  timestamp: '2026-03-01T10:00:00Z',
})
const order = (messageId: string, order_id: string) => ({
  ...view(messageId),
  event: 'Order Completed',
  properties: { order_id, revenue: 268, currency: 'CNY' },
})

async function send(brand: Resident, batch: object[], writeKey = brand.writeKey): Promise<number> {
  const answer = await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch }),
  })
  return answer.status
}

/** How often each name stands in history. */
async function history({ tenant }: Resident): Promise<Record<string, number>> {
  await house.settled(tenant)
  const rows = await house.deps.clickhouse.rows<{ name: string; times: number }>({
    sql: `
      select name, count() as times
      from event
      where workspace = {workspace:UInt32}
      group by name`,
    params: { workspace: tenant.no },
    comment: 'test',
  })
  return Object.fromEntries(rows.map(({ name, times }) => [name, times]))
}

async function bought({ tenant }: Resident): Promise<number> {
  const { total } = await house.deps.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ total: number }>`
      select coalesce(sum(order_total), 0)::bigint as total
      from customer.customer
      where person_id = id
    `),
  )
  return total
}

test('a request that is sent again and again, also all at once, is answered each time and counts once', async () => {
  const brand = await house.movesIn('青禾护肤')
  const batch = [view('m-1'), view('m-1'), order('m-2', 'A-1')]
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(brand, batch)))
  await house.settled(brand.tenant)
  answers.push(await send(brand, batch))
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(await history(brand)).toEqual({
    'Product Viewed': 1,
    'Order Completed': 1,
    'order.paid': 1,
  })
  expect(await bought(brand)).toBe(26_800)
})

test('the same message a month later still counts once: the key has no window', async () => {
  const brand = await house.movesIn('迟到商号')
  await send(brand, [order('m-1', 'A-1')])
  await house.settled(brand.tenant)
  // What arrived is put into the inbox again as it would be found in a file of that day.
  await house.deps.db.inWorkspace(brand.tenant.id, async (tx) => {
    const row = await tx.one(sql<{ source: string; items: number; body: string; at: Date }>`
      select source, items, body, received_at as at
      from event.inbox
    `)
    await receive(tx, {
      tenantId: brand.tenant.id,
      lane: 'track',
      kind: TRACK,
      source: row.source,
      items: row.items,
      body: row.body,
      receivedAt: addMs(row.at, MONTH_MS),
    })
  })
  expect(await history(brand)).toEqual({ 'Order Completed': 1, 'order.paid': 1 })
  expect(await bought(brand)).toBe(26_800)
})

test('the same message id of another shop or of another key is another message', async () => {
  const brand = await house.movesIn('甲商号')
  const other = await house.movesIn('乙商号')
  const made = await brand.ask('POST', '/api/keys', { kind: 'write', name: '小程序' })
  const second = /"secret":"([^"]+)"/.exec(made.text)?.[1] ?? ''
  await send(brand, [view('m-1')])
  await send(brand, [view('m-1')], second)
  await send(other, [view('m-1')])
  expect(await history(brand)).toEqual({ 'Product Viewed': 2 })
  expect(await history(other)).toEqual({ 'Product Viewed': 1 })
})

test('an order told under two message ids is two tellings and one purchase', async () => {
  const brand = await house.movesIn('两遍商号')
  await send(brand, [order('m-1', 'A-1')])
  await send(brand, [order('m-2', 'A-1')])
  expect(await history(brand)).toEqual({ 'Order Completed': 2, 'order.paid': 1 })
  expect(await bought(brand)).toBe(26_800)
})

test('a batch whose landing was not heard of is asked for before it is inserted again', async () => {
  const brand = await house.movesIn('断线商号')
  await send(brand, [view('m-1'), view('m-2'), order('m-3', 'A-1')])
  const before = await history(brand)
  // As if the worker had died between the insert and its own commit.
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`
      update event.batch
      set landed_at = null
    `),
  )
  expect(await history(brand)).toEqual(before)
  // And as if a part of it had got lost on the way.
  await house.deps.clickhouse.command({
    sql: `
      alter table event
      delete where workspace = {workspace:UInt32} and name = 'order.paid'`,
    params: { workspace: brand.tenant.no },
    settings: { mutations_sync: '2' },
    comment: 'test',
  })
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`
      update event.batch
      set landed_at = null
    `),
  )
  expect(await history(brand)).toEqual(before)
})
