import type { ReplyQuery } from '../../contract/reply.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type ReplyWait, replyColumns } from './reply-wait.ts'

type TenantId = Pick<Tenant, 'id'>
export type RepliesAsked = Pick<ReplyQuery, 'state' | 'limit'> & {
  /** Empty: customer service; null: anybody's. */
  userid: string | null
  /** Rows of customers; null: anybody's. */
  customerIds: readonly string[] | null
  /** Where the page begins. */
  from: number
  now: Date
}

/** One page of waits and how many match: who waits stands first, the longest on top; what has ended below, the newest on top. */
export async function listReplies(
  tx: Tx,
  tenant: TenantId,
  asked: RepliesAsked,
): Promise<{ items: ReplyWait[]; next: string | null; total: number }> {
  const { limit, from } = asked
  const items = await tx.rows(sql<ReplyWait>`
    select ${replyColumns}
    from care.reply_wait r
    where ${matches(tenant.id, asked)}
    order by r.ended_at is not null, case when r.ended_at is null then r.asked_at end, r.asked_at desc, r.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from care.reply_wait r
    where ${matches(tenant.id, asked)}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}

const states = {
  waiting: () => sql`r.ended_at is null`,
  overdue: (now: Date) =>
    sql`r.ended_at is null and (r.due_at <= ${now} or r.escalated_at is not null)`,
  escalated: () => sql`r.ended_at is null and r.escalated_at is not null and r.seen_at is null`,
  ended: () => sql`r.ended_at is not null`,
  all: () => sql`true`,
} as const satisfies Record<ReplyQuery['state'], unknown>

function matches(workspaceId: string, { state, userid, customerIds, now }: RepliesAsked) {
  return sql`
    r.workspace_id = ${workspaceId}
    and ${states[state](now)}
    and (${userid}::text is null or r.userid = ${userid})
    and (${customerIds}::uuid[] is null or r.customer_id = any(${customerIds}::uuid[]))
  `
}

/** How many wait, how many too long as the clock has found, and of how many of these nobody in charge has taken note. */
export function countReplies(
  tx: Tx,
  tenant: TenantId,
): Promise<{ waiting: number; overdue: number; escalated: number }> {
  return tx.one(sql<{ waiting: number; overdue: number; escalated: number }>`
    select count(*)::int as waiting,
           count(*) filter (where r.escalated_at is not null)::int as overdue,
           count(*) filter (where r.escalated_at is not null and r.seen_at is null)::int as escalated
    from care.reply_wait r
    where r.workspace_id = ${tenant.id}
      and r.ended_at is null
  `)
}

/** Somebody in charge has seen that a customer waits too long. @returns false: there is nothing to be seen. */
export async function seeReply(
  tx: Tx,
  tenant: TenantId,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<boolean> {
  const seen = await tx.run(sql`
    update care.reply_wait
    set seen_at = ${now}, seen_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and escalated_at is not null
      and seen_at is null
  `)
  return seen === 1
}

export type ReplyFigures = {
  asked: number
  answered: number
  answerMinutes: number | null
  inTimeShare: number | null
  lapsed: number
  waiting: number
}

const figures = sql`
  count(*)::int as asked,
  count(*) filter (where r.outcome in ('answered', 'noted'))::int as answered,
  percentile_cont(0.5) within group (order by r.answer_minutes) as "answerMinutes",
  avg(case when r.ended_at <= r.due_at then 1 else 0 end) filter (where r.outcome in ('answered', 'noted'))::float as "inTimeShare",
  count(*) filter (where r.outcome = 'lapsed')::int as lapsed,
  count(*) filter (where r.ended_at is null)::int as waiting
`

/** How soon those were answered who began to wait since an instant; and whether chats were told of at all. */
export async function reportReplies(
  tx: Tx,
  tenant: TenantId,
  since: Date,
): Promise<{
  all: ReplyFigures
  byUserid: (ReplyFigures & { userid: string })[]
  isTold: boolean
}> {
  const all = await tx.one(sql<ReplyFigures>`
    select ${figures}
    from care.reply_wait r
    where r.workspace_id = ${tenant.id}
      and r.asked_at >= ${since}
  `)
  const byUserid = await tx.rows(sql<ReplyFigures & { userid: string }>`
    select r.userid, ${figures}
    from care.reply_wait r
    where r.workspace_id = ${tenant.id}
      and r.asked_at >= ${since}
    group by r.userid
    order by asked desc, r.userid
  `)
  const { isTold } = await tx.one(sql<{ isTold: boolean }>`
    select exists (
      select from care.reply_wait r
      where r.workspace_id = ${tenant.id}
        and r.heard = 'chat'
        and r.asked_at >= ${since}
    ) as "isTold"
  `)
  return { all, byUserid, isTold }
}
