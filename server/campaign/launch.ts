import { type BroadcastPlan, broadcastPlan } from '../../contract/broadcast.ts'
import { begin } from '../experiment/index.ts'
import { addMs, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

const HOUR_MS = 3_600_000
const WITHOUT = { metric: 'buyers', windowDays: 30 } as const

type Launch = {
  broadcastId: string
  draftNo: number
  audience: number
  by: string | null
  approvedBy: string | null
  real: Date
}

/** When a plan begins and ends, launched now. */
export function timesOf(
  { start, validHours }: Pick<BroadcastPlan, 'start' | 'validHours'>,
  now: Date,
): { startsAt: Date; notAfter: Date } {
  const asked = start.kind === 'now' ? now : new Date(start.at)
  const startsAt = asked > now ? asked : now
  return { startsAt, notAfter: addMs(startsAt, validHours * HOUR_MS) }
}

/**
 * Launches the draft that was looked at: from now on it never changes, and the worker writes down its people. A broadcast is
 * launched once, however many click. @param at `now` is the workspace's present.
 */
export async function launchBroadcast(
  tx: Tx,
  at: { tenant: Pick<Tenant, 'id'>; now: Date },
  { broadcastId, draftNo, audience, by, approvedBy, real }: Launch,
): Promise<Outcome<null, 'not_found' | 'changed' | 'launched'>> {
  const { tenant, now } = at
  const found = await tx.maybe(sql<{ name: string; draft: unknown; no: number }>`
    select name, draft, draft_no as no
    from campaign.broadcast
    where workspace_id = ${tenant.id}
      and id = ${broadcastId}
      and dropped_at is null
    for update
  `)
  if (!found) return refused('not_found')
  const before = await tx.maybe(sql<{ id: string }>`
    select broadcast_id as id
    from campaign.launch
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
  `)
  if (before) return refused('launched')
  if (found.no !== draftNo) return refused('changed')
  const plan = broadcastPlan.parse(found.draft)
  const experimentId = await begin(tx, at, {
    ...compared(plan.control),
    subject: { kind: 'broadcast', id: broadcastId, version: 1 },
    title: found.name,
    by,
  })
  const { startsAt, notAfter } = timesOf(plan, now)
  await tx.run(sql`
    insert into campaign.launch
      (workspace_id, broadcast_id, plan, experiment_id, audience, launched_at, launched_by, approved_by, starts_at, not_after,
       look_at)
    values (
      ${tenant.id}, ${broadcastId}, ${JSON.stringify(plan)}::jsonb, ${experimentId}, ${audience}, ${now}, ${by},
      ${approvedBy}, ${startsAt}, ${notAfter}, ${real}
    )
  `)
  return ok(null)
}

function compared(control: BroadcastPlan['control']) {
  if (control.kind === 'none') return { ...WITHOUT, holdoutShare: 0, withoutReason: control.reason }
  const { share, metric, windowDays } = control
  return { holdoutShare: share, metric, windowDays }
}
