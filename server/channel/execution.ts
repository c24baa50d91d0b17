import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What became of the tasks that were given out in a week, of one associate and one SOP. */
export type Executed = {
  /** The Monday of the week, by the workspace's clock. */
  weekOn: string
  userid: string
  /** Null: the associates' own choice. */
  journeyId: string | null
  given: number
  done: number
  /** Of those: in time. */
  inTime: number
  byPhone: number
  skipped: number
  /** Nobody did anything about them until it was too late. */
  expired: number
  /** Taken back by us: a kill switch, a complaint, an objection. */
  cancelled: number
  open: number
  /** Of those: late by now. */
  late: number
}

/** A brand of a hundred shops with ten SOPs over twelve weeks. */
const ROWS_MAX = 20_000

/**
 * How tasks are carried out (执行率), by week, associate and SOP. A task that was planned again counts in the week in which it was
 * given out last. @param period days of the workspace, both included.
 */
export function executed(
  tx: Tx,
  { id, timeZone }: Pick<Tenant, 'id' | 'timeZone'>,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<Executed[]> {
  return tx.rows(sql<Executed>`
    select date_trunc('week', t.opened_at at time zone ${timeZone})::date as "weekOn", t.userid, d.journey_id as "journeyId",
           count(*) as given,
           count(*) filter (where t.state = 'done') as done,
           count(*) filter (where t.state = 'done' and t.decided_at <= coalesce(t.due_at, t.closes_at)) as "inTime",
           count(*) filter (where t.outcome = 'by_phone') as "byPhone",
           count(*) filter (where t.state = 'skipped') as skipped,
           count(*) filter (where t.state = 'expired') as expired,
           count(*) filter (where t.state = 'cancelled') as cancelled,
           count(*) filter (where t.state in ('open', 'snoozed')) as open,
           count(*) filter (where t.state = 'open' and t.due_at <= ${now}) as late
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    where t.workspace_id = ${id}
      and t.opened_at >= ${from}::date::timestamp at time zone ${timeZone}
      and t.opened_at < (${to}::date + 1)::timestamp at time zone ${timeZone}
    group by 1, 2, 3
    order by 1 desc, t.userid, d.journey_id nulls last
    limit ${ROWS_MAX}
  `)
}
