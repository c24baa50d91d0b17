import type { z } from 'zod'
import type { Purpose } from '../../contract/delivery.ts'
import type { staffTask, staffTaskFilter, staffTaskState } from '../../contract/staff-task.ts'
import type { TaskOutcome } from '../../contract/staff-work.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { linkOf } from './list.ts'
import type { Link } from './remote.ts'
import { latestOf } from './snooze.ts'

type TenantId = Pick<Tenant, 'id'>

export type ListedTask = {
  id: string
  state: z.infer<typeof staffTaskState>
  userid: string
  customerId: string
  customerNo: number
  text: string
  link: Link | null
  purpose: Purpose
  cause: z.infer<typeof staffTask>['cause']
  journeyId: string | null
  openedAt: Date
  closesAt: Date
  /** By when it should be done; null: of a time before there were time limits. */
  dueAt: Date | null
  isOverdue: boolean
  snoozedUntil: Date | null
  /** Until when it may be left. */
  latest: Date
  /** She tapped send, and what came of it is not known. */
  begunAt: Date | null
  decidedAt: Date | null
  decidedBy: string | null
  outcome: TaskOutcome | null
  reason: string
  externalUserid: string
}

/** The filter with its ids read. `userids`: of any of these. */
export type TaskFilter = Omit<z.infer<typeof staffTaskFilter>, 'userid' | 'journeyId'> & {
  userids?: readonly string[] | undefined
  journeyId?: string | undefined
  customerIds?: readonly string[]
  taskIds?: readonly string[]
}
type Page = { items: ListedTask[]; next: string | null; total: number }

/** Tasks of associates: open ones by when they are due, decided ones the newest first. */
export async function listTasks(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  filter: TaskFilter,
  now: Date,
): Promise<Page> {
  const skip = filter.cursor === undefined ? 0 : readCursor(filter.cursor)
  const where = conditions(tenant, filter, now)
  const order =
    filter.state === 'open' || filter.state === 'snoozed'
      ? sql`coalesce(t.snoozed_until, t.due_at, t.closes_at), t.id`
      : sql`t.decided_at desc nulls last, t.id desc`
  const rows = await tx.rows(sql<
    Omit<ListedTask, 'link' | 'latest'> & { link: unknown; notAfter: Date; lateness: string }
  >`
    select t.id, t.state, t.userid, d.customer_id as "customerId", d.customer_no as "customerNo",
           coalesce(d.text, m.text) as text, m.link, d.purpose, m.cause_kind as cause, d.journey_id as "journeyId", t.opened_at as "openedAt",
           t.closes_at as "closesAt", t.due_at as "dueAt", t.state = 'open' and t.due_at <= ${now} as "isOverdue",
           t.snoozed_until as "snoozedUntil", t.begun_at as "begunAt", t.outcome,
           t.decided_at as "decidedAt", t.decided_by as "decidedBy", t.reason, d.external_userid as "externalUserid",
           d.not_after as "notAfter", d.lateness
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where ${where}
    order by ${order}
    limit ${filter.limit + 1}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    where ${where}
  `)
  const items = rows.slice(0, filter.limit).map(({ link, notAfter, lateness, ...row }) => ({
    ...row,
    isOverdue: row.isOverdue ?? false,
    link: linkOf(link),
    latest: latestOf({ ...row, notAfter, lateness }),
  }))
  return { items, total, next: rows.length > filter.limit ? String(skip + filter.limit) : null }
}

function conditions(
  { id, timeZone }: Pick<Tenant, 'id' | 'timeZone'>,
  filter: TaskFilter,
  now: Date,
) {
  const { state, userids, journeyId, late, openedFrom, openedTo, outcome, customerIds, taskIds } =
    filter
  const who = userids ? [...userids] : null
  const whom = customerIds ? [...customerIds] : null
  const these = taskIds ? [...taskIds] : null
  return sql`
      t.workspace_id = ${id}
      and (${state}::text = 'any' or t.state = ${state})
      and (${who}::text[] is null or t.userid = any(${who}::text[]))
      and (${these}::uuid[] is null or t.id = any(${these}::uuid[]))
      and (${whom}::uuid[] is null or d.customer_id = any(${whom}::uuid[]))
      and (${journeyId ?? null}::uuid is null or d.journey_id = ${journeyId ?? null})
      and (${outcome ?? null}::text is null or t.outcome = ${outcome ?? null})
      and (${late ?? null}::text is null or coalesce(t.decided_at, ${now}) > t.due_at)
      and (${openedFrom ?? null}::date is null or (t.opened_at at time zone ${timeZone})::date >= ${openedFrom ?? null}::date)
      and (${openedTo ?? null}::date is null or (t.opened_at at time zone ${timeZone})::date <= ${openedTo ?? null}::date)
  `
}

/** What associates are to send to one person now, by when it is due. @param customerIds all rows of the person. */
export async function openTasksOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  {
    userids,
    customerIds,
    now,
  }: { userids: readonly string[]; customerIds: readonly string[]; now: Date },
): Promise<ListedTask[]> {
  const filter = { state: 'open', userids, customerIds, limit: OPEN_SHOWN } as const
  const { items } = await listTasks(tx, tenant, filter, now)
  return items
}
/** Open tasks with one person; there are hardly ever two. */
const OPEN_SHOWN = 20

/** An associate's open tasks, how many of them are late, and what she did since an instant. */
export function countTasks(
  tx: Tx,
  tenant: TenantId,
  { userid, since, now }: { userid: string; since: Date; now: Date },
): Promise<{ open: number; late: number; done: number }> {
  return tx.one(sql<{ open: number; late: number; done: number }>`
    select count(*) filter (where state = 'open') as open,
           count(*) filter (where state = 'open' and due_at <= ${now}) as late,
           count(*) filter (where state = 'done' and decided_at >= ${since}) as done
    from channel.staff_task
    where workspace_id = ${tenant.id}
      and userid = ${userid}
  `)
}

const OFFSET_MAX = 100_000

function readCursor(cursor: string): number {
  const skip = /^\d{1,6}$/.test(cursor) ? Number(cursor) : Number.NaN
  if (!(skip <= OFFSET_MAX)) throw new Problem('bad_request', { detail: 'cursor' })
  return skip
}

const ASSOCIATES_MAX = 500

/** What each associate has on their hands, and what they did since an instant. */
export type Load = { userid: string; open: number; late: number; done: number; confirms: number }

/** `confirms`: mass sends that wait for their tap. */
export function tasksByAssociate(
  tx: Tx,
  tenant: TenantId,
  { since, now }: { since: Date; now: Date },
): Promise<Load[]> {
  return tx.rows(sql<Load>`
    select w.userid, sum(w.open)::bigint as open, sum(w.late)::bigint as late, sum(w.done)::bigint as done,
           sum(w.confirms)::bigint as confirms
    from (
      select userid, count(*) filter (where state = 'open') as open,
             count(*) filter (where state = 'open' and due_at <= ${now}) as late,
             count(*) filter (where state = 'done' and decided_at >= ${since}) as done, 0 as confirms
      from channel.staff_task
      where workspace_id = ${tenant.id}
        and (state = 'open' or decided_at >= ${since})
      group by userid
      union all
      select userid, 0, 0, 0, count(*)
      from channel.remote_call
      where workspace_id = ${tenant.id}
        and kind = 'mass'
        and state = 'open'
      group by userid
    ) w
    group by w.userid
    order by open desc, w.userid
    limit ${ASSOCIATES_MAX}
  `)
}
