import { earOf } from '../../contract/journey-flow.ts'
import type { Fact } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { meets } from './condition.ts'
import { leftFact } from './facts.ts'
import type { Heard } from './listen-step.ts'
import type { Scope } from './neighbours.ts'
import type { Version } from './version.ts'

type Waiting = {
  id: string
  version: number
  customerId: string
  customerNo: number
  step: string
  occurrence: number
  stepAt: Date
}

/**
 * Lets those go on who waited for what has happened. Everybody inside is locked, also those who are on their way to a
 * wait: the statement waits for the worker that moves them and then sees them listening, so no event falls between.
 */
export async function hear(
  tx: Tx,
  scope: Scope,
  version: Version,
  heard: Heard[],
): Promise<Fact[]> {
  const inside = await tx.rows(sql<Waiting & { state: string }>`
    select e.id, e.version, e.customer_id as "customerId", e.customer_no as "customerNo", e.step, e.occurrence,
           e.step_at as "stepAt", e.state
    from journey.enrollment e
    where e.workspace_id = ${scope.tenant.id}
      and e.journey_id = ${version.journeyId}
      and e.version = ${version.no}
      and e.customer_id = any(${heard.map(({ person }) => person.id)}::uuid[])
      and e.state in ('timer', 'listening')
    order by e.id
    for update
  `)
  const went = inside
    .filter(({ state }) => state === 'listening')
    .flatMap((waiting) => {
      const event = eventFor(version, waiting, heard)
      if (!event) return []
      return [{ waiting, eventId: event.eventId, to: version.flow.arm(waiting.step, 'heard') }]
    })
  if (went.length === 0) return []
  await tx.run(sql`
    insert into journey.passage (workspace_id, journey_id, enrollment_id, step, occurrence, version, at, outcome, ref)
    select ${scope.tenant.id}, ${version.journeyId}, n.id, n.step, n.occurrence, ${version.no}, ${scope.now}, 'heard', n.ref
    from unnest(
      ${went.map(({ waiting }) => waiting.id)}::uuid[],
      ${went.map(({ waiting }) => waiting.step)}::text[],
      ${went.map(({ waiting }) => waiting.occurrence)}::smallint[],
      ${went.map(({ eventId }) => eventId)}::uuid[]
    ) as n (id, step, occurrence, ref)
  `)
  await tx.run(sql`
    update journey.enrollment e
    set state = case when n.step is null then 'left' else 'timer' end,
        step = coalesce(n.step, e.step),
        is_begun = n.step is null,
        step_at = ${scope.now},
        due_at = case when n.step is not null then ${scope.now}::timestamptz end,
        listens_to = null,
        note = null,
        left_at = case when n.step is null then ${scope.now}::timestamptz end,
        left_reason = case when n.step is null then 'completed' end
    from unnest(
      ${went.map(({ waiting }) => waiting.id)}::uuid[],
      ${went.map(({ to }) => to)}::text[]
    ) as n (id, step)
    where e.workspace_id = ${scope.tenant.id}
      and e.journey_id = ${version.journeyId}
      and e.id = n.id
  `)
  return went
    .filter(({ to }) => to === null)
    .map(({ waiting }) => leftFact(version.journeyId, waiting, 'completed', scope.now))
}

/** The first event that a person waits for, and that happened since they began to. */
export function eventFor(
  version: Pick<Version, 'flow'>,
  waiting: Pick<Waiting, 'step' | 'customerId' | 'stepAt'>,
  heard: Heard[],
) {
  const step = version.flow.steps.get(waiting.step)
  const ear = step ? earOf(step) : null
  if (ear === null) return null
  const found = heard.find(
    ({ event, person }) =>
      person.id === waiting.customerId && event.at >= waiting.stepAt && meets(ear, event),
  )
  return found?.event ?? null
}
