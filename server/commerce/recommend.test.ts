import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StoredProduct } from './product.ts'
import { type Chosen, type Known, recommend } from './recommend.ts'

const TODAY = 20_000

function product(id: string, said: Partial<StoredProduct> = {}): StoredProduct {
  return {
    ...{ id, name: id, category: '', pictureUrl: null, linkUrl: null, isOnSale: true },
    ...{ use: 'unknown', packDays: null, tagIds: [], madeFrom: 'hand', changedAt: new Date(0) },
    ...{ priceFrom: null, priceTo: null, stock: null },
    ...{ buyers: 40, recentBuyers: 0, repeaters: 0, intervalDays: null, gaps: 0 },
    ...said,
  }
}
const bought = (productId: string, ...daysAgo: number[]) => ({
  productId,
  purchases: daysAgo.map((days) => ({ day: TODAY - days, pieces: 1 })),
})
function known(said: Partial<Known>): Known {
  return {
    ...{ bought: [], pairs: [], products: [], needs: [], people: 400, today: TODAY, limit: 5 },
    ...said,
  }
}
const names = (list: Chosen['again']) => list.map(({ product: { name } }) => name)

/** Whoever buys 防晒 buys 面霜 too; 礼盒 sells best; 洗面奶 answers a need. */
const cream = product('面霜', { recentBuyers: 5 })
const gift = product('礼盒', { recentBuyers: 20 })
const wash = product('洗面奶', { tagIds: ['清洁'] })
const sun = product('防晒', { use: 'consumable', packDays: 60 })
const pairs = [{ productId: '防晒', otherId: '面霜', both: 20, cosine: 0.6 }]
const products = [cream, gift, wash, sun]

test('who bought sunscreen is shown the cream that its buyers buy, before what sells best, and told why', () => {
  const said = recommend(known({ products, pairs, bought: [bought('防晒', 10)] }))
  expect(names(said.fresh)).toEqual(['面霜', '礼盒'])
  expect(said.fresh[0]?.reasons).toEqual([
    { kind: 'bought_with', name: '防晒', both: 20, share: 0.5, lift: 5 },
    { kind: 'popular', recentBuyers: 5 },
  ])
  expect(said.rests).toBe('purchases')
})

test('sunscreen is named again when it is about to be empty, and neither earlier nor long after', () => {
  const again = (...daysAgo: number[]) =>
    recommend(known({ products, bought: [bought('防晒', ...daysAgo)] })).again
  expect(again(40)).toEqual([])
  expect(again(55)[0]?.reasons).toEqual([
    { kind: 'runs_out', on: '2024-10-09', inDays: 5, basis: 'written', gaps: 0 },
  ])
  expect(again(200)).toEqual([])
})

test('of whom nothing is known the needs speak first, then what sells best, and it is said', () => {
  const needs = [{ tagId: '清洁', tag: '清洁', display: 80 }]
  const stranger = recommend(known({ products, needs }))
  expect(names(stranger.fresh)).toEqual(['洗面奶', '礼盒', '面霜'].slice(0, 3))
  expect(stranger.rests).toBe('needs')
  const nobody = recommend(known({ products }))
  expect(names(nobody.fresh)).toEqual(['礼盒', '面霜'])
  expect(nobody.rests).toBe('best_sellers')
})

test('where purchases lead nowhere, the category does', () => {
  const lotion = product('乳液', { category: '护肤', recentBuyers: 1 })
  const toner = product('爽肤水', { category: '护肤' })
  const said = recommend(known({ products: [lotion, toner], bought: [bought('爽肤水', 5)] }))
  expect(said.fresh[0]?.reasons[0]).toEqual({ kind: 'category', category: '护肤' })
  expect(said.rests).toBe('category')
})

const day = fc.integer({ min: 0, max: 400 })
const anyProduct = (id: string) =>
  fc
    .record({
      isOnSale: fc.boolean(),
      stock: fc.constantFrom(null, 0, 3),
      use: fc.constantFrom('unknown', 'consumable', 'durable'),
      packDays: fc.constantFrom(null, 30, 90),
      tagIds: fc.subarray(['干', '油', '敏感']),
      recentBuyers: fc.integer({ min: 0, max: 40 }),
    })
    .map((said) => product(id, said))
const ids = Array.from({ length: 8 }, (_, no) => `P${no}`)
const anyKnown = fc.record({
  products: fc.tuple(...ids.map(anyProduct)),
  bought: fc
    .subarray(ids)
    .chain((own) => fc.tuple(...own.map((id) => day.map((days) => bought(id, days))))),
  pairs: fc.array(
    fc.record({
      productId: fc.constantFrom(...ids),
      otherId: fc.constantFrom(...ids),
      both: fc.integer({ min: 5, max: 40 }),
      cosine: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
  ),
  needs: fc
    .subarray(['干', '油', '敏感'])
    .chain((tags) =>
      fc.tuple(
        ...tags.map((tag) =>
          fc.constantFrom(0, 50).map((display) => ({ tagId: tag, tag, display })),
        ),
      ),
    ),
})

test('never what is gone, withdrawn, unwanted, or bought and not yet due; and never without a reason', () => {
  fc.assert(
    fc.property(anyKnown, (some) => {
      const world = known(some)
      const said = recommend(world)
      const owned = new Map(world.bought.map((one) => [one.productId, one.purchases]))
      const unwanted = world.needs.filter(({ display }) => display === 0).map(({ tagId }) => tagId)
      for (const { product: one, reasons } of [...said.again, ...said.fresh]) {
        expect(one.isOnSale).toBe(true)
        expect(one.stock).not.toBe(0)
        expect(one.tagIds.some((id) => unwanted.includes(id))).toBe(false)
        expect(reasons.length).toBeGreaterThan(0)
      }
      for (const { product: one } of said.fresh) expect(owned.has(one.id)).toBe(false)
      for (const { product: one } of said.again) {
        expect(one.use).not.toBe('durable')
        const last = owned.get(one.id)?.at(-1)?.day ?? TODAY
        // A twelfth of the pack, and three days at least, before it is empty.
        const pack = one.packDays ?? Number.POSITIVE_INFINITY
        expect(TODAY - last).toBeGreaterThanOrEqual(pack - Math.max(3, Math.round(pack / 12)))
      }
    }),
    { numRuns: 500 },
  )
})
