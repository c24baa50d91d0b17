import type { ReplyOutcome } from '../../contract/reply.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** A customer who has written to an associate and waits for an answer. open → ended, with what became of it; for ever. */
export type ReplyWait = {
  id: string
  customerId: string
  customerNo: number
  /** Empty: the team behind customer service. */
  userid: string
  heard: 'chat' | 'staff'
  askedAt: Date
  lastAt: Date
  messages: number
  dueAt: Date
  lapseAt: Date
  outcome: ReplyOutcome | null
  endedAt: Date | null
  endedBy: string | null
  answerMinutes: number | null
  escalatedAt: Date | null
  seenAt: Date | null
}

export const replyColumns = sql.raw(`
  r.id, r.customer_id as "customerId", r.customer_no as "customerNo", r.userid, r.heard, r.asked_at as "askedAt",
  r.last_at as "lastAt", r.messages, r.due_at as "dueAt", r.lapse_at as "lapseAt", r.outcome, r.ended_at as "endedAt",
  r.ended_by as "endedBy", r.answer_minutes as "answerMinutes", r.escalated_at as "escalatedAt", r.seen_at as "seenAt"
`)

/** Who waits, of these rows of customers; held until the transaction ends. */
export function openWaits(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<ReplyWait[]> {
  return tx.rows(sql<ReplyWait>`
    select ${replyColumns}
    from care.reply_wait r
    where r.workspace_id = ${tenant.id}
      and r.customer_id = any(${[...customerIds]}::uuid[])
      and r.ended_at is null
    order by r.id
    for update
  `)
}

/** One wait, held until the transaction ends; null when there is none. */
export function takeWait(tx: Tx, tenant: TenantId, id: string): Promise<ReplyWait | null> {
  return tx.maybe(sql<ReplyWait>`
    select ${replyColumns}
    from care.reply_wait r
    where r.workspace_id = ${tenant.id}
      and r.id = ${id}
    for update
  `)
}

/** Writes waits as they are now: new ones, and what may change of those that are held. */
export async function keepWaits(
  tx: Tx,
  tenant: TenantId,
  waits: readonly ReplyWait[],
): Promise<void> {
  if (waits.length === 0) return
  await tx.run(sql`
    insert into care.reply_wait
      (workspace_id, id, customer_id, customer_no, userid, heard, asked_at, last_at, messages, due_at, lapse_at, outcome,
       ended_at, ended_by, answer_minutes, escalated_at)
    select ${tenant.id}, n.id, n.customer_id, n.customer_no, n.userid, n.heard, n.asked_at, n.last_at, n.messages, n.due_at,
           n.lapse_at, n.outcome, n.ended_at, n.ended_by, n.answer_minutes, n.escalated_at
    from unnest(
      ${waits.map(({ id }) => id)}::uuid[],
      ${waits.map(({ customerId }) => customerId)}::uuid[],
      ${waits.map(({ customerNo }) => customerNo)}::bigint[],
      ${waits.map(({ userid }) => userid)}::text[],
      ${waits.map(({ heard }) => heard)}::text[],
      ${waits.map(({ askedAt }) => askedAt)}::timestamptz[],
      ${waits.map(({ lastAt }) => lastAt)}::timestamptz[],
      ${waits.map(({ messages }) => messages)}::integer[],
      ${waits.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${waits.map(({ lapseAt }) => lapseAt)}::timestamptz[],
      ${waits.map(({ outcome }) => outcome)}::text[],
      ${waits.map(({ endedAt }) => endedAt)}::timestamptz[],
      ${waits.map(({ endedBy }) => endedBy)}::uuid[],
      ${waits.map(({ answerMinutes }) => answerMinutes)}::integer[],
      ${waits.map(({ escalatedAt }) => escalatedAt)}::timestamptz[]
    ) as n (id, customer_id, customer_no, userid, heard, asked_at, last_at, messages, due_at, lapse_at, outcome, ended_at,
            ended_by, answer_minutes, escalated_at)
    on conflict (workspace_id, id) do update
    set asked_at = excluded.asked_at, last_at = excluded.last_at, messages = excluded.messages, due_at = excluded.due_at,
        lapse_at = excluded.lapse_at, outcome = excluded.outcome, ended_at = excluded.ended_at,
        ended_by = excluded.ended_by, answer_minutes = excluded.answer_minutes, escalated_at = excluded.escalated_at
  `)
}

/** Last answers of pairs, by `<customer> <userid>`. */
export async function lastAnswers(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await tx.rows(sql<{ customerId: string; userid: string; at: Date }>`
    select customer_id as "customerId", userid, at
    from care.last_answer
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
  `)
  return new Map(rows.map(({ customerId, userid, at }) => [pairOf(customerId, userid), at]))
}

export async function keepAnswers(
  tx: Tx,
  tenant: TenantId,
  answers: readonly { customerId: string; userid: string; at: Date }[],
): Promise<void> {
  if (answers.length === 0) return
  await tx.run(sql`
    insert into care.last_answer as a (workspace_id, customer_id, userid, at)
    select ${tenant.id}, n.customer_id, n.userid, max(n.at)
    from unnest(
      ${answers.map(({ customerId }) => customerId)}::uuid[],
      ${answers.map(({ userid }) => userid)}::text[],
      ${answers.map(({ at }) => at)}::timestamptz[]
    ) as n (customer_id, userid, at)
    group by n.customer_id, n.userid
    on conflict (workspace_id, customer_id, userid) do update
    set at = greatest(a.at, excluded.at)
  `)
}

export function pairOf(customerId: string, userid: string): string {
  return `${customerId} ${userid}`
}
