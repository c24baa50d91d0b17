import type { z } from 'zod'
import type { NewProduct, productQuery, writtenSku } from '../../contract/product.ts'
import { searchWords } from '../customer/index.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { callProducts, productCalled } from './keep-items.ts'
import { keyOfCode, keyOfName, type StoredProduct } from './product.ts'

type TenantId = Pick<Tenant, 'id'>
export type WrittenSku = z.infer<typeof writtenSku>
export type StoredSku = WrittenSku & { id: string }
/** A product as somebody writes it, with the tags' own ids. */
export type WrittenProduct = NewProduct
type Deed = { by: string | null; now: Date }

/** The columns of `StoredProduct`: kinds of what was merged into a product count with it. */
export const productColumns = sql.raw(`
  p.id, p.name, p.category, p.picture_url as "pictureUrl", p.link_url as "linkUrl", p.is_on_sale as "isOnSale", p.use,
  p.pack_days as "packDays", p.tag_ids as "tagIds", p.made_from as "madeFrom", p.changed_at as "changedAt",
  s.price_from as "priceFrom", s.price_to as "priceTo", s.stock, f.buyers, coalesce(f.recent_buyers, 0) as "recentBuyers",
  coalesce(f.repeaters, 0) as repeaters, f.interval_days as "intervalDays", coalesce(f.gaps, 0) as gaps
`)
export const productTables = sql.raw(`
  commerce.product p
  left join commerce.product_figure f
    on f.workspace_id = p.workspace_id
    and f.product_id = p.id
  cross join lateral (
    select min(k.price) as price_from,
           max(k.price) as price_to,
           case when count(*) > 0 and bool_and(k.stock is not null) then sum(k.stock)::int end as stock
    from commerce.product q
    join commerce.sku k
      on k.workspace_id = q.workspace_id
      and k.product_id = q.id
    where q.workspace_id = p.workspace_id
      and q.stands_for = p.id
  ) s
`)

export type ProductFilter = Pick<z.infer<typeof productQuery>, 'search' | 'state' | 'category'> & {
  limit: number
  from: number
}

/** One page of products, those that most people buy first. */
export async function listProducts(
  tx: Tx,
  tenant: TenantId,
  { search, state, category, limit, from }: ProductFilter,
): Promise<{ items: StoredProduct[]; next: string | null; total: number }> {
  const plain = search.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)
  const parts = [sql`p.workspace_id = ${tenant.id} and p.stands_for = p.id`]
  if (search !== '')
    parts.push(sql`(
      exists (select from unnest(p.words) as w (word) where w.word like ${`${plain}%`})
      or p.name ilike ${`%${plain}%`}
      or exists (
        select from commerce.sku k
        where k.workspace_id = p.workspace_id and k.product_id = p.id and k.code ilike ${`${plain}%`}
      )
    )`)
  if (category !== undefined) parts.push(sql`p.category = ${category}`)
  if (state === 'on_sale') parts.push(sql`p.is_on_sale`)
  if (state === 'off_sale') parts.push(sql`not p.is_on_sale`)
  if (state === 'out_of_stock') parts.push(sql`s.stock = 0`)
  const where = sql.join(parts, sql` and `)
  const items = await tx.rows(sql<StoredProduct>`
    select ${productColumns}
    from ${productTables}
    where ${where}
    order by f.buyers desc nulls last, p.changed_at desc, p.id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total from ${productTables} where ${where}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}

const CATEGORIES_MAX = 200

export async function productCategories(tx: Tx, tenant: TenantId): Promise<string[]> {
  const rows = await tx.rows(sql<{ category: string }>`
    select category
    from commerce.product
    where workspace_id = ${tenant.id} and stands_for = id and category <> ''
    group by category
    order by count(*) desc, category
    limit ${CATEGORIES_MAX}
  `)
  return rows.map(({ category }) => category)
}

/** Products by id. One that was merged into another is not among them. */
export function productsById(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
): Promise<StoredProduct[]> {
  return tx.rows(sql<StoredProduct>`
    select ${productColumns}
    from ${productTables}
    where p.workspace_id = ${tenant.id} and p.stands_for = p.id and p.id = any(${[...ids]}::uuid[])
  `)
}

/** Kinds of a product and of what was merged into it. */
export function skusOf(tx: Tx, tenant: TenantId, productId: string): Promise<StoredSku[]> {
  return tx.rows(sql<StoredSku>`
    select k.id, k.code, k.name, k.price, k.stock
    from commerce.product q
    join commerce.sku k
      on k.workspace_id = q.workspace_id
      and k.product_id = q.id
    where q.workspace_id = ${tenant.id} and q.stands_for = ${productId}
    order by k.name, k.code, k.id
  `)
}

export async function keysOf(tx: Tx, tenant: TenantId, productId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ key: string }>`
    select k.key
    from commerce.product q
    join commerce.product_key k
      on k.workspace_id = q.workspace_id
      and k.product_id = q.id
    where q.workspace_id = ${tenant.id} and q.stands_for = ${productId}
    order by k.key
    limit 100
  `)
  return rows.map(({ key }) => key)
}

type Taken = 'name_taken' | 'code_taken'

/** Puts a product on the list. Under the pump's lock: orders name products too. */
export async function addProduct(
  tx: Tx,
  tenant: TenantId,
  written: WrittenProduct,
  { by, now, madeFrom }: Deed & { madeFrom: 'hand' | 'import' },
): Promise<Outcome<string, Taken>> {
  const id = newId()
  const taken = await takenBy(tx, tenant, { id, written })
  if (taken) return taken
  const { name, category, pictureUrl, linkUrl, use, packDays, tagIds } = written
  await tx.run(sql`
    insert into commerce.product
      (workspace_id, id, name, category, picture_url, link_url, use, pack_days, tag_ids, made_from, made_at, made_by,
       changed_at, stands_for, words)
    values (
      ${tenant.id}, ${id}, ${name}, ${category}, ${pictureUrl}, ${linkUrl}, ${use}, ${packDays}, ${tagIds}, ${madeFrom},
      ${now}, ${by}, ${now}, ${id}, ${searchWords(name)}
    )
  `)
  await keepSkus(tx, tenant, id, written)
  return ok(id)
}

/** Writes a product anew, its kinds too. */
export async function changeProduct(
  tx: Tx,
  tenant: TenantId,
  { id, written, now }: { id: string; written: WrittenProduct; now: Date },
): Promise<Outcome<null, Taken>> {
  const taken = await takenBy(tx, tenant, { id, written })
  if (taken) return taken
  const { name, category, pictureUrl, linkUrl, use, packDays, tagIds } = written
  await tx.run(sql`
    update commerce.product
    set name = ${name}, category = ${category}, picture_url = ${pictureUrl}, link_url = ${linkUrl}, use = ${use},
        pack_days = ${packDays}, tag_ids = ${tagIds}, changed_at = ${now}, words = ${searchWords(name)}
    where workspace_id = ${tenant.id} and id = ${id}
  `)
  // Kinds of what was merged into it are shown with it, so they are written anew with it; undoing the merge leaves them here.
  await tx.run(sql`
    delete from commerce.sku
    where workspace_id = ${tenant.id}
      and product_id in (
        select id from commerce.product where workspace_id = ${tenant.id} and stands_for = ${id}
      )
  `)
  await keepSkus(tx, tenant, id, written)
  return ok(null)
}

async function takenBy(
  tx: Tx,
  tenant: TenantId,
  { id, written }: { id: string; written: WrittenProduct },
) {
  const codes = written.skus.flatMap(({ code }) => (code === '' ? [] : [code]))
  const name = keyOfName(written.name)
  const called = await productCalled(tx, tenant.id, [name, ...codes.map(keyOfCode)])
  const isOthers = (key: string) => (called.get(key) ?? id) !== id
  if (isOthers(name)) return refused('name_taken' as const, { name: written.name })
  const code = codes.find((one, i) => isOthers(keyOfCode(one)) || codes.indexOf(one) !== i)
  return code === undefined ? null : refused('code_taken' as const, { code })
}

async function keepSkus(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { name, skus }: Pick<WrittenProduct, 'name' | 'skus'>,
): Promise<void> {
  await tx.run(sql`
    insert into commerce.sku (workspace_id, id, product_id, code, name, price, stock)
    select ${tenant.id}, n.id, ${id}, n.code, n.name, n.price, n.stock
    from unnest(
      ${skus.map(() => newId())}::uuid[],
      ${skus.map(({ code }) => code)}::text[],
      ${skus.map((sku) => sku.name)}::text[],
      ${skus.map(({ price }) => price)}::bigint[],
      ${skus.map(({ stock }) => stock)}::int[]
    ) as n (id, code, name, price, stock)
  `)
  const keys = [keyOfName(name), ...skus.flatMap(({ code }) => (code ? [keyOfCode(code)] : []))]
  await callProducts(
    tx,
    tenant.id,
    keys.map((key) => [key, id] as const),
  )
}

/** Puts a product on sale or takes it off. @returns whether there is such a product. */
export async function putOnSale(
  tx: Tx,
  tenant: TenantId,
  { id, isOnSale, now }: { id: string; isOnSale: boolean; now: Date },
): Promise<boolean> {
  const count = await tx.run(sql`
    update commerce.product
    set is_on_sale = ${isOnSale}, changed_at = ${now}
    where workspace_id = ${tenant.id} and id = ${id} and stands_for = id
  `)
  return count > 0
}
