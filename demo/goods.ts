import { z } from 'zod'
import { products } from './brand.ts'
import type { Door } from './door.ts'

const listed = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), category: z.string() })),
})
const groups = z.object({
  items: z.array(z.object({ tags: z.array(z.object({ id: z.string(), name: z.string() })) })),
})

/** What the brand's operator wrote of what is sold: category, how long a pack lasts (none: nobody said), what is in the shop. */
const written: Record<string, { category: string; packDays: number | null; stock: number | null }> =
  {
    'QH-101': { category: '洁面', packDays: 60, stock: 420 },
    'QH-102': { category: '精华', packDays: 45, stock: 188 },
    'QH-103': { category: '面霜', packDays: 60, stock: 260 },
    'QH-104': { category: '精华', packDays: 45, stock: 0 },
    'QH-105': { category: '防晒', packDays: 40, stock: 310 },
    'QH-106': { category: '面霜', packDays: 75, stock: 96 },
    'QH-107': { category: '面膜', packDays: 20, stock: 800 },
    'QH-108': { category: '爽肤水', packDays: 70, stock: 350 },
    'QH-109': { category: '礼盒', packDays: null, stock: 60 },
    'QH-110': { category: '礼盒', packDays: null, stock: 24 },
  }

/** The products that orders made by themselves get what orders do not tell: prices, categories, needs, links. Safe to do again. */
export async function makeGoods(owner: Door): Promise<void> {
  const known = listed.parse(await owner.get('/api/products?limit=100')).items
  const { items } = groups.parse(await owner.get('/api/tag-groups'))
  const tags = new Map(items.flatMap((group) => group.tags).map(({ id, name }) => [name, id]))
  for (const { sku, name, priceFen, concern } of products) {
    const { category = '', packDays = null, stock = null } = written[sku] ?? {}
    const tagId = tags.get(concern)
    const body = {
      ...{ name, category, packDays },
      use: packDays === null ? 'unknown' : 'consumable',
      linkUrl: `https://qinghe.example/goods/${sku}`,
      tagIds: tagId === undefined ? [] : [tagId],
      skus: [{ code: sku, price: priceFen, stock }],
    }
    const before = known.find((one) => one.name === name)
    if (!before) await owner.post('/api/products', body)
    else if (before.category === '') await owner.put(`/api/products/${before.id}`, body)
  }
}
