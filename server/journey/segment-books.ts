import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { conditionsOf } from '../../contract/segment.ts'
import { showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

const JOURNEYS_MAX = 500

type Newest = { id: string; name: string; plan: JourneyPlan; isEnded: boolean }

/** Journeys that were launched once, the newest first, each with its newest plan. */
async function launched(tx: Tx, tenant: { id: string }): Promise<Newest[]> {
  const rows = await tx.rows(sql<Omit<Newest, 'plan'> & { plan: unknown }>`
    select j.id, j.name, v.plan, e.journey_id is not null as "isEnded"
    from journey.journey j
    join lateral (
      select plan
      from journey.version
      where workspace_id = j.workspace_id
        and journey_id = j.id
      order by no desc
      limit 1
    ) v on true
    left join journey.ending e
      on e.workspace_id = j.workspace_id
      and e.journey_id = j.id
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

/** Journeys that have not ended and rest on a segment (uuid): by a trigger, an exit, or a branch. */
export async function journeysUsing(tx: Tx, tenant: { id: string }, segmentId: string) {
  const shown = showId('segment', segmentId)
  return (await launched(tx, tenant))
    .filter(({ isEnded, plan }) => !isEnded && segmentsOf(plan).includes(shown))
    .map(({ id, name }) => ({ kind: 'journey' as const, id: showId('journey', id), name }))
}

function segmentsOf(plan: JourneyPlan): string[] {
  return [
    ...plan.triggers.flatMap((one) => (one.kind === 'segment' ? [one.segmentId] : [])),
    ...plan.exits.flatMap((one) => (one.kind === 'segment_left' ? [one.segmentId] : [])),
    ...plan.steps
      .flatMap((step) => (step.kind === 'branch' ? step.arms : []))
      .flatMap(({ tree }) => conditionsOf(tree))
      .flatMap((one) => (one.kind === 'segment' ? [one.segmentId] : [])),
  ]
}
