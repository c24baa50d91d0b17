import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/product.ts'
import { doorOf } from '../demo/door.ts'
import { measureProducts } from '../server/commerce/index.ts'
import { newId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const made = z.object({ id: z.string() })
const DAY_MS = 86_400_000
let house: House
let brand: Resident
let now: number

beforeAll(async () => {
  house = await startHouse()
  now = house.deps.clock.now().getTime()
}, 120_000)
afterAll(() => house?.stop())

type Bought = { who: string; daysAgo: number; products: object[]; order?: string }
async function buys(...orders: Bought[]): Promise<void> {
  await doorOf(house.url, brand).track(
    orders.map(({ who, daysAgo, products, order = newId() }) => ({
      type: 'track',
      messageId: newId(),
      event: 'Order Completed',
      userId: who,
      timestamp: new Date(now - daysAgo * DAY_MS).toISOString(),
      properties: { order_id: order, revenue: 100, currency: 'CNY', products },
    })),
  )
  await house.settled(brand.tenant)
}
/** In small pages, as a large brand has many. */
const measure = () => measureProducts(house.deps, brand.tenant, 5)
const asks = async (method: string, path: string, body?: unknown) => {
  const answer = await brand.owner(method, path, body)
  expect([200, 201], answer.text).toContain(answer.status)
  return answer.body
}
const list = async (query = '') =>
  contract.products.parse(await asks('GET', `/api/products?limit=50${query}`)).items
const called = async (name: string) => {
  const found = (await list()).find((one) => one.name === name)
  if (!found) throw new Error(`no product ${name}`)
  return contract.productDetail.parse(await asks('GET', `/api/products/${found.id}`))
}
const cream = { name: '面霜', sku: 'M-1', quantity: 1, price: 198 }
const water = { name: '爽肤水', quantity: 1 }

test('products of orders make themselves, with who bought them, how soon again and what with', async () => {
  brand = await house.movesIn('青禾护肤')
  const people = Array.from({ length: 12 }, (_, no) => `P${no}`)
  // Bought so long ago that it does not count; it is the first that is read.
  await buys({ who: 'O', daysAgo: 800, products: [cream] })
  await buys(
    ...people.map((who) => ({ who, daysAgo: 60, products: [cream, water] })),
    ...people.slice(0, 10).map((who) => ({ who, daysAgo: 20, products: [cream] })),
    ...Array.from({ length: 12 }, (_, no) => ({
      who: `Q${no}`,
      daysAgo: 10,
      products: [{ name: '礼盒' }],
    })),
  )
  expect(await list()).toHaveLength(3)
  await measure()
  const detail = await called('面霜')
  expect(detail).toMatchObject({ priceFrom: 19_800, madeFrom: 'orders' })
  expect(detail.figures).toEqual({
    buyers: 12,
    recentBuyers: 10,
    repeaters: 10,
    intervalDays: 40,
    gaps: 10,
  })
  // All twelve bought both, of twenty-four who bought anything.
  expect(detail.goesWith).toMatchObject([{ name: '爽肤水', buyersOfBoth: 12, share: 1, lift: 2 }])
  const buyers = contract.productBuyers.parse(
    await asks('GET', `/api/products/${detail.id}/buyers?limit=5`),
  )
  expect(buyers.total).toBe(12)
  expect(buyers.items[0]).toMatchObject({ times: 2, pieces: 2 })
})

test('two names of one thing are merged and taken apart again, and nothing of what was bought is lost', async () => {
  await buys(
    ...Array.from({ length: 5 }, (_, no) => ({
      who: `Q${no}`,
      daysAgo: 5,
      products: [{ name: '爽肤水（新）' }],
    })),
  )
  await measure()
  const before = await called('爽肤水')
  const other = await called('爽肤水（新）')
  const merge = made.parse(
    await asks('POST', `/api/products/${before.id}/merges`, { otherId: other.id }),
  )
  await measure()
  expect((await list()).map(({ name }) => name)).not.toContain('爽肤水（新）')
  const both = await called('爽肤水')
  expect(both.figures?.buyers).toBe(17)
  expect(both.calledAs).toEqual(['爽肤水', '爽肤水(新)'])
  expect(both.merges).toMatchObject([{ id: merge.id, name: '爽肤水（新）', by: '林知夏' }])
  await asks('DELETE', `/api/product-merges/${merge.id}`)
  await measure()
  expect((await called('爽肤水')).figures).toEqual(before.figures)
  expect((await called('爽肤水（新）')).figures?.buyers).toBe(5)
})

test('an order that is told anew with other things holds only these', async () => {
  const order = newId()
  await buys({ who: 'R1', daysAgo: 3, order, products: [{ name: '眼霜' }, { name: '唇膏' }] })
  await buys({ who: 'R1', daysAgo: 3, order, products: [{ name: '唇膏' }] })
  await asks('DELETE', `/api/products/${(await called('面霜')).id}/sale`)
  const total = async (name: string) =>
    contract.productBuyers.parse(
      await asks('GET', `/api/products/${(await called(name)).id}/buyers`),
    ).total
  expect(await total('眼霜')).toBe(0)
  expect(await total('唇膏')).toBe(1)
  expect((await list('&state=off_sale')).map(({ name }) => name)).toEqual(['面霜'])
})

test('a table adds what is new and changes what it says of the rest; the same table again changes nothing', async () => {
  const text =
    '商品名称,类目,商家编码,售价,库存,在售\n面霜,护肤,M-1,208,7,是\n防晒,防晒,S-1,128,0,\n'
  const file = { fileName: '商品.csv', text }
  const preview = contract.productPreview.parse(
    await asks('POST', '/api/product-files/preview', file),
  )
  expect(preview).toMatchObject({ made: 1, changed: 1, faults: [] })
  expect((await list()).map(({ name }) => name)).not.toContain('防晒')
  expect(await asks('POST', '/api/product-files', file)).toEqual({ made: 1, changed: 1 })
  expect(await called('面霜')).toMatchObject({
    category: '护肤',
    isOnSale: true,
    stock: 7,
    skus: [{ code: 'M-1', price: 20_800, stock: 7 }],
  })
  expect(await asks('POST', '/api/product-files', file)).toEqual({ made: 0, changed: 2 })
  expect((await called('面霜')).skus).toHaveLength(1)
  expect((await list('&state=out_of_stock')).map(({ name }) => name)).toEqual(['防晒'])
})

test('a name or a code that another product has is not given twice', async () => {
  const taken = await brand.owner('POST', '/api/products', { name: ' 面霜 ' })
  expect(taken).toMatchObject({ status: 409, body: { code: 'product_name_taken' } })
  const skus = [{ code: 'M-1' }]
  const code = await brand.owner('POST', '/api/products', { name: '另一款面霜', skus })
  expect(code).toMatchObject({ status: 409, body: { code: 'product_code_taken' } })
})

test('orders that came before there were products are taken up, once', async () => {
  const { db } = house.deps
  const { id: workspaceId } = brand.tenant
  const items = () =>
    db.inWorkspace(workspaceId, (tx) =>
      tx.one(sql<{ count: number }>`
        select count(*)::int as count from commerce.order_item where workspace_id = ${workspaceId}
      `),
    )
  const before = await items()
  await db.inWorkspace(workspaceId, async (tx) => {
    await tx.run(sql`delete from commerce.order_item where workspace_id = ${workspaceId}`)
    await tx.run(sql`
      update commerce.order set items_kept = false where workspace_id = ${workspaceId}
    `)
  })
  await measure()
  expect(await items()).toEqual(before)
})
