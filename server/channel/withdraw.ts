import type { Reason } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { type Settled, settle } from './settle.ts'
import { turnCards } from './staff-card.ts'

/** Deliveries taken back by one transaction. */
const BATCH = 5_000

/**
 * Takes back what a broadcast has planned and not sent: what has not left is cancelled, tasks leave associates' lists, and
 * mass sends that wait for a tap are cancelled over there by whoever watches them. What is just leaving or unknown is found
 * the next time: called again until nothing is under way.
 * @returns whether anything was found.
 */
export async function withdrawBroadcast(
  tx: Tx,
  ctx: ChannelContext,
  { broadcastId, real }: { broadcastId: string; real: Date },
): Promise<boolean> {
  const { tenant, now } = ctx
  const waiting = await tx.rows(sql<{ id: string }>`
    select id
    from channel.delivery
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and state in ('planned', 'claimed')
    order by id
    limit ${BATCH}
    for update skip locked
  `)
  await settle(tx, ctx, waiting.map(takenBack), { from: ['planned', 'claimed'] })
  const tasks = await tx.rows(sql<{ id: string }>`
    update channel.staff_task t
    set state = 'cancelled', decided_at = ${now}, look_at = null
    where t.workspace_id = ${tenant.id}
      and t.id in (
        select d.id
        from channel.delivery d
        where d.workspace_id = ${tenant.id}
          and d.broadcast_id = ${broadcastId}
          and d.state = 'handed'
          and d.call_id is null
        limit ${BATCH}
      )
      and t.state = 'open'
      -- She is sending it this moment: it will have been sent, or she says that it was not.
      and t.begun_at is null
    returning t.id
  `)
  await settle(tx, ctx, tasks.map(takenBack), { from: ['handed'] })
  await turnCards(tx, ctx, { taskIds: tasks.map(({ id }) => id), face: 'over' })
  const calls = await tx.run(sql`
    update channel.remote_call c
    set cancel_reason = 'withdrawn', look_after = ${real}
    from channel.message m
    where c.workspace_id = ${tenant.id}
      and c.kind = 'mass'
      and c.state = 'open'
      and c.cancel_reason is null
      and m.workspace_id = c.workspace_id
      and m.id = c.message_id
      and m.broadcast_id = ${broadcastId}
  `)
  return waiting.length + tasks.length + calls > 0
}

function takenBack({ id }: { id: string }): Settled {
  return { id, state: 'cancelled', reason: 'withdrawn' }
}

/** Whether anything of a broadcast may still reach somebody. What is parked waits for a person and is not under way. */
export async function isUnderWay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  broadcastId: string,
): Promise<boolean> {
  const { live } = await tx.one(sql<{ live: boolean }>`
    select exists (
      select from channel.delivery
      where workspace_id = ${tenant.id}
        and broadcast_id = ${broadcastId}
        and state in ('planned', 'claimed', 'sending', 'handed', 'unknown')
    ) as live
  `)
  return live
}

/** Ends that prove that nothing came, for reasons that may be other ones next time. */
const MAY_COME: readonly Reason[] = [
  'not_confirmed',
  'kill_switch',
  'too_late',
  'over_quota',
  'refused',
  'not_delivered',
  'quiet_hours',
  'open_case',
  'do_not_disturb',
  'cap_overall',
  'cap_carrier',
  'cap_purpose',
  'ratio',
  'wecom_quota',
  'official_quota',
  'window_closed',
  'staff_busy',
  'busy',
  'paused',
]

const unreached = (tenant: Pick<Tenant, 'id'>, broadcastId: string) => sql`
  d.workspace_id = ${tenant.id}
  and d.broadcast_id = ${broadcastId}
  and d.superseded_at is null
  and d.state in ('failed', 'expired', 'cancelled', 'skipped')
  and d.reason = any(${[...MAY_COME]}::text[])
  -- What an associate has begun to send, and never said to have ended, may have been sent.
  and not exists (
    select from channel.staff_task t
    where t.workspace_id = d.workspace_id
      and t.id = d.id
      and t.begun_at is not null
  )
`

/**
 * Of whom it is certain that they got nothing, and who may be tried anew; what nobody can vouch for is never among them.
 */
export async function countUnreached(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  broadcastId: string,
): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from channel.delivery d
    where ${unreached(tenant, broadcastId)}
  `)
  return count
}

/** Lets later tries stand for them. @returns the customers' numbers and how the try before ended. */
export function supersedeUnreached(
  tx: Tx,
  { tenant, now }: ChannelContext,
  broadcastId: string,
): Promise<{ customerNo: number; id: string }[]> {
  return tx.rows(sql<{ customerNo: number; id: string }>`
    update channel.delivery d
    set superseded_at = ${now}
    where ${unreached(tenant, broadcastId)}
    returning customer_no as "customerNo", id
  `)
}
