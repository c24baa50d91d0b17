import type { DeliveryState, Reason } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** How many of each message of a broadcast are in which state and why; who was tried anew counts as they stand now. */
export function countBroadcast(
  tx: Tx,
  tenant: TenantId,
  broadcastIds: readonly string[],
): Promise<
  {
    broadcastId: string
    arm: string
    state: DeliveryState
    reason: Reason | null
    people: number
  }[]
> {
  return tx.rows(sql`
    select d.broadcast_id as "broadcastId", m.step_id as arm, d.state, d.reason, count(*) as people
    from channel.delivery d
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where d.workspace_id = ${tenant.id}
      and d.broadcast_id = any(${[...broadcastIds]}::uuid[])
      and d.superseded_at is null
    group by d.broadcast_id, m.step_id, d.state, d.reason
    order by d.broadcast_id, m.step_id, d.state, d.reason
  `)
}

/** Whose share of a broadcast stands how. `closesAt`: until when what waits may be confirmed. */
export type OfAssociate = {
  userid: string
  people: number
  waiting: number
  sent: number
  failed: number
  /** Ended without being sent: not confirmed in time, called back, left out. */
  unsent: number
  closesAt: Date | null
  reminders: number
}

export function broadcastByAssociate(
  tx: Tx,
  tenant: TenantId,
  broadcastId: string,
): Promise<OfAssociate[]> {
  return tx.rows(sql<OfAssociate>`
    select d.userid, count(*) as people,
           count(*) filter (where d.state in ('planned', 'claimed', 'sending', 'handed', 'unknown', 'parked')) as waiting,
           count(*) filter (where d.state = 'sent') as sent,
           count(*) filter (where d.state = 'failed') as failed,
           count(*) filter (where d.state in ('skipped', 'expired', 'cancelled')) as unsent,
           min(c.closes_at) filter (where d.state = 'handed') as "closesAt",
           coalesce(max(r.times), 0)::bigint as reminders
    from channel.delivery d
    left join channel.remote_call c
      on c.workspace_id = d.workspace_id
      and c.id = d.call_id
    left join lateral (
      select count(*) as times
      from channel.reminder r
      where r.workspace_id = c.workspace_id
        and r.call_id = c.id
    ) r on true
    where d.workspace_id = ${tenant.id}
      and d.broadcast_id = ${broadcastId}
      and d.superseded_at is null
      and d.userid <> ''
    group by d.userid
    order by waiting desc, people desc, d.userid
  `)
}

/** How many got it in which hour, by when it was sent; the hours of one broadcast are few. */
export function broadcastByHour(
  tx: Tx,
  tenant: TenantId,
  broadcastId: string,
): Promise<{ at: Date; sent: number }[]> {
  return tx.rows(sql<{ at: Date; sent: number }>`
    select date_trunc('hour', d.sent_at) as at, count(*) as sent
    from channel.delivery d
    where d.workspace_id = ${tenant.id}
      and d.broadcast_id = ${broadcastId}
      and d.sent_at is not null
    group by 1
    order by 1
  `)
}

/** Of each message: who followed a link of their own, and how often the link of what was the same for many was followed. */
export function clicksOfBroadcast(
  tx: Tx,
  tenant: TenantId,
  broadcastId: string,
): Promise<{ arm: string; clicked: number; clicks: number }[]> {
  return tx.rows(sql<{ arm: string; clicked: number; clicks: number }>`
    select m.step_id as arm, coalesce(sum(d.clicked), 0)::bigint as clicked, coalesce(sum(c.clicks), 0)::bigint as clicks
    from channel.message m
    left join lateral (
      select count(*) as clicked
      from channel.delivery d
      where d.workspace_id = m.workspace_id
        and d.message_id = m.id
        and d.clicked_at is not null
    ) d on true
    left join channel.link_count c
      on c.workspace_id = m.workspace_id
      and c.message_id = m.id
    where m.workspace_id = ${tenant.id}
      and m.broadcast_id = ${broadcastId}
      and m.link is not null
    group by m.step_id
  `)
}
