import type { ProductPreview } from '../../contract/product.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { productCalled } from './keep-items.ts'
import { keyOfCode, keyOfName, type StoredProduct } from './product.ts'
import type { FileProduct } from './product-file.ts'
import {
  addProduct,
  changeProduct,
  productsById,
  putOnSale,
  skusOf,
  type WrittenProduct,
  type WrittenSku,
} from './product-store.ts'

type Placed = { told: FileProduct; knownId: string | null }

/** Which product of ours each of a file's is: by a code of its, else by its name. */
async function place(tx: Tx, tenant: Tenant, told: readonly FileProduct[]): Promise<Placed[]> {
  const keysOf = ({ name, skus }: FileProduct) => [
    ...skus.flatMap(({ code }) => (code === '' ? [] : [keyOfCode(code)])),
    keyOfName(name),
  ]
  const known = await productCalled(tx, tenant.id, told.flatMap(keysOf))
  return told.map((one) => ({
    told: one,
    knownId:
      keysOf(one)
        .map((key) => known.get(key))
        .find((id) => id !== undefined) ?? null,
  }))
}

/** What taking a file in would do. Nothing is written. */
export async function previewProducts(
  tx: Tx,
  tenant: Tenant,
  told: readonly FileProduct[],
): Promise<Pick<ProductPreview, 'made' | 'changed' | 'products'>> {
  const placed = await place(tx, tenant, told)
  const made = placed.filter(({ knownId }) => knownId === null).length
  const products = placed.map(({ told: one, knownId }) => {
    const prices = one.skus.flatMap(({ price }) => (price === null ? [] : [price]))
    return {
      name: one.name,
      category: one.category ?? '',
      skus: one.skus.length,
      priceFrom: prices.length > 0 ? Math.min(...prices) : null,
      isNew: knownId === null,
    }
  })
  return { made, changed: placed.length - made, products }
}

/** Takes a file in, all of it or nothing. What it does not say stays as it is; under the pump's lock. */
export async function takeProducts(
  tx: Tx,
  tenant: Tenant,
  told: readonly FileProduct[],
  deed: { by: string | null; now: Date },
): Promise<{ made: number; changed: number }> {
  const done = { made: 0, changed: 0 }
  for (const { told: one, knownId } of await place(tx, tenant, told)) {
    const id = knownId ?? (await makeOne(tx, tenant, one, deed))
    if (knownId !== null) await changeOne(tx, tenant, { id: knownId, told: one, now: deed.now })
    if (one.isOnSale !== null)
      await putOnSale(tx, tenant, { id, isOnSale: one.isOnSale, now: deed.now })
    done[knownId === null ? 'made' : 'changed'] += 1
  }
  return done
}

async function makeOne(
  tx: Tx,
  tenant: Tenant,
  told: FileProduct,
  deed: { by: string | null; now: Date },
): Promise<string> {
  const added = await addProduct(tx, tenant, writtenOf(told, null, told.skus), {
    ...deed,
    madeFrom: 'import',
  })
  // It was looked for by its name and by all of its codes in this transaction.
  if (!added.ok) throw new Error(`a product that nobody knows is taken: ${added.reason}`)
  return added.value
}

async function changeOne(
  tx: Tx,
  tenant: Tenant,
  { id, told, now }: { id: string; told: FileProduct; now: Date },
): Promise<void> {
  const [before] = await productsById(tx, tenant, [id])
  if (!before) return
  const skus = joined(await skusOf(tx, tenant, id), told.skus)
  // A name that belongs to another product of ours stays there: the code said which one is meant.
  const calling = await productCalled(tx, tenant.id, [keyOfName(told.name)])
  const isOthers = (calling.get(keyOfName(told.name)) ?? id) !== id
  const written = writtenOf(isOthers ? { ...told, name: before.name } : told, before, skus)
  await changeProduct(tx, tenant, { id, written, now })
}

function writtenOf(
  told: FileProduct,
  before: StoredProduct | null,
  skus: WrittenSku[],
): WrittenProduct {
  return {
    name: told.name,
    category: told.category ?? before?.category ?? '',
    pictureUrl: told.pictureUrl ?? before?.pictureUrl ?? null,
    linkUrl: told.linkUrl ?? before?.linkUrl ?? null,
    use: told.use ?? before?.use ?? 'unknown',
    packDays: told.packDays ?? before?.packDays ?? null,
    tagIds: before?.tagIds ?? [],
    skus: skus.map(({ code, name, price, stock }) => ({ code, name, price, stock })),
  }
}

/** Kinds of ours with what the file says of them: the same code, or without codes the same name. */
function joined(ours: readonly WrittenSku[], told: readonly WrittenSku[]): WrittenSku[] {
  const isSame = (one: WrittenSku, other: WrittenSku) =>
    one.code !== '' && other.code !== '' ? one.code === other.code : one.name === other.name
  const kept = ours.map((sku) => {
    const news = told.find((one) => isSame(one, sku))
    if (!news) return sku
    return {
      code: news.code || sku.code,
      name: news.name || sku.name,
      price: news.price ?? sku.price,
      stock: news.stock ?? sku.stock,
    }
  })
  return [...kept, ...told.filter((one) => !ours.some((sku) => isSame(one, sku)))]
}
