import type { TargetReason, targetStates } from '../../contract/group-post.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
export type StoredState = (typeof targetStates)[number] | 'sending'

/** What becomes of one group of a post. */
export type Turn = {
  id: string
  state: StoredState
  reason?: TargetReason
  /** When it is tried again. */
  dueAt?: Date
  sentAt?: Date
}

/** Ends, and ways back, that prove that nothing was said: the group's day is free again. */
const SAID_NOTHING: readonly StoredState[] = [
  'planned',
  'failed',
  'expired',
  'cancelled',
  'left_out',
]

/**
 * Turns groups that stand in one of the states `from`. @param taskId by word of this call alone: who was given back meanwhile and is
 * in another call is no business of it. @returns the ids of those that were turned.
 */
export async function turnTargets(
  tx: Tx,
  tenant: TenantId,
  turns: readonly Turn[],
  { from, now, taskId = null }: { from: readonly StoredState[]; now: Date; taskId?: string | null },
): Promise<Set<string>> {
  if (turns.length === 0) return new Set()
  const turned = await tx.rows(sql<{ id: string }>`
    update posting.target t
    set state = n.state, reason = n.reason, due_at = coalesce(n.due_at, t.due_at), sent_at = coalesce(n.sent_at, t.sent_at),
        turned_at = ${now}
    from unnest(
      ${turns.map(({ id }) => id)}::uuid[],
      ${turns.map(({ state }) => state)}::text[],
      ${turns.map(({ reason = '' }) => reason)}::text[],
      ${turns.map(({ dueAt }) => dueAt ?? null)}::timestamptz[],
      ${turns.map(({ sentAt }) => sentAt ?? null)}::timestamptz[]
    ) as n (id, state, reason, due_at, sent_at)
    where t.workspace_id = ${tenant.id}
      and t.id = n.id
      and t.state = any(${[...from]}::text[])
      and (${taskId}::uuid is null or t.task_id = ${taskId})
    returning t.id
  `)
  const ids = new Set(turned.map(({ id }) => id))
  const silent = turns.filter(({ id, state }) => ids.has(id) && SAID_NOTHING.includes(state))
  await tx.run(sql`
    delete from posting.slot
    where workspace_id = ${tenant.id}
      and target_id = any(${silent.map(({ id }) => id)}::uuid[])
  `)
  return ids
}

/** One call to WeCom, as it is looked at. */
export type Task = {
  id: string
  postId: string
  userid: string
  text: string
  hasLink: boolean
  marker: string
  remoteId: string | null
  calledAt: Date
  presentAt: Date
  notAfter: Date
  whenTaken: 'manual' | 'leave_out'
  looks: number
  cancelReason: 'kill_switch' | 'withdrawn' | 'not_confirmed' | null
  cancelledAt: Date | null
}

/** Takes tasks that are to be looked at, for `leaseUntil`, so that no two workers look at the same. */
export function takeTasks(
  tx: Tx,
  tenant: TenantId,
  asked: { state: 'open' | 'unknown'; real: Date; leaseUntil: Date; limit: number },
): Promise<Task[]> {
  return tx.rows(sql<Task>`
    update posting.task k
    set lease_until = ${asked.leaseUntil}, looks = k.looks + 1
    from posting.post p
    where k.workspace_id = ${tenant.id}
      and p.workspace_id = k.workspace_id
      and p.id = k.post_id
      and k.id = any(array(
        select d.id
        from posting.task d
        where d.workspace_id = ${tenant.id}
          and d.state = ${asked.state}
          and d.look_at <= ${asked.real}
          and (d.lease_until is null or d.lease_until <= ${asked.real})
        order by d.look_at
        limit ${asked.limit}
        for update skip locked
      ))
    returning k.id, k.post_id as "postId", k.userid, p.text, p.link is not null as "hasLink", k.marker,
              k.remote_id as "remoteId", k.called_at as "calledAt", k.present_at as "presentAt",
              p.not_after as "notAfter", p.when_taken as "whenTaken", k.looks, k.cancel_reason as "cancelReason",
              k.cancelled_at as "cancelledAt"
  `)
}

export type TaskMove = {
  id: string
  state: 'unknown' | 'parked' | 'open' | 'refused' | 'closed'
  lookAt: Date
  remoteId?: string
  errmsg?: string
  confirmedAt?: Date
}

/** What became of a call. What is not named stays as it is known. */
export async function moveTask(tx: Tx, tenant: TenantId, move: TaskMove): Promise<void> {
  await tx.run(sql`
    update posting.task
    set state = ${move.state}, look_at = ${move.lookAt}, lease_until = null,
        remote_id = coalesce(${move.remoteId ?? null}::text, remote_id),
        errmsg = coalesce(${move.errmsg?.slice(0, 200) ?? null}::text, errmsg),
        confirmed_at = coalesce(confirmed_at, ${move.confirmedAt ?? null}::timestamptz)
    where workspace_id = ${tenant.id}
      and id = ${move.id}
  `)
}

export type Rider = { id: string; groupId: string; chatId: string }

/** The groups of a task that stand in one of these states. */
export function ridersOf(
  tx: Tx,
  tenant: TenantId,
  taskId: string,
  states: readonly StoredState[],
): Promise<Rider[]> {
  return tx.rows(sql<Rider>`
    select id, group_id as "groupId", chat_id as "chatId"
    from posting.target
    where workspace_id = ${tenant.id}
      and task_id = ${taskId}
      and state = any(${[...states]}::text[])
    order by id
    for update
  `)
}
