import { ITEMS_MAX, type Neighbor, neighborsOf } from '../../science/next-product.ts'
import { median } from '../../science/running-out.ts'
import { peopleBook } from '../customer/index.ts'
import { addMs, type Clock, dayOf, presentOf, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { keepOlderItems } from './keep-items.ts'

const DAY_MS = 86_400_000
/** What was bought longer ago tells nothing of what goes with what. */
const HISTORY_DAYS = 730
const RECENT_DAYS = 30
/** Buyers that are looked at in one page, and in all; of more than these those with the smallest ids are. */
const PAGE = 5_000
const PEOPLE_MAX = 500_000
/** A gap is told from so many on; from fewer it is an anecdote. */
const GAPS_MIN = 10
const ROWS_AT_ONCE = 20_000

/** Purchases of one product by one person: days, in order. */
type History = Map<string, number[]>
type Measured = {
  products: string[]
  people: number
  buyers: number[]
  recent: number[]
  repeaters: number[]
  gaps: number[][]
  neighbors: Neighbor[][]
}

/**
 * Works out once a day who buys what, how often again, and what goes with what; and keeps the items of orders that came before
 * there were products.
 * @param page how many buyers are read at once.
 */
export async function measureProducts(
  { db, clock }: { db: Database; clock: Clock },
  tenant: Tenant,
  page = PAGE,
): Promise<void> {
  const within = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work)
  while (await within((tx) => keepOlderItems(tx, tenant)));
  const now = clock.now()
  const isDue = await within((tx) => isMeasureDue(tx, tenant, addMs(now, -DAY_MS)))
  if (!isDue) return
  const today = dayNumber(dayOf(presentOf(tenant, clock), tenant.timeZone))
  const since = countedSince(tenant, presentOf(tenant, clock))
  const people = await histories(within, tenant, { since, page })
  const measured = measure(people, today)
  await within((tx) => keepMeasure(tx, tenant, { measured, now }))
}

/** From when on purchases count in the figures of products. */
export function countedSince(tenant: Pick<Tenant, 'timeZone'>, present: Date): Date {
  return new Date((dayNumber(dayOf(present, tenant.timeZone)) - HISTORY_DAYS) * DAY_MS)
}

async function isMeasureDue(tx: Tx, tenant: Tenant, before: Date): Promise<boolean> {
  const { is } = await tx.one(sql<{ is: boolean }>`
    select exists (select from commerce.order_item where workspace_id = ${tenant.id})
      and not exists (
        select from commerce.product_measure
        where workspace_id = ${tenant.id} and measured_at > ${before}
      ) as is
  `)
  return is
}

type Row = { id: string; no: number; products: string[]; days: string[] }

/** What each person bought and when, however many rows the person has. */
async function histories(
  within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  tenant: Tenant,
  { since, page }: { since: Date; page: number },
): Promise<History[]> {
  const people = new Map<string, History>()
  let after = '00000000-0000-0000-0000-000000000000'
  while (people.size < PEOPLE_MAX) {
    const { rows, persons } = await within(async (tx) => {
      const found = await pageOfBuyers(tx, tenant, { after, since, page })
      const book = await peopleBook.personsOf(
        tx,
        tenant,
        found.map(({ no }) => no),
      )
      return { rows: found, persons: book }
    })
    for (const { id, no, products, days } of rows) {
      const key = persons.get(no)?.person.id ?? id
      const own = people.get(key) ?? new Map()
      people.set(key, own)
      for (const [at, product] of products.entries()) {
        const day = dayNumber(days[at] ?? '')
        const known = own.get(product) ?? []
        own.set(product, known.includes(day) ? known : [...known, day])
      }
    }
    after = rows.at(-1)?.id ?? after
    if (rows.length < page) break
  }
  return [...people.values()]
}

/** The page is of those who count: were others among them, a page that is not full would be taken for the last. */
function pageOfBuyers(
  tx: Tx,
  tenant: Tenant,
  { after, since, page }: { after: string; since: Date; page: number },
) {
  return tx.rows(sql<Row>`
    select o.customer_id as id, min(o.customer_no) as no,
           array_agg(p.stands_for order by o.ordered_at) as products,
           array_agg((o.ordered_at at time zone ${tenant.timeZone})::date::text order by o.ordered_at) as days
    from commerce.order o
    join commerce.order_item i
      on i.workspace_id = o.workspace_id
      and i.order_id = o.id
    join commerce.product p
      on p.workspace_id = i.workspace_id
      and p.id = i.product_id
    where o.workspace_id = ${tenant.id}
      and o.customer_id > ${after}
      and o.customer_id in (
        select b.customer_id
        from commerce.order b
        where b.workspace_id = ${tenant.id}
          and b.customer_id > ${after}
          and b.state = 'paid'
          and b.ordered_at >= ${since}
          and exists (
            select from commerce.order_item j
            where j.workspace_id = b.workspace_id and j.order_id = b.id
          )
        group by b.customer_id
        order by b.customer_id
        limit ${page}
      )
      and o.state = 'paid'
      and o.ordered_at >= ${since}
    group by o.customer_id
    order by o.customer_id
  `)
}

/** Pure. @param today a day number. */
function measure(people: readonly History[], today: number): Measured {
  const counts = new Map<string, number>()
  for (const own of people) for (const id of own.keys()) counts.set(id, (counts.get(id) ?? 0) + 1)
  const products = [...counts.keys()]
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b))
    .slice(0, ITEMS_MAX)
  const numbers = new Map(products.map((id, at) => [id, at]))
  const empty = () => products.map(() => 0)
  const measured = { buyers: empty(), recent: empty(), repeaters: empty() }
  const gaps: number[][] = products.map(() => [])
  for (const own of people)
    for (const [id, days] of own) {
      const at = numbers.get(id)
      if (at === undefined) continue
      const sorted = days.sort((a, b) => a - b)
      measured.buyers[at] = (measured.buyers[at] ?? 0) + 1
      if ((sorted.at(-1) ?? 0) > today - RECENT_DAYS)
        measured.recent[at] = (measured.recent[at] ?? 0) + 1
      if (sorted.length > 1) measured.repeaters[at] = (measured.repeaters[at] ?? 0) + 1
      for (const [place, day] of sorted.slice(1).entries())
        gaps[at]?.push(day - (sorted[place] ?? day))
    }
  const { neighbors } = neighborsOf(
    people.map((own) => basketOf(own, numbers)),
    products.length,
  )
  return { products, people: people.length, ...measured, gaps, neighbors }
}

/** The products of a person by number, those bought last first. */
function basketOf(own: History, numbers: ReadonlyMap<string, number>): number[] {
  return [...own]
    .sort((a, b) => (b[1].at(-1) ?? 0) - (a[1].at(-1) ?? 0))
    .flatMap(([id]) => numbers.get(id) ?? [])
}

async function keepMeasure(
  tx: Tx,
  tenant: Tenant,
  { measured, now }: { measured: Measured; now: Date },
): Promise<void> {
  const { products, people, buyers, recent, repeaters, gaps } = measured
  await tx.run(sql`delete from commerce.product_figure where workspace_id = ${tenant.id}`)
  await tx.run(sql`delete from commerce.product_pair where workspace_id = ${tenant.id}`)
  await tx.run(sql`
    insert into commerce.product_figure
      (workspace_id, product_id, buyers, recent_buyers, repeaters, interval_days, gaps)
    select ${tenant.id}, n.id, n.buyers, n.recent, n.repeaters, n.every, n.gaps
    from unnest(
      ${products}::uuid[], ${buyers}::int[], ${recent}::int[], ${repeaters}::int[],
      ${gaps.map((all) => (all.length < GAPS_MIN ? null : median(all)))}::real[],
      ${gaps.map((all) => all.length)}::int[]
    ) as n (id, buyers, recent, repeaters, every, gaps)
  `)
  const pairs = measured.neighbors.flatMap((all, at) =>
    all.map(({ item, both, cosine }) => ({
      ...{ id: products[at] ?? '', other: products[item] ?? '', both, cosine },
    })),
  )
  for (let from = 0; from < pairs.length; from += ROWS_AT_ONCE)
    await keepPairs(tx, tenant, pairs.slice(from, from + ROWS_AT_ONCE))
  await tx.run(sql`
    insert into commerce.product_measure (workspace_id, measured_at, people)
    values (${tenant.id}, ${now}, ${people})
    on conflict (workspace_id) do update
    set measured_at = excluded.measured_at, people = excluded.people
  `)
}

async function keepPairs(
  tx: Tx,
  tenant: Tenant,
  pairs: readonly { id: string; other: string; both: number; cosine: number }[],
): Promise<void> {
  await tx.run(sql`
    insert into commerce.product_pair (workspace_id, product_id, other_id, buyers_of_both, cosine)
    select ${tenant.id}, n.id, n.other, n.times, n.cosine
    from unnest(
      ${pairs.map(({ id }) => id)}::uuid[],
      ${pairs.map(({ other }) => other)}::uuid[],
      ${pairs.map(({ both }) => both)}::int[],
      ${pairs.map(({ cosine }) => cosine)}::real[]
    ) as n (id, other, times, cosine)
  `)
}

export function dayNumber(on: string): number {
  return Math.floor(Date.parse(`${on.slice(0, 10)}T00:00:00Z`) / DAY_MS)
}
