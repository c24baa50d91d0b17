import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { holdPump, PRIVATE, type ResolvedEvent } from '../event/index.ts'
import { idFrom, newId, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { orderStep } from './apply-orders.ts'
import { listOrders } from './order-list.ts'
import { keyOfNumber, ORDER_RECORDED } from './recorded.ts'
import { changedLaterBy, sumsOfImport, undoOrders } from './undo-import.ts'

let base: TestDatabase
let tenant: Tenant
let buyer: { id: string; no: number }
let batchNo = 1
const now = new Date('2026-11-11T01:00:00Z')
const at = (hour: number) => new Date(Date.UTC(2026, 10, 10, hour))

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())
beforeEach(async () => {
  const id = newId()
  buyer = { id: newId(), no: 1 }
  const { no } = await base.db.inWorkspace(id, async (tx) => {
    const row = await tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `)
    await tx.run(sql`
      insert into customer.customer (
        workspace_id, id, no, person_id, own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at
      )
      values (${id}, ${buyer.id}, 1, ${buyer.id}, ${now}, ${now}, ${now}, ${now}, ${now})
    `)
    return row
  })
  tenant = {
    id,
    no,
    name: '青禾护肤',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
})

function event(
  name: string,
  props: Record<string, unknown>,
  more: Partial<ResolvedEvent> = {},
): ResolvedEvent {
  return {
    eventId: idFrom('test', newId()),
    name,
    at: at(1),
    receivedAt: now,
    source: 'test',
    claims: [],
    customerId: buyer.id,
    customerNo: buyer.no,
    value: null,
    props,
    importNo: 0,
    ...more,
  }
}

function line(importId: string | null, no: string, more: Record<string, unknown> = {}) {
  return event(ORDER_RECORDED, {
    key: keyOfNumber('', no),
    no,
    shop: '',
    amount: 10_000,
    payment: { paid: 10_000, at: at(2) },
    orderedAt: at(1),
    cancelledAt: null,
    refunds: [],
    items: [],
    [PRIVATE]: { attributes: {}, importId },
    ...more,
  })
}

const take = (...events: ResolvedEvent[]) =>
  base.db.inWorkspace(tenant.id, (tx) =>
    orderStep.apply(tx, { tenant, batchNo: batchNo++, now }, events),
  )
const spent = () =>
  base.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql`
      select order_count as orders, order_total as total from customer.customer where id = ${buyer.id}
    `),
  )
const orders = () =>
  base.db.inWorkspace(
    tenant.id,
    async (tx) => (await listOrders(tx, tenant.id, { limit: 50 })).items,
  )

test('orders of a file and of the web shop with the same number are one order', async () => {
  const { facts } = await take(
    event('Order Completed', { order_id: 'A1' }, { value: 10_000, at: at(1) }),
    line(null, 'A1'),
  )
  expect(await orders()).toMatchObject([{ no: 'A1', state: 'paid', paid: 10_000 }])
  expect(facts.map(({ name }) => name)).toEqual(['order.paid'])
  expect(await spent()).toEqual({ orders: 1, total: 10_000 })
})

test('the same line again changes nothing', async () => {
  await take(line(null, 'A1'))
  const again = await take(line(null, 'A1'), line(null, 'A1'))
  expect(again).toMatchObject({ facts: [], landings: [{ rows: [] }] })
  expect(await spent()).toEqual({ orders: 1, total: 10_000 })
})

test('refunds lower what the customer spent, once each, and an order given back wholly does not count', async () => {
  await take(event('Order Completed', { order_id: 'A1' }, { value: 10_000 }))
  await take(
    event('Order Refunded', { order_id: 'A1', refund_id: 'r1' }, { value: 3_000, at: at(5) }),
  )
  await take(
    event('Order Refunded', { order_id: 'A1', refund_id: 'r1' }, { value: 3_000, at: at(6) }),
  )
  expect(await spent()).toEqual({ orders: 1, total: 7_000 })
  const { facts, landings } = await take(
    event('Order Refunded', { order_id: 'A1' }, { value: null, at: at(7) }),
  )
  expect(facts).toMatchObject([{ name: 'order.refunded', value: 7_000 }])
  expect(landings[0]?.rows).toMatchObject([{ state: 'refunded', refunded: 10_000, gone: 0 }])
  expect(await spent()).toEqual({ orders: 0, total: 0 })
})

test('a cancellation that comes before its order is not forgotten', async () => {
  await take(event('Order Cancelled', { order_id: 'A1' }, { at: at(9) }))
  await take(event('Order Completed', { order_id: 'A1' }, { value: 10_000, at: at(1) }))
  expect(await orders()).toMatchObject([{ state: 'cancelled', amount: 10_000 }])
  expect(await spent()).toEqual({ orders: 0, total: 0 })
})

test('an undone import takes its orders away and gives others back as they were, sums included', async () => {
  const first = newId()
  const second = newId()
  await take(line(first, 'A1'), line(first, 'A2', { payment: null }))
  const before = { orders: await orders(), spent: await spent() }
  await take(
    line(second, 'A2', { amount: 8_000 }),
    line(second, 'A3'),
    line(second, 'A1', { refunds: [{ key: 'total', amount: 4_000, at: at(8) }] }),
  )
  expect(await spent()).toEqual({ orders: 3, total: 26_000 })
  const undone = await base.db.inWorkspace(tenant.id, async (tx) => {
    expect(await changedLaterBy(tx, tenant.id, first)).toBe(second)
    expect(await sumsOfImport(tx, tenant.id, second)).toMatchObject({ orders: 1, changed: 2 })
    await holdPump(tx, tenant)
    return undoOrders(tx, tenant, second)
  })
  expect(undone).toMatchObject({ removed: 1, restored: 2 })
  expect(undone.rows.map((row) => row.gone)).toEqual([0, 0, 1])
  expect({ orders: await orders(), spent: await spent() }).toEqual(before)
})

test('what the web shop told after an import stays when the import is undone', async () => {
  await take(event('Order Completed', { order_id: 'A1' }, { value: 10_000 }))
  const file = newId()
  await take(line(file, 'A1', { amount: 12_000, payment: { paid: 12_000, at: at(2) } }))
  await take(
    event('Order Refunded', { order_id: 'A1', refund_id: 'r' }, { value: 1_000, at: at(9) }),
  )
  await base.db.inWorkspace(tenant.id, (tx) => undoOrders(tx, tenant, file))
  expect(await orders()).toMatchObject([{ amount: 10_000, paid: 10_000, refunded: 1_000 }])
  expect(await spent()).toEqual({ orders: 1, total: 9_000 })
})

test('orders are found by number, state and day, page by page', async () => {
  await take(...['A1', 'A2', 'B1'].map((no, n) => line(null, no, { orderedAt: at(n + 1) })))
  await take(line(null, 'A3', { payment: null, orderedAt: at(9) }))
  const list = (filter: Parameters<typeof listOrders>[2]) =>
    base.db.inWorkspace(tenant.id, (tx) => listOrders(tx, tenant.id, filter))
  const numbers = async (filter: Parameters<typeof listOrders>[2]) =>
    (await list(filter)).items.map(({ no }) => no)
  expect(await numbers({ limit: 9, search: 'A' })).toEqual(['A3', 'A2', 'A1'])
  expect(await numbers({ limit: 9, search: '%' })).toEqual([])
  expect(await numbers({ limit: 9, state: 'created' })).toEqual(['A3'])
  expect(await numbers({ limit: 9, to: at(3).toISOString() })).toEqual(['A2', 'A1'])
  const page = await list({ limit: 3 })
  expect(page).toMatchObject({ total: 4 })
  expect(await numbers({ limit: 3, cursor: page.next ?? '' })).toEqual(['A1'])
})

test('an order whose number is no number is set aside with the field and what came', async () => {
  const odd = event('Order Completed', { order_id: { id: 'T1' }, revenue: 9 })
  const tell = base.db.inWorkspace(tenant.id, (tx) =>
    orderStep.apply(tx, { tenant, batchNo: 1, now }, [odd]),
  )
  await expect(tell).rejects.toMatchObject({
    code: 'event_field_unreadable',
    params: { field: 'order_id', found: '{"id":"T1"}' },
  })
})
