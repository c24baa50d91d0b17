import type { Waits } from '../../science/kaplan-meier.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** Buyers whose first touch was seen, below which a decision cycle is not spoken of. */
export const DECISIONS_MIN = 30
const DECISIONS_MAX = 200_000

/**
 * Days from the first touch to the first order (成交周期) of buyers who were seen before they bought: visits, screens,
 * group joins and a brand's own events count as touch, imports and orders do not. Visitors who never bought are not
 * open leads (most never meant to buy), so this is the time that closed deals took. Undefined with too few.
 */
export async function readDecisionWaits(
  history: WorkspaceHistory,
  { asOf }: { asOf: Date },
): Promise<Waits | undefined> {
  const rows = await history.rows<{ days: number; people: number }>({
    sql: `
      select dateDiff('second', t.touched_at, o.bought_at) / 86400 as days, count() as people
      from (
        select if(v.person = 0, e.customer, v.person) as person, min(e.at) as touched_at
        from (
          select customer, at
          from event
          where workspace = {workspace:UInt32}
            and customer > 0
            and not match(name, '^(order|customer|identity|import)\\\\.')
            and not startsWith(name, 'Order ')
            and name not in ('identify', 'alias')
        ) as e
        left join (
          select customer, person
          from customer_override final
          where workspace = {workspace:UInt32}
            and gone = 0
        ) as v on v.customer = e.customer
        group by person
      ) as t
      join (
        select if(v.person = 0, b.customer, v.person) as person, min(b.ordered_at) as bought_at
        from (
          select customer, ordered_at
          from customer_order final
          where workspace = {workspace:UInt32}
            and gone = 0
            and customer > 0
            and state in ('paid', 'refunded')
            and ordered_at <= fromUnixTimestamp64Milli({as_of_ms:Int64})
        ) as b
        left join (
          select customer, person
          from customer_override final
          where workspace = {workspace:UInt32}
            and gone = 0
        ) as v on v.customer = b.customer
        group by person
      ) as o on o.person = t.person
      where t.touched_at < o.bought_at
      group by days
      limit {most:UInt32}`,
    params: { as_of_ms: asOf.getTime(), most: DECISIONS_MAX },
    comment: 'insight.decisions',
  })
  const time = rows.flatMap(({ days, people }) => Array<number>(people).fill(days))
  if (time.length < DECISIONS_MIN) return undefined
  return { time, event: time.map(() => 1) }
}
