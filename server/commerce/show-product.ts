import type { Product } from '../../contract/product.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { isConsumable, type StoredProduct } from './product.ts'
import type { CommerceDeps } from './route-deps.ts'

/** Products as they are shown, with the names of the needs that they answer. */
export async function showProducts(
  tx: Tx,
  { tagNames }: Pick<CommerceDeps, 'tagNames'>,
  tenant: Tenant,
  products: readonly StoredProduct[],
): Promise<Product[]> {
  const names = products.some(({ tagIds }) => tagIds.length > 0) ? await tagNames(tx, tenant) : null
  return products.map((one) => {
    const { buyers, recentBuyers, repeaters, intervalDays, gaps, tagIds, ...product } = one
    return {
      ...product,
      id: showId('product', one.id),
      isConsumable: isConsumable(one),
      tags: tagIds.flatMap((id) => {
        const name = names?.get(id)
        return name === undefined ? [] : [{ id: showId('tag', id), name }]
      }),
      changedAt: one.changedAt.toISOString(),
      figures: buyers === null ? null : { buyers, recentBuyers, repeaters, intervalDays, gaps },
    }
  })
}
