import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type Arrivals = {
  /** People known at `now`. */
  total: number
  /** People first seen per calendar day of the workspace, for the last sixty days; days without any are absent. */
  byDay: { on: string; people: number }[]
  /** People first seen in the seven days before the last seven, and how many of them were seen in the last seven. */
  lastWeek: { arrived: number; kept: number }
  /** People first seen in the last seven days, the last thirty, and the thirty before. */
  week: number
  month: number
  monthBefore: number
}

/** Who came, when, and whether they stayed, as of `now`. People, not rows: merged customers count once. */
export async function arrivals(tx: Tx, tenant: Tenant, now: Date): Promise<Arrivals> {
  const sums = await tx.one(sql<
    Omit<Arrivals, 'byDay' | 'lastWeek'> & { arrived: number; kept: number }
  >`
    select
      count(*) as total,
      count(*) filter (where first_seen_at >= ${now}::timestamptz - interval '7 days') as week,
      count(*) filter (where first_seen_at >= ${now}::timestamptz - interval '30 days') as month,
      count(*) filter (
        where first_seen_at >= ${now}::timestamptz - interval '60 days'
          and first_seen_at < ${now}::timestamptz - interval '30 days'
      ) as "monthBefore",
      count(*) filter (
        where first_seen_at >= ${now}::timestamptz - interval '14 days'
          and first_seen_at < ${now}::timestamptz - interval '7 days'
      ) as arrived,
      count(*) filter (
        where first_seen_at >= ${now}::timestamptz - interval '14 days'
          and first_seen_at < ${now}::timestamptz - interval '7 days'
          and last_seen_at >= ${now}::timestamptz - interval '7 days'
      ) as kept
    from customer.customer
    where workspace_id = ${tenant.id}
      and person_id = id
      and first_seen_at < ${now}
  `)
  const byDay = await tx.rows(sql<{ on: string; people: number }>`
    select (first_seen_at at time zone ${tenant.timeZone})::date as on, count(*) as people
    from customer.customer
    where workspace_id = ${tenant.id}
      and person_id = id
      and first_seen_at >= ${now}::timestamptz - interval '61 days'
      and first_seen_at < ${now}
    group by 1
    order by 1
  `)
  const { arrived, kept, total, week, month, monthBefore } = sums
  return { total, week, month, monthBefore, byDay, lastWeek: { arrived, kept } }
}
