import type { doneOutcomes, skipOutcomes, TaskOutcome } from '../../contract/staff-work.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { nextTry } from './closing.ts'
import type { ChannelContext } from './delivery.ts'
import { policyOf } from './policy-store.ts'
import { type Settled, settle } from './settle.ts'
import { turnCards } from './staff-card.ts'
import { dueOf, lookOf } from './task-clock.ts'
import { workOf } from './work-rules.ts'

const CLOSE_BATCH = 1_000

/**
 * Puts what an associate is to send in person on their list. An old task of the same delivery begins anew, with whoever it was
 * given to.
 */
export async function openTasks(
  tx: Tx,
  { tenant, now }: ChannelContext,
  tasks: readonly { id: string; userid: string; closesAt: Date }[],
): Promise<void> {
  if (tasks.length === 0) return
  const { rules } = await workOf(tx, tenant)
  const clocks = tasks.map(({ closesAt }) => {
    const dueAt = dueOf(now, closesAt, tenant.timeZone, rules)
    const task = { openedAt: now, dueAt, isEscalated: false, remindedUntil: null }
    return { dueAt, lookAt: lookOf(task, tenant.timeZone, rules) }
  })
  const opened = await tx.rows(sql<{ id: string; userid: string }>`
    insert into channel.staff_task as t (workspace_id, id, userid, state, opened_at, closes_at, due_at, look_at)
    select ${tenant.id}, n.id, n.userid, 'open', ${now}, n.closes_at, n.due_at, n.look_at
    from unnest(
      ${tasks.map(({ id }) => id)}::uuid[],
      ${tasks.map(({ userid }) => userid)}::text[],
      ${tasks.map(({ closesAt }) => closesAt)}::timestamptz[],
      ${clocks.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${clocks.map(({ lookAt }) => lookAt)}::timestamptz[]
    ) as n (id, userid, closes_at, due_at, look_at)
    on conflict (workspace_id, id) do update
    set state = 'open',
        userid = case when t.assigned_at is null then excluded.userid else t.userid end,
        opened_at = excluded.opened_at, closes_at = excluded.closes_at, due_at = excluded.due_at, look_at = excluded.look_at,
        decided_at = null, decided_by = null, decided_userid = null, reason = '', outcome = null, snoozed_until = null,
        begun_at = null, escalated_at = null
    returning t.id, t.userid
  `)
  const meant = new Map(tasks.map(({ id, userid }) => [id, userid]))
  const moved = opened.filter(({ id, userid }) => meant.get(id) !== userid)
  if (moved.length === 0) return
  await tx.run(sql`
    update channel.delivery d
    set userid = n.userid
    from unnest(
      ${moved.map(({ id }) => id)}::uuid[],
      ${moved.map(({ userid }) => userid)}::text[]
    ) as n (id, userid)
    where d.workspace_id = ${tenant.id}
      and d.id = n.id
  `)
}

/** `done`: it counts. A task is decided once. */
export type Decision = 'done' | 'decided_before' | 'not_found'

/** `userid`: of the associate who did it in the sidebar, where only her own tasks are hers to decide. */
type Deed<Outcome extends TaskOutcome> = {
  id: string
  by: string | null
  outcome: Outcome
  reason: string
  userid?: string
}

/** The associate says that it was sent, or told by phone. */
export async function finishTask(
  tx: Tx,
  ctx: ChannelContext,
  deed: Omit<Deed<(typeof doneOutcomes)[number]>, 'reason'>,
): Promise<Decision> {
  const { id, outcome } = deed
  const said = await decide(tx, ctx, { ...deed, reason: '' }, 'done')
  if (said !== 'done') return said
  const detail = outcome === 'sent' ? {} : { detail: { outcome } }
  await settle(tx, ctx, [{ id, state: 'sent', sentAt: ctx.now, ...detail }], { from: ['handed'] })
  await turnCards(tx, ctx, { taskIds: [id], face: 'sent' })
  return said
}

/** The associate leaves it, and says why; the customer's slot is free again. */
export async function skipTask(
  tx: Tx,
  ctx: ChannelContext,
  deed: Deed<(typeof skipOutcomes)[number]>,
): Promise<Decision> {
  const { id, outcome } = deed
  const said = await decide(tx, ctx, deed, 'skipped')
  if (said !== 'done') return said
  const detail = { said: deed.reason, outcome }
  await settle(tx, ctx, [{ id, state: 'skipped', reason: 'staff_skipped', detail }], {
    from: ['handed'],
  })
  await turnCards(tx, ctx, { taskIds: [id], face: 'over' })
  return said
}

async function decide(
  tx: Tx,
  { tenant, now }: ChannelContext,
  { id, by, outcome, reason, userid }: Deed<TaskOutcome>,
  state: 'done' | 'skipped',
): Promise<Decision> {
  const own = userid ?? null
  const changed = await tx.run(sql`
    update channel.staff_task
    set state = ${state}, decided_at = ${now}, decided_by = ${by}, decided_userid = ${own}::text, reason = ${reason},
        outcome = ${outcome}, look_at = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state = 'open'
      and (${own}::text is null or userid = ${own})
  `)
  if (changed === 1) return 'done'
  const known = await tx.maybe(sql<{ id: string }>`
    select id
    from channel.staff_task
    where workspace_id = ${tenant.id}
      and id = ${id}
      and (${own}::text is null or userid = ${own})
  `)
  return known ? 'decided_before' : 'not_found'
}

type Over = {
  id: string
  isStopped: boolean
  zone: string
  notAfter: Date
  lateness: string
}

/** Takes back tasks whose time is over, or that a kill switch stops; those that may be late are planned for the next day. */
export async function closeTasks(tx: Tx, ctx: ChannelContext): Promise<number> {
  const over = await tasksOver(tx, ctx)
  if (over.length === 0) return 0
  const { rules } = await policyOf(tx, ctx.tenant)
  await tx.run(sql`
    update channel.staff_task
    set state = case when n.is_stopped then 'cancelled' else 'expired' end, decided_at = ${ctx.now}, look_at = null
    from unnest(
      ${over.map(({ id }) => id)}::uuid[],
      ${over.map(({ isStopped }) => isStopped)}::boolean[]
    ) as n (id, is_stopped)
    where workspace_id = ${ctx.tenant.id}
      and channel.staff_task.id = n.id
  `)
  const changes = over.map(({ id, isStopped, zone, notAfter, lateness }): Settled => {
    if (isStopped) return { id, state: 'cancelled', reason: 'kill_switch' }
    const dueAt = nextTry(ctx.now, zone, rules.quietHours)
    return lateness === 'skip' || dueAt > notAfter
      ? { id, state: 'expired', reason: 'not_confirmed' }
      : { id, state: 'planned', reason: 'not_confirmed', dueAt, zone }
  })
  await settle(tx, ctx, changes, { from: ['handed'] })
  await turnCards(tx, ctx, { taskIds: over.map(({ id }) => id), face: 'over' })
  return over.length
}

function tasksOver(tx: Tx, { tenant, now }: ChannelContext): Promise<Over[]> {
  return tx.rows(sql<Over>`
    select t.id, d.zone, d.not_after as "notAfter", d.lateness, s.is_stopped as "isStopped"
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    cross join lateral (
      select exists (
        select from channel.pause p
        where p.workspace_id = t.workspace_id
          and p.lifted_at is null
          and (
            p.scope = 'workspace'
            or (p.scope = 'carrier' and p.subject = d.carrier)
            or (p.scope = 'journey' and p.subject = d.journey_id::text)
            or (p.scope = 'broadcast' and p.subject = d.broadcast_id::text)
          )
      ) as is_stopped
    ) s
    where t.workspace_id = ${tenant.id}
      and t.state = 'open'
      and (t.closes_at <= ${now} or s.is_stopped)
    order by t.closes_at
    limit ${CLOSE_BATCH}
    for update of t skip locked
  `)
}

/** Open tasks of a workspace, for the navigation. */
export async function countOpenTasks(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  const { open } = await tx.one(sql<{ open: number }>`
    select count(*) as open
    from channel.staff_task
    where workspace_id = ${tenant.id}
      and state = 'open'
  `)
  return open
}
