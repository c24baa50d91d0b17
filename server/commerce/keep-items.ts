import { searchWords } from '../customer/index.ts'
import { holdPump } from '../event/index.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Order, OrderItem } from './order.ts'
import { keysOfItem } from './product.ts'
import { picture } from './store.ts'

/** Lines of one order that are kept as rows; the order itself keeps all. */
const LINES_MAX = 200
/** Orders that came before there were products: so many at a time under the pump's lock. */
const PORTION = 2_000

type Bought = Pick<Order, 'id' | 'items' | 'orderedAt'>
type Line = { orderId: string; line: number; item: OrderItem; keys: string[]; orderedAt: Date }
type Newcomer = { id: string; key: string; item: OrderItem; at: Date }

/**
 * Keeps what orders hold as rows of products. What no product is called yet becomes one by itself. Five statements however
 * many orders; under the pump's lock, so that nobody else names a product meanwhile.
 */
export async function keepItems(tx: Tx, workspaceId: string, orders: Bought[]): Promise<void> {
  const lines = orders.flatMap(linesOf)
  await tx.run(sql`
    delete from commerce.order_item
    where workspace_id = ${workspaceId}
      and order_id = any(${orders.map(({ id }) => id)}::uuid[])
  `)
  if (lines.length === 0) return
  const named = await nameAll(tx, workspaceId, lines)
  await tx.run(sql`
    insert into commerce.order_item (workspace_id, order_id, line, product_id, pieces)
    select ${workspaceId}, n.order_id, n.line, n.product_id, n.pieces
    from unnest(
      ${lines.map(({ orderId }) => orderId)}::uuid[],
      ${lines.map(({ line }) => line)}::smallint[],
      ${lines.map((line) => named(line))}::uuid[],
      ${lines.map(({ item }) => Math.max(0, item.quantity ?? 1))}::numeric[]
    ) as n (order_id, line, product_id, pieces)
  `)
}

function linesOf({ id, items, orderedAt }: Bought): Line[] {
  return items.slice(0, LINES_MAX).flatMap((item, line) => {
    const keys = keysOfItem(item)
    return keys.length === 0 ? [] : [{ orderId: id, line, item, keys, orderedAt }]
  })
}

/** Which product each line is; those that nobody knows are made. */
async function nameAll(
  tx: Tx,
  workspaceId: string,
  lines: readonly Line[],
): Promise<(line: Line) => string> {
  const keys = [...new Set(lines.flatMap((line) => line.keys))]
  const rows = await tx.rows(sql<{ key: string; id: string }>`
    select key, product_id as id
    from commerce.product_key
    where workspace_id = ${workspaceId}
      and key = any(${keys}::text[])
  `)
  const known = new Map(rows.map(({ key, id }) => [key, id]))
  const isOld = new Set(known.keys())
  const newcomers: Newcomer[] = []
  const idOf = (line: Line) => {
    const id = line.keys.map((key) => known.get(key)).find((one) => one !== undefined)
    return id ?? idFrom('product', workspaceId, line.keys[0] ?? '')
  }
  for (const line of lines) {
    const id = idOf(line)
    const isNew = line.keys.every((key) => !known.has(key))
    if (isNew) newcomers.push({ id, key: line.keys[0] ?? '', item: line.item, at: line.orderedAt })
    for (const key of line.keys) if (!known.has(key)) known.set(key, id)
  }
  await makeProducts(tx, workspaceId, newcomers)
  const fresh = [...known].filter(([key]) => !isOld.has(key))
  if (fresh.length > 0) await callProducts(tx, workspaceId, fresh)
  return idOf
}

async function makeProducts(
  tx: Tx,
  workspaceId: string,
  newcomers: readonly Newcomer[],
): Promise<void> {
  if (newcomers.length === 0) return
  const rows = newcomers.map(({ id, key, item, at }) => {
    const name = item.name.trim() === '' ? (item.sku ?? '') : item.name.trim()
    return {
      ...{ id, at, name: name.slice(0, 120), words: searchWords(name) },
      sku: idFrom('sku', workspaceId, key),
      code: (item.sku ?? '').trim().slice(0, 64),
      price: item.price === null || item.price < 0 ? null : item.price,
    }
  })
  await tx.run(sql`
    insert into commerce.product (workspace_id, id, name, made_from, made_at, changed_at, stands_for, words)
    select ${workspaceId}, n.id, n.name, 'orders', n.at, n.at, n.id, n.words
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, name text, at timestamptz, words text[])
  `)
  await tx.run(sql`
    insert into commerce.sku (workspace_id, id, product_id, code, price)
    select ${workspaceId}, n.sku, n.id, n.code, n.price
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (sku uuid, id uuid, code text, price bigint)
    where n.code <> '' or n.price is not null
    on conflict do nothing
  `)
}

/** Orders will know these products by these keys from now on; a key that is taken stays whose it is. */
export async function callProducts(
  tx: Tx,
  workspaceId: string,
  called: readonly (readonly [key: string, productId: string])[],
): Promise<void> {
  await tx.run(sql`
    insert into commerce.product_key (workspace_id, key, product_id)
    select ${workspaceId}, n.key, n.id
    from unnest(${called.map(([key]) => key)}::text[], ${called.map(([, id]) => id)}::uuid[]) as n (key, id)
    on conflict (workspace_id, key) do nothing
  `)
}

/** Keeps the items of one portion of orders that came before there were products. @returns whether there were any. */
export async function keepOlderItems(tx: Tx, tenant: Tenant): Promise<boolean> {
  const waiting = await tx.maybe(sql<{ id: string }>`
    select id from commerce.order where workspace_id = ${tenant.id} and not items_kept limit 1
  `)
  if (!waiting) return false
  await holdPump(tx, tenant)
  const rows = await tx.rows(sql<{ id: string; items: unknown; orderedAt: Date }>`
    update commerce.order
    set items_kept = true
    where workspace_id = ${tenant.id}
      and id in (
        select id from commerce.order where workspace_id = ${tenant.id} and not items_kept limit ${PORTION}
      )
    returning id, items, ordered_at as "orderedAt"
  `)
  const orders = rows.map((row) => ({ ...row, items: picture.shape.items.parse(row.items) }))
  await keepItems(tx, tenant.id, orders)
  return true
}

/** The product that is called so, as a product that stands for itself; null: none is. */
export async function productCalled(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ key: string; id: string }>`
    select k.key, p.stands_for as id
    from commerce.product_key k
    join commerce.product p
      on p.workspace_id = k.workspace_id
      and p.id = k.product_id
    where k.workspace_id = ${workspaceId}
      and k.key = any(${[...keys]}::text[])
  `)
  return new Map(rows.map(({ key, id }) => [key, id]))
}
