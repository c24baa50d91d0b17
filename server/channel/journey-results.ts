import type { DeliveryState, Reason } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
/** A version of a journey whose messages are asked about. */
type Of = { journeyId: string; version: number }

/** How many deliveries of each step are in which state, those that the policy refused included. */
export function countByStep(
  tx: Tx,
  tenant: TenantId,
  { journeyId, version }: Of,
): Promise<{ stepId: string; state: DeliveryState; count: number }[]> {
  return tx.rows(sql<{ stepId: string; state: DeliveryState; count: number }>`
    select m.step_id as "stepId", d.state, count(*) as count
    from channel.message m
    join channel.delivery d
      on d.workspace_id = m.workspace_id
      and d.message_id = m.id
      and d.journey_id is not null
    where m.workspace_id = ${tenant.id}
      and m.journey_id = ${journeyId}
      and m.journey_version = ${version}
    group by m.step_id, d.state
    order by m.step_id, d.state
  `)
}

/** Of each step: who followed the link of a message of their own, and how often the links of mass sends were followed. */
export function clicksByStep(
  tx: Tx,
  tenant: TenantId,
  { journeyId, version }: Of,
): Promise<{ stepId: string; clicked: number; clicks: number }[]> {
  return tx.rows(sql<{ stepId: string; clicked: number; clicks: number }>`
    select m.step_id as "stepId", coalesce(sum(d.clicked), 0)::bigint as clicked, coalesce(sum(c.clicks), 0)::bigint as clicks
    from channel.message m
    left join lateral (
      select count(distinct d.enrollment_id) as clicked
      from channel.delivery d
      where d.workspace_id = m.workspace_id
        and d.message_id = m.id
        and d.journey_id is not null
        and d.clicked_at is not null
    ) d on true
    left join channel.link_count c
      on c.workspace_id = m.workspace_id
      and c.message_id = m.id
    where m.workspace_id = ${tenant.id}
      and m.journey_id = ${journeyId}
      and m.journey_version = ${version}
      and m.link is not null
    group by m.step_id
  `)
}

/**
 * The enrollments behind one of these numbers, the newest first.
 * @param after the enrollment that the page before ended with.
 */
export async function enrollmentsBehind(
  tx: Tx,
  tenant: TenantId,
  asked: Of & {
    stepId: string
    /** Of that state in the ledger, or whose link was followed. */
    which: DeliveryState | 'clicked'
    after: string | null
    limit: number
  },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select distinct d.enrollment_id as id
    from channel.message m
    join channel.delivery d
      on d.workspace_id = m.workspace_id
      and d.message_id = m.id
      and d.journey_id is not null
    where m.workspace_id = ${tenant.id}
      and m.journey_id = ${asked.journeyId}
      and m.journey_version = ${asked.version}
      and m.step_id = ${asked.stepId}
      and ${asked.which === 'clicked' ? sql`d.clicked_at is not null` : sql`d.state = ${asked.which}`}
      and d.enrollment_id is not null
      and (${asked.after}::uuid is null or d.enrollment_id < ${asked.after}::uuid)
    order by d.enrollment_id desc
    limit ${asked.limit}
  `)
  return rows.map(({ id }) => id)
}

export type Result = {
  id: string
  state: DeliveryState
  reason: Reason | null
  text: string
  userid: string
  dueAt: Date
  sentAt: Date | null
}

/** What became of certain deliveries, by their ids; also of those that the policy refused. */
export async function resultsOf(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Result>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows(sql<Result>`
    select d.id, d.state, d.reason, coalesce(d.text, m.text) as text, d.userid, d.due_at as "dueAt", d.sent_at as "sentAt"
    from channel.delivery d
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where d.workspace_id = ${tenant.id}
      and d.id = any(${[...ids]}::uuid[])
  `)
  return new Map(rows.map((row) => [row.id, row]))
}
