import type { ProductUse } from '../../contract/product.ts'
import type { OrderItem } from './order.ts'

/** A product (商品) as it is kept, with what follows from its kinds and from the last night. */
export type StoredProduct = {
  id: string
  name: string
  category: string
  pictureUrl: string | null
  linkUrl: string | null
  isOnSale: boolean
  use: ProductUse
  packDays: number | null
  tagIds: string[]
  madeFrom: 'hand' | 'import' | 'orders'
  changedAt: Date
  priceFrom: number | null
  priceTo: number | null
  stock: number | null
  /** Null: nobody was counted yet. */
  buyers: number | null
  recentBuyers: number
  repeaters: number
  intervalDays: number | null
  gaps: number
}

const NAME_MAX = 120
const CODE_MAX = 64

/** Under which name orders know a product: written wide or narrow, in capitals or with two blanks, it is the same. */
export function keyOfName(name: string): string {
  const plain = name.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')
  return `name:${plain.slice(0, NAME_MAX)}`
}

export function keyOfCode(code: string): string {
  return `sku:${code.trim().slice(0, CODE_MAX)}`
}

/** What an item of an order is known by, the surest first; none: it says nothing that could be known again. */
export function keysOfItem({ name, sku }: Pick<OrderItem, 'name' | 'sku'>): string[] {
  return [
    ...(sku !== null && sku.trim() !== '' ? [keyOfCode(sku)] : []),
    ...(name.trim() !== '' ? [keyOfName(name)] : []),
  ]
}

/** A key as people read it. */
export function shownKey(key: string): string {
  return key.replace(/^(name|sku):/, '')
}

/**
 * When something counts as used up although nobody said so: enough people bought it, a fifth of them again, and the time
 * between is known from enough cases.
 */
const LEARNT = { buyers: 30, share: 0.2, gaps: 10 }

export function isConsumable({
  use,
  packDays,
  buyers,
  repeaters,
  gaps,
}: Pick<StoredProduct, 'use' | 'packDays' | 'buyers' | 'repeaters' | 'gaps'>): boolean {
  if (use !== 'unknown') return use === 'consumable'
  if (packDays !== null) return true
  const known = buyers ?? 0
  return known >= LEARNT.buyers && repeaters / known >= LEARNT.share && gaps >= LEARNT.gaps
}
