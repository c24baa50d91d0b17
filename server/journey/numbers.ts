import type { StepNumbers } from '../../contract/journey-view.ts'
import { clicksByStep, countByStep } from '../channel/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Version } from './version.ts'

type TenantId = Pick<Tenant, 'id'>

/** Why people left a version, the most frequent first. The control group's end of measuring is none of them. */
export function leftBy(
  tx: Tx,
  tenant: TenantId,
  { journeyId, no }: Pick<Version, 'journeyId' | 'no'>,
): Promise<{ reason: string; people: number }[]> {
  return tx.rows(sql<{ reason: string; people: number }>`
    select left_reason as reason, count(*) as people
    from journey.enrollment
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and version = ${no}
      and state = 'left'
      and left_reason <> 'measured'
    group by left_reason
    order by people desc, reason
  `)
}

/** What became of those who came to each step of a version, in the order of the plan. */
export async function stepNumbers(
  tx: Tx,
  tenant: TenantId,
  { journeyId, no, plan }: Pick<Version, 'journeyId' | 'no' | 'plan'>,
): Promise<StepNumbers[]> {
  const passed = await tx.rows(sql<{
    step: string
    outcome: string
    detail: string
    people: number
  }>`
    select step, outcome, detail, count(distinct enrollment_id) as people
    from journey.passage
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and version = ${no}
    group by step, outcome, detail
    order by people desc, outcome, detail
  `)
  // Who left while waiting has come to the step and not passed it: by the goal, by an exit, with the journey's end.
  const standing = await tx.rows(sql<{
    step: string
    waiting: number
    stopped: number
    left: number
  }>`
    select e.step,
           count(*) filter (where e.state in ('timer', 'listening')) as waiting,
           count(*) filter (where e.state = 'left' and p.enrollment_id is null) as stopped,
           count(*) filter (where e.state = 'left' and e.left_reason <> 'measured') as left
    from journey.enrollment e
    left join journey.passage p
      on p.workspace_id = e.workspace_id
      and p.journey_id = e.journey_id
      and p.enrollment_id = e.id
      and p.step = e.step
      and p.occurrence = e.occurrence
    where e.workspace_id = ${tenant.id}
      and e.journey_id = ${journeyId}
      and e.version = ${no}
      and e.step is not null
    group by e.step
  `)
  const hasLoop = plan.steps.some(({ kind }) => kind === 'loop')
  const once = hasLoop ? await cameOnce(tx, tenant, { journeyId, no }) : null
  const messages = await countByStep(tx, tenant, { journeyId, version: no })
  const followed = await clicksByStep(tx, tenant, { journeyId, version: no })
  return plan.steps.map(({ id }) => {
    const outcomes = passed
      .filter(({ step }) => step === id)
      .map(({ outcome, detail, people }) => ({ outcome, detail, people }))
    const { clicked = 0, clicks = 0 } = followed.find(({ stepId }) => stepId === id) ?? {}
    const { waiting = 0, stopped = 0, left = 0 } = standing.find(({ step }) => step === id) ?? {}
    return {
      stepId: id,
      came: once
        ? (once.get(id) ?? 0)
        : outcomes.reduce((sum, { people }) => sum + people, waiting + stopped),
      waiting,
      outcomes,
      messages: messages
        .filter(({ stepId }) => stepId === id)
        .map(({ state, count }) => ({ state, people: count })),
      clicked,
      clicks,
      left,
    }
  })
}

/** How many came to each step where a loop leads people back: each counts once, whatever came of their laps. */
async function cameOnce(
  tx: Tx,
  tenant: TenantId,
  { journeyId, no }: Pick<Version, 'journeyId' | 'no'>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ step: string; people: number }>`
    select c.step, count(distinct c.id) as people
    from (
      select step, enrollment_id as id
      from journey.passage
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and version = ${no}
      union all
      select step, id
      from journey.enrollment
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and version = ${no}
        and state in ('timer', 'listening', 'left')
        and step is not null
    ) c
    group by c.step
  `)
  return new Map(rows.map(({ step, people }) => [step, people]))
}
