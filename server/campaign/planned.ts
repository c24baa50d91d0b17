import { Temporal } from 'temporal-polyfill'
import { type BroadcastPlan, type BroadcastState, broadcastPlan } from '../../contract/broadcast.ts'
import type { MomentState } from '../../contract/moment.ts'
import { dayOf, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { saveDraft } from './drafts.ts'
import { audienceOf, type Members } from './members.ts'
import { findBroadcast, pausedOnes, stateOf, withStanding } from './standing.ts'

type Span = { from: Date; until: Date }
const PLANNED_MAX = 400

export type PlannedBroadcast = {
  id: string
  name: string
  state: BroadcastState
  plan: BroadcastPlan
  at: Date
  /** Of a launch; null: a draft, whose people are counted when it is launched. */
  audience: number | null
}

/** Broadcasts that begin within a span: what was launched, and drafts that name their hour. */
export async function plannedBroadcasts(
  tx: Tx,
  { tenant, now }: { tenant: Tenant; now: Date },
  { from, until }: Span,
): Promise<PlannedBroadcast[]> {
  const at = sql`coalesce(l.starts_at, (b.draft -> 'start' ->> 'at')::timestamptz)`
  const rows = await tx.rows(sql<Omit<PlannedBroadcast, 'plan'> & { plan: unknown }>`
    select b.id, b.name, ${stateOf(await pausedOnes(tx, tenant), now)} as state, coalesce(l.plan, b.draft) as plan,
           ${at} as at, l.audience
    from ${withStanding}
    where b.workspace_id = ${tenant.id}
      and b.dropped_at is null
      and ${at} >= ${from}
      and ${at} < ${until}
    order by ${at}, b.id
    limit ${PLANNED_MAX}
  `)
  return rows.map((row) => ({ ...row, plan: broadcastPlan.parse(row.plan) }))
}

/** Moments that were asked for within a span. */
export function plannedMoments(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { from, until }: Span,
): Promise<{ id: string; text: string; state: MomentState; at: Date }[]> {
  return tx.rows(sql<{ id: string; text: string; state: MomentState; at: Date }>`
    select id, text, made_at as at,
           case
             when cancelled_at is not null and state <> 'failed' then 'cancelled'
             when state = 'sending' then 'making'
             else state
           end as state
    from campaign.moment
    where workspace_id = ${tenant.id}
      and made_at >= ${from}
      and made_at < ${until}
    order by made_at, id
    limit ${PLANNED_MAX}
  `)
}

/** Whom a broadcast reaches, by their numbers: as written down at the launch, or as a draft means them now. */
export async function peopleOfPlanned(
  { tx, members }: { tx: Tx; members: Members },
  tenant: Tenant,
  { id, plan, audience }: PlannedBroadcast,
): Promise<ReadonlySet<number>> {
  if (audience === null) return new Set((await audienceOf(members, tenant, plan)).numbers)
  const rows = await tx.rows(sql<{ no: number }>`
    select customer_no as no
    from campaign.recipient
    where workspace_id = ${tenant.id}
      and broadcast_id = ${id}
      and arm <> ''
  `)
  return new Set(rows.map(({ no }) => no))
}

/** Puts a draft that names its hour on another day, at the same hour. @returns the day on which it stood. */
export async function moveBroadcast(
  tx: Tx,
  scope: { tenant: Tenant; now: Date },
  { id, to, by, real }: { id: string; to: string; by: string | null; real: Date },
): Promise<Outcome<string, 'not_found' | 'launched' | 'changed' | 'no_hour'>> {
  const found = await findBroadcast(tx, scope, id)
  if (!found) return refused('not_found')
  const { plan, name, draftNo } = found
  if (found.launch) return refused('launched')
  if (plan.start.kind !== 'at') return refused('no_hour')
  const { timeZone } = scope.tenant
  const before = new Date(plan.start.at)
  const hour = Temporal.Instant.from(plan.start.at).toZonedDateTimeISO(timeZone).toPlainTime()
  const moment = Temporal.PlainDate.from(to).toZonedDateTime({ timeZone, plainTime: hour })
  const at = new Date(moment.epochMilliseconds).toISOString()
  const moved = { ...plan, start: { kind: 'at' as const, at } }
  const saved = await saveDraft(tx, scope.tenant, { id, draftNo, name, plan: moved, by, now: real })
  return saved.ok ? ok(dayOf(before, timeZone)) : saved
}
