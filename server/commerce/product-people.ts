import type { z } from 'zod'
import type { goesWith } from '../../contract/product.ts'
import { liftOf } from '../../science/next-product.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
export type GoesWith = z.infer<typeof goesWith>

/** When the figures were worked out, and from how many people; null: not yet. */
export async function measuredAt(
  tx: Tx,
  tenant: TenantId,
): Promise<{ at: Date; people: number } | null> {
  return tx.maybe(sql<{ at: Date; people: number }>`
    select measured_at as at, people from commerce.product_measure where workspace_id = ${tenant.id}
  `)
}

const GOES_MAX = 10
/** Less than this often as usual is no company but a habit of everybody. */
const LIFT_MIN = 1

/** What goes with a product, with how many of its buyers bought it too and how many times the usual that is. */
export async function whatGoesWith(
  tx: Tx,
  tenant: TenantId,
  productId: string,
): Promise<GoesWith[]> {
  type Row = { id: string; name: string; both: number; buyers: number; otherBuyers: number }
  const rows = await tx.rows(sql<Row & { people: number }>`
    select o.id, o.name, r.buyers_of_both as both, f.buyers, g.buyers as "otherBuyers", m.people
    from commerce.product_pair r
    join commerce.product o
      on o.workspace_id = r.workspace_id
      and o.id = r.other_id
      and o.stands_for = o.id
    join commerce.product_figure f
      on f.workspace_id = r.workspace_id
      and f.product_id = r.product_id
    join commerce.product_figure g
      on g.workspace_id = r.workspace_id
      and g.product_id = r.other_id
    join commerce.product_measure m
      on m.workspace_id = r.workspace_id
    where r.workspace_id = ${tenant.id} and r.product_id = ${productId}
    order by r.cosine desc, r.other_id
  `)
  return rows
    .map(({ id, name, ...counts }) => ({
      id,
      name,
      buyersOfBoth: counts.both,
      ...liftOf(counts),
    }))
    .filter(({ lift }) => lift >= LIFT_MIN)
    .slice(0, GOES_MAX)
}

export type Buyer = {
  customerId: string
  customerNo: number
  times: number
  pieces: number
  lastOn: string
}

/** Who bought a product since an instant, those that did last first. */
export async function buyersOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  {
    productId,
    since,
    limit,
    from,
  }: { productId: string; since: Date; limit: number; from: number },
): Promise<{ items: Buyer[]; next: string | null; total: number }> {
  const bought = sql`
    from commerce.product p
    join commerce.order_item i
      on i.workspace_id = p.workspace_id
      and i.product_id = p.id
    join commerce.order o
      on o.workspace_id = i.workspace_id
      and o.id = i.order_id
    where p.workspace_id = ${tenant.id}
      and p.stands_for = ${productId}
      and o.customer_id is not null
      and o.state = 'paid'
      and o.ordered_at >= ${since}
  `
  const items = await tx.rows(sql<Buyer>`
    select o.customer_id as "customerId", min(o.customer_no) as "customerNo", count(distinct o.id)::int as times,
           sum(i.pieces)::float8 as pieces,
           (max(o.ordered_at) at time zone ${tenant.timeZone})::date::text as "lastOn"
    ${bought}
    group by o.customer_id
    order by max(o.ordered_at) desc, o.customer_id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(distinct o.customer_id)::int as total ${bought}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}
