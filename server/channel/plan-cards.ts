import type { WorkRules } from '../../contract/staff-work.ts'
import { dayOf, idFrom, newId, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { awayOn } from './absence.ts'
import type { ChannelContext } from './delivery.ts'
import { nextDay } from './quiet-hours.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { afterWorking, atWorkFrom, lookOf } from './task-clock.ts'
import { workOf } from './work-rules.ts'

/** Tasks whose clock is looked at in one transaction. */
const BATCH = 500

type Looked = {
  id: string
  userid: string
  openedAt: Date
  dueAt: Date
  closesAt: Date
  snoozedUntil: Date | null
  escalatedAt: Date | null
}

/** Looks at open tasks whose clock says so: who is to be reminded, and which late ones a manager hears of. */
export function lookStep({ db, clock }: Pick<SenderDeps, 'db' | 'clock'>): Step {
  return async (tenant) => {
    const ctx = { tenant, now: presentOf(tenant, clock) }
    return (await db.inWorkspace(tenant.id, (tx) => lookAtTasks(tx, ctx))) > 0
  }
}

async function lookAtTasks(tx: Tx, ctx: ChannelContext): Promise<number> {
  const { tenant, now } = ctx
  // One at a time: how many cards somebody got today is counted here.
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`staff cards ${tenant.id}`}, 0))`,
  )
  const tasks = await tx.rows(sql<Looked>`
    select id, userid, opened_at as "openedAt", coalesce(due_at, closes_at) as "dueAt", closes_at as "closesAt",
           snoozed_until as "snoozedUntil", escalated_at as "escalatedAt"
    from channel.staff_task
    where workspace_id = ${tenant.id}
      and state = 'open'
      and look_at <= ${now}
    order by due_at, id
    limit ${BATCH}
    for update skip locked
  `)
  if (tasks.length === 0) return 0
  const { rules } = await workOf(tx, tenant)
  const today = dayOf(now, tenant.timeZone)
  const reminded = await remind(tx, ctx, tasks, { rules, today })
  const escalated = await escalate(tx, ctx, tasks, { rules, today })
  const tomorrow = nextDay(now, tenant.timeZone)
  await setLooks(
    tx,
    tenant,
    tasks.map((task) => {
      const isEscalated = task.escalatedAt !== null || escalated.has(task.id)
      const remindedUntil = reminded.has(task.id) ? tomorrow : null
      const look = lookOf({ ...task, isEscalated, remindedUntil }, tenant.timeZone, rules)
      // What was not reminded of now, because nobody is at work, is looked at when they are.
      const next =
        look && look <= now ? atWorkFrom(new Date(now.getTime() + 1), tenant.timeZone, rules) : look
      return { id: task.id, lookAt: next && next > now ? next : tomorrow }
    }),
  )
  return tasks.length
}

type Asked = { rules: WorkRules; today: string }

/** Plans a card for each task that has waited long enough, to whoever is there to do it; at most so many a day for one of them. */
async function remind(
  tx: Tx,
  { tenant, now }: ChannelContext,
  tasks: readonly Looked[],
  { rules, today }: Asked,
): Promise<Set<string>> {
  if (!rules.nudge.isOn || !isAtWork(now, tenant, rules)) return new Set()
  const away = await awayOn(tx, tenant, today)
  const due = tasks.flatMap((task) => {
    const since = task.snoozedUntil ?? task.openedAt
    const first =
      task.snoozedUntil ?? afterWorking(since, rules.nudge.afterMinutes, tenant.timeZone, rules)
    const userid = away.has(task.userid) ? (away.get(task.userid) ?? null) : task.userid
    return first > now ? [] : [{ id: task.id, userid }]
  })
  const counts = new Map(
    (
      await tx.rows(sql<{ userid: string; cards: number }>`
        select userid, count(*) as cards
        from channel.staff_card
        where workspace_id = ${tenant.id}
          and kind = 'nudge'
          and on_day = ${today}
        group by userid
      `)
    ).map(({ userid, cards }) => [userid, cards]),
  )
  const cards = due.flatMap(({ id: taskId, userid }) => {
    const had = userid === null ? 0 : (counts.get(userid) ?? 0)
    if (userid === null || had >= rules.nudge.perDay) return []
    counts.set(userid, had + 1)
    return [{ id: idFrom('staff card', tenant.id, taskId, today), taskId, userid }]
  })
  await tx.run(sql`
    insert into channel.staff_card (workspace_id, id, kind, task_id, userid, on_day, state, planned_at)
    select ${tenant.id}, n.id, 'nudge', n.task_id, n.userid, ${today}, 'planned', ${now}
    from unnest(
      ${cards.map(({ id }) => id)}::uuid[],
      ${cards.map(({ taskId }) => taskId)}::uuid[],
      ${cards.map(({ userid }) => userid)}::text[]
    ) as n (id, task_id, userid)
    on conflict do nothing
  `)
  return new Set(due.map(({ id }) => id))
}

function isAtWork(now: Date, { timeZone }: Pick<Tenant, 'timeZone'>, rules: WorkRules): boolean {
  return atWorkFrom(now, timeZone, rules) <= now
}

/** Tells managers of tasks that are late for too long: one card for each associate and day. */
async function escalate(
  tx: Tx,
  { tenant, now }: ChannelContext,
  tasks: readonly Looked[],
  { rules, today }: Asked,
): Promise<Set<string>> {
  if (rules.managers.length === 0 || !isAtWork(now, tenant, rules)) return new Set()
  const late = tasks.filter(({ dueAt, escalatedAt }) => {
    const over = afterWorking(dueAt, rules.escalateAfterMinutes, tenant.timeZone, rules)
    return escalatedAt === null && over <= now
  })
  if (late.length === 0) return new Set()
  const ids = late.map(({ id }) => id)
  await tx.run(sql`
    update channel.staff_task
    set escalated_at = ${now}
    where workspace_id = ${tenant.id}
      and id = any(${ids}::uuid[])
  `)
  await tx.run(sql`
    insert into channel.task_deed (workspace_id, id, task_id, kind, at)
    select ${tenant.id}, n.id, n.task_id, 'escalated', ${now}
    from unnest(${ids.map(() => newId())}::uuid[], ${ids}::uuid[]) as n (id, task_id)
  `)
  const about = [...new Set(late.map(({ userid }) => userid))]
  const cards = about.flatMap((who) =>
    rules.managers.map((userid) => {
      return { id: idFrom('staff card', tenant.id, `late ${who}`, userid, today), who, userid }
    }),
  )
  await tx.run(sql`
    insert into channel.staff_card (workspace_id, id, kind, about_userid, userid, on_day, state, planned_at)
    select ${tenant.id}, n.id, 'escalation', n.who, n.userid, ${today}, 'planned', ${now}
    from unnest(
      ${cards.map(({ id }) => id)}::uuid[],
      ${cards.map(({ who }) => who)}::text[],
      ${cards.map(({ userid }) => userid)}::text[]
    ) as n (id, who, userid)
    on conflict do nothing
  `)
  return new Set(ids)
}

async function setLooks(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  looks: readonly { id: string; lookAt: Date }[],
): Promise<void> {
  await tx.run(sql`
    update channel.staff_task t
    set look_at = n.look_at
    from unnest(
      ${looks.map(({ id }) => id)}::uuid[],
      ${looks.map(({ lookAt }) => lookAt)}::timestamptz[]
    ) as n (id, look_at)
    where t.workspace_id = ${tenant.id}
      and t.id = n.id
  `)
}
