import type { DeliveryState } from '../../contract/delivery.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { namesBefore } from './migration.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import { ALREADY } from './once-across.ts'
import type { PassageRow } from './traveller.ts'
import { trialOf } from './trial-store.ts'

/** How a loop writes down that it led somebody back. */
export const AGAIN = 'again'

/** What became of the task that an associate was given. */
export type TaskEnd = 'open' | 'done' | 'left_out' | 'expired'

/** What the walk asks of steps that people have passed before; always of many at once, by their enrollments. */
export type Past = {
  /** How often a loop has led each back. Whom it never did is missing. */
  laps(stepId: string, enrollmentIds: string[]): Promise<ReadonlyMap<string, number>>
  /** What became of the newest task of a step. Who was never given one is missing. */
  tasks(stepId: string, enrollmentIds: string[]): Promise<ReadonlyMap<string, TaskEnd>>
  /** The arm of a judged split that newcomers are led to; null: chance decides. */
  winner(stepId: string, version: number): Promise<string | null>
  /** On whom a step has had its effect by a version before this one. */
  done(stepId: string, version: number, enrollmentIds: string[]): Promise<ReadonlySet<string>>
}

/** The past as it is written down. */
export function pastIn(
  tx: Tx,
  { tenant }: Scope,
  { taskStates }: Pick<Neighbours, 'taskStates'>,
  journeyId: string,
): Past {
  return {
    async winner(step, version) {
      return (await trialOf(tx, tenant.id, { journeyId, version, step }))?.winner ?? null
    },
    async laps(stepId, enrollmentIds) {
      const rows = await tx.rows(sql<{ id: string; laps: number }>`
        select enrollment_id as id, count(*)::int as laps
        from journey.passage
        where workspace_id = ${tenant.id}
          and journey_id = ${journeyId}
          and enrollment_id = any(${enrollmentIds}::uuid[])
          and step = ${stepId}
          and outcome = ${AGAIN}
        group by enrollment_id
      `)
      return new Map(rows.map(({ id, laps }) => [id, laps]))
    },
    async tasks(stepId, enrollmentIds) {
      const rows = await tx.rows(sql<{ id: string; outcome: string; ref: string | null }>`
        select distinct on (enrollment_id) enrollment_id as id, outcome, ref
        from journey.passage
        where workspace_id = ${tenant.id}
          and journey_id = ${journeyId}
          and enrollment_id = any(${enrollmentIds}::uuid[])
          and step = ${stepId}
          and detail <> ${ALREADY}
        order by enrollment_id, occurrence desc
      `)
      const given = rows.flatMap(({ outcome, ref }) => (outcome === 'planned' && ref ? [ref] : []))
      const states = await taskStates(tx, tenant, given)
      return new Map(rows.map(({ id, ref }) => [id, taskEnd(states.get(ref ?? ''))]))
    },
    async done(stepId, version, enrollmentIds) {
      const names = await namesBefore(tx, tenant.id, { journeyId, version, stepId })
      const rows = await tx.rows(sql<{ id: string }>`
        select distinct enrollment_id as id
        from journey.passage
        where workspace_id = ${tenant.id}
          and journey_id = ${journeyId}
          and enrollment_id = any(${enrollmentIds}::uuid[])
          and step = any(${names}::text[])
          and version < ${version}
          and outcome in ('planned', 'tagged')
      `)
      return new Set(rows.map(({ id }) => id))
    },
  }
}

/** What was refused, taken back or never given is left out: nobody will do it any more. */
function taskEnd(state: DeliveryState | undefined): TaskEnd {
  switch (state) {
    case 'sent':
      return 'done'
    case 'expired':
      return 'expired'
    case undefined:
    case 'skipped':
    case 'cancelled':
    case 'failed':
      return 'left_out'
    default:
      return 'open'
  }
}

/** Laps of a loop, with those of the batch that is under way and not written yet. */
export async function lapsOf(
  past: Past,
  passed: readonly PassageRow[],
  { step, enrollmentIds }: { step: string; enrollmentIds: string[] },
): Promise<ReadonlyMap<string, number>> {
  const laps = new Map(await past.laps(step, enrollmentIds))
  for (const row of passed)
    if (row.step === step && row.outcome === AGAIN)
      laps.set(row.enrollmentId, (laps.get(row.enrollmentId) ?? 0) + 1)
  return laps
}

/** What became of tasks, also of those that the batch under way has only just given. */
export async function tasksOf(
  past: Past,
  passed: readonly PassageRow[],
  { step, enrollmentIds }: { step: string; enrollmentIds: string[] },
): Promise<ReadonlyMap<string, TaskEnd>> {
  const tasks = new Map(await past.tasks(step, enrollmentIds))
  for (const { step: at, enrollmentId, outcome, detail } of passed)
    if (at === step && detail !== ALREADY)
      tasks.set(enrollmentId, outcome === 'planned' ? 'open' : 'left_out')
  return tasks
}
