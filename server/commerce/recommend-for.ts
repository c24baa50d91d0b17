import { RECOMMENDED_MAX, type Recommendations } from '../../contract/recommendation.ts'
import { everyRowOf, findPerson } from '../customer/index.ts'
import { dayOf, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { dayNumber } from './measure-products.ts'
import { measuredAt } from './product-people.ts'
import { productsById } from './product-store.ts'
import { type Bought, type Need, type Pair, type Recommended, recommend } from './recommend.ts'

/** Of what she bought the latest so many products count. */
const OWNED_MAX = 500
/** Best sellers that are looked at beside what goes with what she owns. */
const SELLERS_MAX = 200

/**
 * What is right for a person next, with reasons.
 * @param customerId any row of the person. @param now the workspace's present. @returns null: nobody here.
 */
export async function recommendFor(
  tx: Tx,
  tenant: Tenant,
  { customerId, now }: { customerId: string; now: Date },
): Promise<Recommendations | null> {
  const person = await findPerson(tx, tenant, { customerId, now })
  if (!person) return null
  const needs = person.needs.flatMap(({ tagId, tag, display }) => {
    const id = readId('tag', tagId)
    return id === null ? [] : [{ tagId: id, tag, display }]
  })
  const bought = await boughtBy(tx, tenant, await everyRowOf(tx, tenant.id, customerId))
  const own = bought.map(({ productId }) => productId)
  const pairs = await pairsOf(tx, tenant, own)
  const others = pairs.map(({ otherId }) => otherId)
  const offered = await offeredBeside(tx, tenant, needs)
  const products = await productsById(tx, tenant, [...new Set([...own, ...others, ...offered])])
  const measured = await measuredAt(tx, tenant)
  const chosen = recommend({
    ...{ bought, pairs, products, needs },
    people: measured?.people ?? 0,
    today: dayNumber(dayOf(now, tenant.timeZone)),
    limit: RECOMMENDED_MAX,
  })
  return {
    again: chosen.again.map(shown),
    fresh: chosen.fresh.map(shown),
    rests: chosen.rests,
    measuredAt: measured?.at.toISOString() ?? null,
  }
}

function shown({ product, reasons }: Recommended): Recommendations['again'][number] {
  const { id, name, pictureUrl, linkUrl, priceFrom } = product
  return { id: showId('product', id), name, pictureUrl, linkUrl, priceFrom, reasons }
}

type Line = { productId: string; days: string[]; pieces: number[] }

/** What a person bought and what was not given back, by product and day; the products bought last first. */
async function boughtBy(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  customerIds: readonly string[],
): Promise<Bought[]> {
  const rows = await tx.rows(sql<Line>`
    select d.product_id as "productId", array_agg(d.day::text order by d.day) as days,
           array_agg(d.pieces order by d.day) as pieces
    from (
      select p.stands_for as product_id, (o.ordered_at at time zone ${tenant.timeZone})::date as day,
             sum(i.pieces)::float8 as pieces
      from commerce.order o
      join commerce.order_item i
        on i.workspace_id = o.workspace_id
        and i.order_id = o.id
      join commerce.product p
        on p.workspace_id = i.workspace_id
        and p.id = i.product_id
      where o.workspace_id = ${tenant.id}
        and o.customer_id = any(${[...customerIds]}::uuid[])
        and o.state = 'paid'
      group by 1, 2
    ) d
    group by d.product_id
    order by max(d.day) desc, d.product_id
    limit ${OWNED_MAX}
  `)
  return rows.map(({ productId, days, pieces }) => ({
    productId,
    purchases: days.map((day, at) => ({ day: dayNumber(day), pieces: pieces[at] ?? 1 })),
  }))
}

function pairsOf(tx: Tx, tenant: Pick<Tenant, 'id'>, own: readonly string[]): Promise<Pair[]> {
  return tx.rows(sql<Pair>`
    select product_id as "productId", other_id as "otherId", buyers_of_both as both, cosine
    from commerce.product_pair
    where workspace_id = ${tenant.id} and product_id = any(${[...own]}::uuid[])
  `)
}

/** Ids of what sells best now and of what answers her needs. */
async function offeredBeside(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  needs: readonly Need[],
): Promise<string[]> {
  const tagIds = needs.filter(({ display }) => display > 0).map(({ tagId }) => tagId)
  const rows = await tx.rows(sql<{ id: string }>`
    select p.id
    from commerce.product p
    left join commerce.product_figure f
      on f.workspace_id = p.workspace_id
      and f.product_id = p.id
    where p.workspace_id = ${tenant.id} and p.stands_for = p.id and p.is_on_sale
    order by (p.tag_ids && ${tagIds}::uuid[]) desc, f.recent_buyers desc nulls last, p.id
    limit ${SELLERS_MAX}
  `)
  return rows.map(({ id }) => id)
}
