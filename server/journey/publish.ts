import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { eventsHeard } from '../../contract/journey-flow.ts'
import { problemsOf } from '../../contract/journey-problems.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { segmentKey } from './condition.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import { openTrials } from './trial-store.ts'

export type Publication = {
  journeyId: string
  /** The draft that was looked at; somebody may have changed it since. */
  draftNo: number
  /** Also those who match the segment already, not only who enters from now on. */
  withThoseInside: boolean
  audience: number
  by: string | null
  approvedBy: string | null
  /** The real time; `scope.now` is the workspace's. */
  at: Date
}

/**
 * Makes the draft the version by which people enter from now on. It never changes again; who is inside finishes by
 * theirs.
 * @returns the version's number.
 */
export async function publish(
  tx: Tx,
  scope: Scope,
  { begin }: Pick<Neighbours, 'begin'>,
  asked: Publication,
): Promise<Outcome<number, 'not_found' | 'changed' | 'ended' | 'not_ready'>> {
  const { tenant, now } = scope
  const journey = await tx.maybe(sql<{
    name: string
    draft: unknown
    draftNo: number
    newest: number
    ended: boolean
  }>`
    select j.name, j.draft, j.draft_no as "draftNo",
           coalesce((
             select max(v.no) from journey.version v
             where v.workspace_id = j.workspace_id and v.journey_id = j.id
           ), 0) as newest,
           exists (
             select from journey.ending n
             where n.workspace_id = j.workspace_id and n.journey_id = j.id
           ) as ended
    from journey.journey j
    where j.workspace_id = ${tenant.id}
      and j.id = ${asked.journeyId}
    for update
  `)
  if (!journey) return refused('not_found')
  if (journey.ended) return refused('ended')
  if (journey.draftNo !== asked.draftNo) return refused('changed')
  const read = journeyPlan.safeParse(journey.draft)
  if (!read.success || problemsOf(read.data).length > 0) return refused('not_ready')
  const plan = read.data
  const no = journey.newest + 1
  const experimentId = await begin(tx, scope, {
    journeyId: asked.journeyId,
    version: no,
    control: plan.control,
    title: journey.name,
    by: asked.by,
  })
  await tx.run(sql`
    insert into journey.version (
      workspace_id, journey_id, no, plan, experiment_id, activated_at, published_at, published_by, approved_by, audience
    )
    values (
      ${tenant.id}, ${asked.journeyId}, ${no}, ${JSON.stringify(plan)}::jsonb, ${experimentId}, ${now}, ${asked.at},
      ${asked.by}, ${asked.approvedBy}, ${asked.audience}
    )
  `)
  await openTrials(tx, scope, { journeyId: asked.journeyId, no, plan })
  await listenFor(tx, tenant.id, { journeyId: asked.journeyId, no, plan })
  if (asked.withThoseInside) await admitMatching(tx, tenant.id, { ...asked, no, plan })
  return ok(no)
}

/** Only the newest version lets people in; the older ones go on listening for those inside. */
async function listenFor(
  tx: Tx,
  workspaceId: string,
  { journeyId, no, plan }: { journeyId: string; no: number; plan: JourneyPlan },
): Promise<void> {
  await tx.run(sql`
    delete from journey.listening
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and role = 'trigger'
  `)
  const heard = eventsHeard(plan)
  await tx.run(sql`
    insert into journey.listening (workspace_id, event_name, journey_id, version, role)
    select ${workspaceId}, n.name, ${journeyId}, ${no}, n.role
    from unnest(
      ${heard.map(({ name }) => name)}::text[],
      ${heard.map(({ role }) => role)}::text[]
    ) as n (name, role)
  `)
}

async function admitMatching(
  tx: Tx,
  workspaceId: string,
  { journeyId, no, plan, by, at }: Publication & { no: number; plan: JourneyPlan },
): Promise<void> {
  for (const trigger of plan.triggers) {
    if (trigger.kind !== 'segment') continue
    await tx.run(sql`
      insert into journey.admission (workspace_id, id, journey_id, version, segment_id, asked_at, asked_by)
      values (${workspaceId}, ${newId()}, ${journeyId}, ${no}, ${segmentKey(trigger.segmentId)}, ${at}, ${by})
    `)
  }
}
