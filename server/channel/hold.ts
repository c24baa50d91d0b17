import { lockPeople, rowsOfPersons } from '../customer/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { bringUp } from './consent.ts'
import type { ChannelContext } from './delivery.ts'
import { type HoldKind, type HoldReason, holdReasons } from './hold-reason.ts'
import { type Settled, settle } from './settle.ts'
import { turnCards } from './staff-card.ts'

/** Why somebody is not promoted to for the moment. `id` is that of the cause. */
export type Hold = { id: string; customerId: string }

/**
 * Keeps promotion from people until `release`: nothing is planned or handed off to them from the commit on, what was
 * prepared is taken out, and what an associate was still to send in person is taken from their list. A hold that had ended
 * begins anew. @param ctx `now` is the workspace's present.
 */
export async function hold(
  tx: Tx,
  ctx: ChannelContext,
  holds: readonly Hold[],
  kind: HoldKind = 'case',
): Promise<void> {
  if (holds.length === 0) return
  const { tenant, now } = ctx
  // Who is whose person stays as it is until the commit: a merge that goes on beside it would read no hold and write none.
  await lockPeople(tx, tenant.id)
  await tx.run(sql`
    insert into channel.hold (workspace_id, id, customer_id, began_at, kind)
    select ${tenant.id}, n.id, n.customer_id, ${now}, ${kind}
    from unnest(
      ${holds.map(({ id }) => id)}::uuid[],
      ${holds.map(({ customerId }) => customerId)}::uuid[]
    ) as n (id, customer_id)
    on conflict (workspace_id, id) do update
    set began_at = excluded.began_at, ended_at = null
  `)
  const ids = holds.map(({ customerId }) => customerId)
  const rows = await rowsOfPersons(tx, tenant, { ids })
  await bringUp(tx, tenant, rows)
  const personIds = rows.map(({ personId }) => personId)
  await takeBackTasks(tx, ctx, { personIds, reason: holdReasons[kind] })
  await endLoneSends(tx, ctx, personIds)
}

/**
 * A mass send that waits for an associate's tap and has this customer alone is called back. Out of one with others nobody
 * can be pulled: WeCom cancels whole tasks.
 */
async function endLoneSends(
  tx: Tx,
  { tenant, now }: ChannelContext,
  personIds: readonly string[],
): Promise<void> {
  await tx.run(sql`
    update channel.remote_call c
    set closes_at = least(c.closes_at, ${now}), look_after = least(c.look_after, ${now})
    from channel.delivery d
    where c.workspace_id = ${tenant.id}
      and c.state = 'open'
      and c.receivers = 1
      and d.workspace_id = c.workspace_id
      and d.call_id = c.id
      and d.state = 'handed'
      and d.purpose = 'promotion'
      and d.person_id = any(${[...personIds]}::uuid[])
  `)
}

/** What was handed to an associate waits as well, if it may be late. */
async function takeBackTasks(
  tx: Tx,
  ctx: ChannelContext,
  { personIds, reason }: { personIds: readonly string[]; reason: HoldReason },
): Promise<void> {
  const { tenant, now } = ctx
  const taken = await tx.rows(sql<{ id: string; zone: string }>`
    update channel.staff_task t
    set state = 'cancelled', decided_at = ${now}, look_at = null
    from channel.delivery d
    where t.workspace_id = ${tenant.id}
      and t.state = 'open'
      and d.workspace_id = t.workspace_id
      and d.id = t.id
      and d.purpose = 'promotion'
      and d.person_id = any(${[...personIds]}::uuid[])
    returning t.id, d.zone
  `)
  const changes = taken.map(
    ({ id, zone }): Settled => ({ id, state: 'planned', reason, dueAt: now, zone }),
  )
  await settle(tx, ctx, changes, { from: ['handed'] })
  await turnCards(tx, ctx, { taskIds: taken.map(({ id }) => id), face: 'over' })
}

/** Lets promotion reach people again, and looks at once at what has waited for it. */
export async function release(
  tx: Tx,
  { tenant, now }: ChannelContext,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await lockPeople(tx, tenant.id)
  const ended = await tx.rows(sql<{ customerId: string }>`
    update channel.hold
    set ended_at = ${now}
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and ended_at is null
    returning customer_id as "customerId"
  `)
  if (ended.length === 0) return
  const rows = await rowsOfPersons(tx, tenant, { ids: ended.map((one) => one.customerId) })
  await bringUp(tx, tenant, rows)
  await tx.run(sql`
    update channel.delivery d
    set due_at = ${now}
    from channel.person p
    where p.workspace_id = ${tenant.id}
      and p.person_id = any(${rows.map(({ personId }) => personId)}::uuid[])
      and p.held_by is null
      and d.workspace_id = p.workspace_id
      and d.person_id = p.person_id
      and d.state = 'planned'
      and d.reason in ('open_case', 'waiting_reply')
  `)
}
