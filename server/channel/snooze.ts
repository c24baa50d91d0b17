import { addMs, newId, type Outcome, ok, Problem, type Refused, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { settle } from './settle.ts'
import { turnCards } from './staff-card.ts'
import { dueOf } from './task-clock.ts'
import { workOf } from './work-rules.ts'

type Wish = {
  id: string
  until: Date
  reason: string
  by: string | null
  userid?: string
}
type Row = {
  userid: string
  closesAt: Date
  notAfter: Date
  lateness: string
  zone: string
}
export type NotSnoozed = 'not_found' | 'decided_before' | 'snooze_too_late' | 'snooze_too_early'

/** Until when a task can wait: until its message should not go out any more. What may not be late waits for today only. */
export function latestOf({ closesAt, notAfter, lateness }: Omit<Row, 'userid' | 'zone'>): Date {
  return lateness === 'skip' ? closesAt : notAfter
}

/**
 * Leaves a task for later. Within its day it stays with the associate; for a later day its delivery is planned anew for then, and
 * the policy is asked again.
 */
export async function snoozeTask(
  tx: Tx,
  ctx: ChannelContext,
  { id, until, reason, by, userid }: Wish,
): Promise<Outcome<{ until: Date }, NotSnoozed>> {
  const task = await lockedTask(tx, ctx, id, userid ?? null)
  if (task === 'not_found' || task === 'decided_before') return refused(task)
  if (until <= ctx.now) return refused('snooze_too_early')
  const latest = latestOf(task)
  if (until > latest) return refused('snooze_too_late', { latest: latest.toISOString() })
  const isToday = until < task.closesAt
  const { rules } = await workOf(tx, ctx.tenant)
  const dueAt = isToday ? dueOf(until, task.closesAt, ctx.tenant.timeZone, rules) : null
  await tx.run(sql`
    update channel.staff_task
    set state = ${isToday ? 'open' : 'snoozed'}, snoozed_until = ${until}, reason = ${reason}, begun_at = null,
        due_at = coalesce(${dueAt}::timestamptz, due_at), look_at = ${isToday ? until : null}
    where workspace_id = ${ctx.tenant.id}
      and id = ${id}
  `)
  await tx.run(sql`
    insert into channel.task_deed (workspace_id, id, task_id, kind, at, by_staff, by_userid, until_at, reason)
    values (${ctx.tenant.id}, ${newId()}, ${id}, 'snoozed', ${ctx.now}, ${by}, ${userid ?? null}, ${until}, ${reason})
  `)
  if (!isToday) {
    const change = {
      id,
      state: 'planned',
      reason: 'snoozed',
      dueAt: until,
      zone: task.zone,
    } as const
    await settle(tx, ctx, [change], { from: ['handed'] })
  }
  await turnCards(tx, ctx, { taskIds: [id], face: 'later' })
  return ok({ until })
}

const LATER_MS = 2 * 3_600_000

/** 「稍后」 on a card: two hours, or to the end of the task's time if that is sooner. */
export async function snoozeAWhile(
  tx: Tx,
  ctx: ChannelContext,
  { id, userid, reason }: { id: string; userid: string; reason: string },
): Promise<Outcome<{ until: Date }, NotSnoozed>> {
  const task = await lockedTask(tx, ctx, id, userid)
  if (task === 'not_found' || task === 'decided_before') return refused(task)
  const later = addMs(ctx.now, LATER_MS)
  const last = addMs(task.closesAt, -60_000)
  const until = new Date(Math.min(later.getTime(), last.getTime()))
  return snoozeTask(tx, ctx, { id, userid, reason, by: null, until })
}

/** Why a task cannot be left, as it is said. */
export function notSnoozed({ reason, detail }: Refused<NotSnoozed>): Problem {
  if (reason === 'decided_before') return new Problem('task_decided')
  const latest = typeof detail.latest === 'string' ? detail.latest : ''
  return new Problem(reason, latest === '' ? {} : { latest })
}

async function lockedTask(
  tx: Tx,
  { tenant }: ChannelContext,
  id: string,
  userid: string | null,
): Promise<Row | 'not_found' | 'decided_before'> {
  const row = await tx.maybe(sql<Row & { state: string }>`
    select t.userid, t.state, t.closes_at as "closesAt", d.not_after as "notAfter", d.lateness, d.zone
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    where t.workspace_id = ${tenant.id}
      and t.id = ${id}
      and (${userid}::text is null or t.userid = ${userid})
    for update of t
  `)
  if (!row) return 'not_found'
  return row.state === 'open' ? row : 'decided_before'
}
