import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { countAll } from './list.ts'

const DAY_MS = 86_400_000

/** Who came, by windows that end now: seven days, thirty days, and the ones before. Persons, not rows. */
export type Arrivals = {
  total: number
  week: number
  month: number
  monthBefore: number
  /** New in the seven days before this week; `kept`: seen again this week. */
  lastWeek: { arrived: number; kept: number }
  /** The last thirty-one days of the workspace on which somebody came. */
  byDay: { on: string; people: number }[]
}

/** Counts who came. A person came with the first happening known of them. Reads sixty days of one index. */
export async function arrivals(tx: Tx, tenant: Tenant, now: Date): Promise<Arrivals> {
  const weekAgo = addMs(now, -7 * DAY_MS)
  const twoWeeksAgo = addMs(now, -14 * DAY_MS)
  const monthAgo = addMs(now, -30 * DAY_MS)
  const monthBeforeAgo = addMs(now, -60 * DAY_MS)
  const counted = await tx.one(sql<{
    later: number
    week: number
    month: number
    monthBefore: number
    arrived: number
    kept: number
  }>`
    select count(*) filter (where first_seen_at >= ${now}) as later,
           count(*) filter (where first_seen_at >= ${weekAgo} and first_seen_at < ${now}) as week,
           count(*) filter (where first_seen_at >= ${monthAgo} and first_seen_at < ${now}) as month,
           count(*) filter (where first_seen_at < ${monthAgo}) as "monthBefore",
           count(*) filter (where first_seen_at >= ${twoWeeksAgo} and first_seen_at < ${weekAgo}) as arrived,
           count(*) filter (
             where first_seen_at >= ${twoWeeksAgo} and first_seen_at < ${weekAgo} and last_seen_at >= ${weekAgo}
           ) as kept
    from customer.customer
    where workspace_id = ${tenant.id}
      and person_id = id
      and first_seen_at >= ${monthBeforeAgo}
  `)
  const byDay = await tx.rows(sql<{ on: string; people: number }>`
    select to_char(first_seen_at at time zone ${tenant.timeZone}, 'YYYY-MM-DD') as on, count(*) as people
    from customer.customer
    where workspace_id = ${tenant.id}
      and person_id = id
      and first_seen_at >= ${addMs(now, -31 * DAY_MS)}
      and first_seen_at < ${now}
    group by 1
    order by 1
  `)
  const { later, week, month, monthBefore, arrived, kept } = counted
  const total = (await countAll(tx, tenant.id)) - later
  return { total, week, month, monthBefore, lastWeek: { arrived, kept }, byDay }
}
