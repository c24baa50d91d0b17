import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRIVATE, type Tenant } from '../event/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { addOrderSums } from './apply-order-sums.ts'
import { event, newTenant, now, take } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const one = <Row>(tenant: Tenant, statement: ReturnType<typeof sql<Row>>) =>
  base.db.inWorkspace(tenant.id, (tx) => tx.one(statement))
const early = new Date('2026-01-01T00:00:00Z')

test('of each trait the newest counts, and what comes late overwrites nothing', async () => {
  const tenant = await newTenant(base.db)
  const identify = (props: Record<string, unknown>, at: Date) =>
    event('user_id=u1', { name: 'identify', props, at })
  await take(base.db, tenant, [identify({ city: '上海', skin: '干性' }, now)])
  await take(base.db, tenant, [identify({ city: '杭州', level: 2 }, early)])
  const { traits } = await one(
    tenant,
    sql<{ traits: unknown }>`select traits from customer.customer`,
  )
  expect(traits).toEqual({
    city: { v: '上海', at: now.getTime() },
    skin: { v: '干性', at: now.getTime() },
    level: { v: 2, at: early.getTime() },
  })
})

test('a name is found by its characters, its pinyin and its initials', async () => {
  const tenant = await newTenant(base.db)
  const props = { [PRIVATE]: { name: '單曉雲', phone: '13912345678' } }
  await take(base.db, tenant, [event('user_id=u1', { name: 'identify', props })])
  const found = (query: string) =>
    one(tenant, sql<{ n: number }>`select count(*) as n from customer.find(${query}::tsquery, 10)`)
  for (const part of ['单晓云', '晓', 'shanxiao', 'xiaoyun', 'sxy', 'xy'])
    expect(await found(`'${part}':*`), part).toEqual({ n: 1 })
  expect(await found(`'yunxiao':*`)).toEqual({ n: 0 })
  const other = await newTenant(base.db)
  const { n } = await one(
    other,
    sql<{ n: number }>`select count(*) as n from customer.find('xy'::tsquery, 10)`,
  )
  expect(n).toBe(0)
})

test('a phone number never becomes a trait', async () => {
  const tenant = await newTenant(base.db)
  const props = { phone: '13912345678', [PRIVATE]: { name: '张三', email: 'a@b.cn' } }
  await take(base.db, tenant, [event('user_id=u1', { name: 'identify', props })])
  const { keys, name } = await one(
    tenant,
    sql<{ keys: string[]; name: string }>`
      select array(select jsonb_object_keys(traits)) as keys, name from customer.customer
    `,
  )
  expect({ keys, name }).toEqual({ keys: ['name'], name: '张三' })
})

test('the tags of an import are made once and put on once, however often the line comes', async () => {
  const tenant = await newTenant(base.db)
  const props = { traits: { city: '成都' }, tags: ['敏感肌', { group: '来源', name: '小红书' }] }
  const line = event('phone=13912345678', { name: 'customer.imported', props })
  await take(base.db, tenant, [line])
  await take(base.db, tenant, [line])
  const tagged = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql`
      select g.name as group, t.name as tag, count(*) as times
      from customer.tagging a
      join customer.tag t on t.id = a.tag_id
      join customer.tag_group g on g.id = t.group_id
      where a.source = 'import'
      group by g.name, t.name
      order by g.name
    `),
  )
  expect(tagged).toEqual([
    { group: '导入', tag: '敏感肌', times: 1 },
    { group: '来源', tag: '小红书', times: 1 },
  ])
})

test('orders of a customer who became part of another count for the person and stay with the customer', async () => {
  const tenant = await newTenant(base.db)
  const first = await take(base.db, tenant, [event('user_id=u1'), event('phone=13912345678')])
  await take(base.db, tenant, [event('user_id=u1 phone=13912345678')])
  const [a, b] = first.who.map((who) => who?.id ?? '')
  await base.db.inWorkspace(tenant.id, (tx) =>
    addOrderSums(tx, tenant, [
      { customerId: a ?? '', orders: 1, total: 100, lastOrderAt: early },
      { customerId: b ?? '', orders: 2, total: 500, lastOrderAt: now },
      { customerId: b ?? '', orders: -1, total: -200, lastOrderAt: null },
    ]),
  )
  const sums = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql`
      select no, own_order_count as own, own_order_total as "ownTotal", order_count as orders,
             order_total as total, last_order_at as last
      from customer.customer order by no
    `),
  )
  expect(sums).toMatchObject([
    { no: 1, own: 1, ownTotal: 100, orders: 2, total: 400, last: now },
    { no: 2, own: 1, ownTotal: 300 },
  ])
})
