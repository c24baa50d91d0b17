import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { type Settled, settle } from './settle.ts'
import { turnCards } from './staff-card.ts'

type From = { userid: string; customerIds: readonly string[] }

/** What of an associate waits for them to send it to some customers: tasks in person, and mass sends of which these are receivers. */
export async function stillToSend(
  tx: Tx,
  { tenant }: Pick<ChannelContext, 'tenant'>,
  { userid, customerIds }: From,
): Promise<{ tasks: number; massSends: number }> {
  return tx.one(sql<{ tasks: number; massSends: number }>`
    select (
             select count(*)::int
             from channel.staff_task t
             join channel.delivery d
               on d.workspace_id = t.workspace_id
               and d.id = t.id
             where t.workspace_id = ${tenant.id}
               and t.state in ('open', 'snoozed')
               and t.userid = ${userid}
               and d.customer_id = any(${[...customerIds]}::uuid[])
           ) as tasks,
           (
             select count(distinct c.id)::int
             from channel.remote_call c
             join channel.delivery d
               on d.workspace_id = c.workspace_id
               and d.call_id = c.id
             where c.workspace_id = ${tenant.id}
               and c.kind = 'mass'
               and c.state = 'open'
               and c.userid = ${userid}
               and d.state = 'handed'
               and d.customer_id = any(${[...customerIds]}::uuid[])
           ) as "massSends"
  `)
}

/**
 * Takes back what an associate was still to send to customers who go to somebody else. A task is planned again at once, under
 * the same key: it goes to the successor when there is one, and never twice. One that the associate is about to send at this
 * moment stays until it is sent or its time is over. A mass send that nobody has tapped is called
 * back at WeCom first, by the ledger's own rules; what somebody taps in between counts as sent.
 */
export async function takeBackFrom(
  tx: Tx,
  ctx: ChannelContext,
  { userid, customerIds, real }: From & { real: Date },
): Promise<{ tasks: number; massSends: number }> {
  const { tenant, now } = ctx
  const taken = await tx.rows(sql<{ id: string; zone: string }>`
    update channel.staff_task t
    set state = 'cancelled', decided_at = ${now}, look_at = null, snoozed_until = null, assigned_at = null
    from channel.delivery d
    where t.workspace_id = ${tenant.id}
      and t.state in ('open', 'snoozed')
      and t.begun_at is null
      and t.userid = ${userid}
      and d.workspace_id = t.workspace_id
      and d.id = t.id
      and d.customer_id = any(${[...customerIds]}::uuid[])
    returning t.id, d.zone
  `)
  const changes = taken.map(
    ({ id, zone }): Settled => ({ id, state: 'planned', reason: 'handover', dueAt: now, zone }),
  )
  await settle(tx, ctx, changes, { from: ['handed'] })
  await turnCards(tx, ctx, { taskIds: taken.map(({ id }) => id), face: 'over' })
  const massSends = await tx.run(sql`
    update channel.remote_call c
    set closes_at = least(c.closes_at, ${now}), look_after = least(c.look_after, ${real})
    where c.workspace_id = ${tenant.id}
      and c.kind = 'mass'
      and c.state = 'open'
      and c.userid = ${userid}
      and exists (
        select from channel.delivery d
        where d.workspace_id = c.workspace_id
          and d.call_id = c.id
          and d.state = 'handed'
          and d.customer_id = any(${[...customerIds]}::uuid[])
      )
  `)
  return { tasks: taken.length, massSends }
}

/** Looks at once at what has waited for a successor. */
export async function wakeHandedOver(
  tx: Tx,
  { tenant, now }: ChannelContext,
  customerIds: readonly string[],
): Promise<void> {
  await tx.run(sql`
    update channel.delivery d
    set due_at = ${now}
    where d.workspace_id = ${tenant.id}
      and d.state = 'planned'
      and d.reason = 'handover'
      and d.customer_id = any(${[...customerIds]}::uuid[])
  `)
}
