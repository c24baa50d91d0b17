import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../server/postgres/index.ts'
import { type House, startHouse } from '../house.fixture.ts'

let house: House
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => house.stop())

test('a visitor looks around, signs in and buys: one person, one order, one history', async () => {
  const brand = await house.movesIn('青禾护肤')
  const sdk = new Analytics({ writeKey: brand.writeKey, host: house.url, maxEventsInBatch: 4 })
  sdk.page({ anonymousId: 'web-1', name: '首页' })
  sdk.track({ anonymousId: 'web-1', event: 'Product Viewed', properties: { sku: 'QH-102' } })
  sdk.identify({
    anonymousId: 'web-1',
    userId: 'QH000001',
    traits: { name: '王小雨', phone: '13911112222', city: '上海' },
  })
  sdk.track({
    userId: 'QH000001',
    event: 'Order Completed',
    properties: { order_id: 'A-1', revenue: 268, currency: 'CNY' },
  })
  await sdk.closeAndFlush()
  await house.settled(brand.tenant)

  const people = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql`
      select name, order_count, order_total
      from customer.customer
      where person_id = id
    `),
  )
  expect(people).toEqual([{ name: '王小雨', order_count: 1, order_total: 26_800 }])

  const history = await house.deps.clickhouse.rows<{ name: string; props: string }>({
    sql: 'select name, props from event where workspace = {workspace:UInt32} order by at, name',
    params: { workspace: brand.tenant.no },
    comment: 'test',
  })
  expect(history.map((event) => event.name).sort()).toEqual(
    ['Order Completed', 'Product Viewed', 'identify', 'order.paid', 'page.viewed'].sort(),
  )
  // Names and phone numbers stay in Postgres; the city may be analyzed.
  expect(JSON.stringify(history)).not.toMatch(/13911112222|王小雨/)
  expect(JSON.stringify(history)).toContain('上海')

  const overview = await brand.ask('GET', '/api/overview')
  expect(overview).toMatchObject({
    status: 200,
    body: { isEmpty: false, week: { newCustomers: 1 } },
  })
  expect(await brand.ask('GET', '/api/value')).toMatchObject({ status: 200 })
})

test('the orders of two customers who turn out to be one are listed together, whichever of them is asked for', async () => {
  const brand = await house.movesIn('青禾护肤')
  const buys = { event: 'Order Completed' }
  const sdk = new Analytics({ writeKey: brand.writeKey, host: house.url })
  const properties = { revenue: 100, currency: 'CNY' }
  sdk.track({ ...buys, userId: 'QH1', properties: { ...properties, order_id: 'A-1' } })
  sdk.track({ ...buys, userId: 'QH2', properties: { ...properties, order_id: 'A-2' } })
  sdk.track({ ...buys, userId: 'QH3', properties: { ...properties, order_id: 'A-3' } })
  await sdk.closeAndFlush()
  await house.settled(brand.tenant)
  const list = async (query: string) => {
    const { body } = await brand.ask('GET', `/api/orders${query}`)
    return orders.parse(body).items
  }
  const [one, other] = (await list('')).filter(({ no }) => no !== 'A-3')
  const merged = await brand.ask('POST', '/api/merges', {
    customerId: one?.customerId,
    otherId: other?.customerId,
  })
  expect(merged.status).toBe(201)
  for (const id of [one?.customerId, other?.customerId])
    expect((await list(`?customerId=${id}`)).map(({ no }) => no).sort()).toEqual(['A-1', 'A-2'])
})

const orders = z.object({
  items: z.array(z.object({ no: z.string(), customerId: z.string() })),
})
