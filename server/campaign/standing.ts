import { type BroadcastPlan, type BroadcastState, broadcastPlan } from '../../contract/broadcast.ts'
import { pausesOf } from '../channel/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** The broadcasts that are stopped, by their ids. */
export async function pausedOnes(tx: Tx, tenant: TenantId): Promise<string[]> {
  const pauses = await pausesOf(tx, tenant)
  return pauses.flatMap(({ scope, subject }) => (scope === 'broadcast' ? [subject] : []))
}

/** How a broadcast stands, from its records. @param now the workspace's present. */
export const stateOf = (paused: readonly string[], now: Date) => sql<BroadcastState>`
  case
    when l.broadcast_id is null then 'draft'
    when c.broadcast_id is not null and l.ended_at is not null then 'cancelled'
    when c.broadcast_id is not null then 'cancelling'
    when l.ended_at is not null then 'ended'
    when b.id = any(${[...paused]}::uuid[]) then 'paused'
    when l.frozen_at is null then 'freezing'
    when l.starts_at > ${now} then 'waiting'
    else 'sending'
  end`

/** A broadcast with its launch and its cancellation. */
export const withStanding = sql`
  campaign.broadcast b
  left join campaign.launch l
    on l.workspace_id = b.workspace_id
    and l.broadcast_id = b.id
  left join campaign.cancellation c
    on c.workspace_id = b.workspace_id
    and c.broadcast_id = b.id`

type Launched = {
  plan: BroadcastPlan
  experimentId: string
  launchedAt: Date
  launchedBy: string | null
  approvedBy: string | null
  startsAt: Date
  notAfter: Date
  frozenAt: Date | null
  endedAt: Date | null
}

export type Standing = {
  id: string
  name: string
  state: BroadcastState
  plan: BroadcastPlan
  draftNo: number
  savedAt: Date
  savedBy: string | null
  launch: Launched | null
  cancellation: { cancelledAt: Date; cancelledBy: string | null; reason: string } | null
}

type Row = {
  id: string
  name: string
  state: BroadcastState
  draft: unknown
  draftNo: number
  savedAt: Date
  savedBy: string | null
  plan: unknown
  experimentId: string | null
  launchedAt: Date | null
  launchedBy: string | null
  approvedBy: string | null
  startsAt: Date | null
  notAfter: Date | null
  frozenAt: Date | null
  endedAt: Date | null
  cancelledAt: Date | null
  cancelledBy: string | null
  cancelReason: string | null
}

/** One broadcast, or null; who was thrown away is nobody's. */
export async function findBroadcast(
  tx: Tx,
  { tenant, now }: { tenant: TenantId; now: Date },
  id: string,
): Promise<Standing | null> {
  const row = await tx.maybe(sql<Row>`
    select b.id, b.name, ${stateOf(await pausedOnes(tx, tenant), now)} as state, b.draft, b.draft_no as "draftNo",
           b.saved_at as "savedAt", b.saved_by as "savedBy", l.plan, l.experiment_id as "experimentId",
           l.launched_at as "launchedAt", l.launched_by as "launchedBy", l.approved_by as "approvedBy",
           l.starts_at as "startsAt", l.not_after as "notAfter", l.frozen_at as "frozenAt", l.ended_at as "endedAt",
           c.cancelled_at as "cancelledAt", c.cancelled_by as "cancelledBy", c.reason as "cancelReason"
    from ${withStanding}
    where b.workspace_id = ${tenant.id}
      and b.id = ${id}
      and b.dropped_at is null
  `)
  return row && standingOf(row)
}

function standingOf(row: Row): Standing {
  const { id, name, state, draftNo, savedAt, savedBy } = row
  const { experimentId, launchedAt, startsAt, notAfter, cancelledAt } = row
  return {
    id,
    name,
    state,
    plan: broadcastPlan.parse(row.draft),
    draftNo,
    savedAt,
    savedBy,
    launch:
      experimentId && launchedAt && startsAt && notAfter
        ? {
            plan: broadcastPlan.parse(row.plan),
            experimentId,
            launchedAt,
            launchedBy: row.launchedBy,
            approvedBy: row.approvedBy,
            startsAt,
            notAfter,
            frozenAt: row.frozenAt,
            endedAt: row.endedAt,
          }
        : null,
    cancellation: cancelledAt && {
      cancelledAt,
      cancelledBy: row.cancelledBy,
      reason: row.cancelReason ?? '',
    },
  }
}
