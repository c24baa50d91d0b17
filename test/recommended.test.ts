import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { products } from '../contract/product.ts'
import { type Recommendations, recommendations } from '../contract/recommendation.ts'
import { doorOf } from '../demo/door.ts'
import { measureProducts } from '../server/commerce/index.ts'
import { newId } from '../server/kernel/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const DAY_MS = 86_400_000
let house: House
let brand: Resident

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  const now = house.deps.clock.now().getTime()
  const order = (who: string, daysAgo: number, ...names: string[]) => ({
    type: 'track',
    messageId: newId(),
    event: 'Order Completed',
    userId: who,
    timestamp: new Date(now - daysAgo * DAY_MS).toISOString(),
    properties: {
      ...{ order_id: newId(), revenue: 100, currency: 'CNY' },
      products: names.map((name) => ({ name, quantity: 1 })),
    },
  })
  const many = Array.from({ length: 10 }, (_, no) => no)
  await doorOf(house.url, brand).track([
    ...many.map((no) => order(`A${no}`, 50, '防晒', '面霜')),
    ...many.map((no) => order(`B${no}`, 10, '礼盒')),
    order('HER', 57, '防晒'),
    order('NEW', 1, '唇膏'),
  ])
  await house.settled(brand.tenant)
  await measureProducts(house.deps, brand.tenant)
}, 120_000)
afterAll(() => house?.stop())

async function asks(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  expect([200, 201], answer.text).toContain(answer.status)
  return answer.body
}
async function productId(name: string): Promise<string> {
  const { items } = products.parse(await asks('GET', '/api/products?limit=50'))
  return items.find((one) => one.name === name)?.id ?? ''
}
async function forWhoBought(name: string): Promise<Recommendations> {
  const path = `/api/products/${await productId(name)}/buyers?limit=50`
  const buyers = z
    .object({ items: z.array(z.object({ customerId: z.string(), lastOn: z.string() })) })
    .parse(await asks('GET', path))
  // Who bought it first of all is the one we mean.
  const first = [...buyers.items].sort((a, b) => a.lastOn.localeCompare(b.lastOn))[0]
  return recommendations.parse(
    await asks('GET', `/api/recommendations/customers/${first?.customerId}`),
  )
}
const names = (list: Recommendations['fresh']) => list.map(({ name }) => name)

test('the sunscreen of a customer will be empty in days, and its buyers buy a cream', async () => {
  await asks('PUT', `/api/products/${await productId('防晒')}`, {
    ...{ name: '防晒', use: 'consumable', packDays: 60 },
  })
  const her = await forWhoBought('防晒')
  expect(her.again).toMatchObject([
    { name: '防晒', reasons: [{ kind: 'runs_out', inDays: 3, basis: 'written' }] },
  ])
  expect(names(her.fresh)[0]).toBe('面霜')
  // Ten of the eleven who bought sunscreen, and ten of twenty-two people.
  expect(her.fresh[0]?.reasons[0]).toMatchObject({ kind: 'bought_with', name: '防晒', both: 10 })
  expect(her.rests).toBe('purchases')
})

test('who bought what nobody else did is shown what sells best, and it is said', async () => {
  const newcomer = await forWhoBought('唇膏')
  expect(newcomer.rests).toBe('best_sellers')
  expect(names(newcomer.fresh)[0]).toBe('礼盒')
  expect(names(newcomer.fresh)).not.toContain('唇膏')
})

test('what is taken off sale or sold out is shown to nobody from that moment on', async () => {
  await asks('DELETE', `/api/products/${await productId('面霜')}/sale`)
  await asks('PUT', `/api/products/${await productId('礼盒')}`, {
    name: '礼盒',
    skus: [{ code: 'G-1', stock: 0 }],
  })
  const her = await forWhoBought('防晒')
  expect(names(her.fresh)).not.toContain('面霜')
  expect(names(her.fresh)).not.toContain('礼盒')
})

test('of somebody who is nobody here nothing is said', async () => {
  const answer = await brand.owner('GET', '/api/recommendations/customers/cus_x')
  expect(answer.status).toBe(404)
})
