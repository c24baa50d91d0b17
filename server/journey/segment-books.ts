import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { conditionsOf } from '../../contract/segment.ts'
import { showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { segmentKey } from './condition.ts'

const JOURNEYS_MAX = 500

type Newest = { id: string; name: string; plan: JourneyPlan }

/** Journeys that were launched once, the newest first, each with its newest plan. */
async function launched(tx: Tx, tenant: { id: string }): Promise<Newest[]> {
  const rows = await tx.rows(sql<Omit<Newest, 'plan'> & { plan: unknown }>`
    select j.id, j.name, v.plan
    from journey.journey j
    join lateral (
      select plan
      from journey.version
      where workspace_id = j.workspace_id
        and journey_id = j.id
      order by no desc
      limit 1
    ) v on true
    where j.workspace_id = ${tenant.id}
    order by j.created_at desc
    limit ${JOURNEYS_MAX}
  `)
  return rows.map((row) => ({ ...row, plan: journeyPlan.parse(row.plan) }))
}

/** Launched journeys with the steps that speak to people, as conditions of segments name them. */
export async function journeysSending(tx: Tx, tenant: { id: string }) {
  return (await launched(tx, tenant)).map(({ id, name, plan }) => ({
    id: showId('journey', id),
    name,
    steps: plan.steps
      .filter(({ kind }) => kind === 'send' || kind === 'staff_task')
      .map((step) => ({ id: step.id, name: step.name === '' ? step.id : step.name })),
  }))
}

const USES_MAX = 200

/**
 * Journeys that rest on a segment (uuid): by a trigger, an exit or a branch of the version by which people enter, or of an
 * older one by which somebody is still inside or about to be let in. One that ends counts until the last has left.
 */
export async function journeysUsing(tx: Tx, tenant: { id: string }, segmentId: string) {
  const shown = showId('segment', segmentId)
  // Plans that do not name the segment are left where they are; what names it is read with care below.
  const rows = await tx.rows(sql<{ id: string; name: string; plan: unknown }>`
    select j.id, j.name, v.plan
    from journey.version v
    join journey.journey j
      on j.workspace_id = v.workspace_id
      and j.id = v.journey_id
    where v.workspace_id = ${tenant.id}
      and (position(${shown} in v.plan::text) > 0 or position(${segmentId} in v.plan::text) > 0)
      and (
        (${isNewest} and not ${hasEnding})
        or exists (
          select from journey.enrollment e
          where e.workspace_id = v.workspace_id
            and e.journey_id = v.journey_id
            and e.version = v.no
            and e.due_at is not null
        )
        or exists (
          select from journey.admission a
          where a.workspace_id = v.workspace_id
            and a.journey_id = v.journey_id
            and a.version = v.no
            and a.done_at is null
        )
      )
    order by j.created_at desc, j.id, v.no desc
    limit ${USES_MAX}
  `)
  const using = rows.filter(({ plan }) => segmentsOf(journeyPlan.parse(plan)).includes(segmentId))
  const names = new Map(using.map(({ id, name }) => [id, name]))
  return [...names].map(([id, name]) => ({
    kind: 'journey' as const,
    id: showId('journey', id),
    name,
  }))
}

const isNewest = sql`not exists (
  select from journey.version w
  where w.workspace_id = v.workspace_id
    and w.journey_id = v.journey_id
    and w.no > v.no
)`

const hasEnding = sql`exists (
  select from journey.ending n
  where n.workspace_id = v.workspace_id
    and n.journey_id = v.journey_id
)`

/** The segments (uuid) of a plan, wherever they stand in it. */
function segmentsOf(plan: JourneyPlan): string[] {
  return [
    ...plan.triggers.flatMap((one) => ('segmentId' in one ? [one.segmentId] : [])),
    ...plan.exits.flatMap((one) => (one.kind === 'segment_left' ? [one.segmentId] : [])),
    ...plan.steps
      .flatMap((step) => (step.kind === 'branch' ? step.arms : []))
      .flatMap(({ tree }) => conditionsOf(tree))
      .flatMap((one) => (one.kind === 'segment' ? [one.segmentId] : [])),
  ].map(segmentKey)
}
