import type { StepNumbers } from '../../contract/journey-view.ts'
import { countByStep } from '../channel/index.ts'
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
  const waiting = await tx.rows(sql<{ step: string; people: number }>`
    select step, count(*) as people
    from journey.enrollment
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and version = ${no}
      and state in ('timer', 'listening')
    group by step
  `)
  const messages = await countByStep(tx, tenant, { journeyId, version: no })
  return plan.steps.map(({ id }) => {
    const outcomes = passed
      .filter(({ step }) => step === id)
      .map(({ outcome, detail, people }) => ({ outcome, detail, people }))
    const here = waiting.find(({ step }) => step === id)?.people ?? 0
    return {
      stepId: id,
      came: outcomes.reduce((sum, { people }) => sum + people, here),
      waiting: here,
      outcomes,
      messages: messages
        .filter(({ stepId }) => stepId === id)
        .map(({ state, count }) => ({ state, people: count })),
    }
  })
}
