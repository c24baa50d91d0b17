import { type StepMove, stepMove } from '../../contract/journey-moves.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { By } from './journeys.ts'
import { newestVersion, versionsOf } from './version.ts'

type Asked = By & { journeyId: string; toVersion: number; moves: StepMove[]; reason: string }

/**
 * Asks for people in flight to be moved to the newest version. From here until the worker has done it nobody takes a step, so that
 * those who were counted are those who are moved.
 */
export async function askMigration(
  tx: Tx,
  workspaceId: string,
  { journeyId, toVersion, moves, reason, by, now }: Asked,
): Promise<Outcome<string, 'not_newest' | 'no_such_step' | 'under_way'>> {
  const newest = await newestVersion(tx, workspaceId, journeyId)
  if (newest?.no !== toVersion) return refused('not_newest')
  const from = [...new Set(moves.map(({ version }) => version))]
  const older = await versionsOf(tx, workspaceId, journeyId, from)
  const isKnown = moves.every(
    ({ version, stepId, to }) =>
      version < toVersion &&
      older.get(version)?.flow.steps.has(stepId) === true &&
      (to === null || newest.flow.steps.has(to)),
  )
  const places = new Set(moves.map(({ version, stepId }) => `${version} ${stepId}`))
  if (!isKnown || places.size < moves.length) return refused('no_such_step')
  const id = newId()
  const asked = await tx.run(sql`
    insert into journey.migration (workspace_id, id, journey_id, to_version, moves, reason, asked_at, asked_by)
    values (
      ${workspaceId}, ${id}, ${journeyId}, ${toVersion}, ${JSON.stringify(moves)}::jsonb, ${reason}, ${now}, ${by}
    )
    on conflict do nothing
  `)
  return asked === 1 ? ok(id) : refused('under_way')
}

export type StoredMigration = {
  id: string
  toVersion: number
  reason: string
  askedAt: Date
  askedBy: string | null
  moved: number
  departed: number
  isDone: boolean
}

/** The newest time that people of a journey were moved. */
export function newestMigration(
  tx: Tx,
  workspaceId: string,
  journeyId: string,
): Promise<StoredMigration | null> {
  return tx.maybe(sql<StoredMigration>`
    select id, to_version as "toVersion", reason, asked_at as "askedAt", asked_by as "askedBy", moved, departed,
           done_at is not null as "isDone"
    from journey.migration
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
    order by asked_at desc, id desc
    limit 1
  `)
}

/**
 * By which names a step of a version went before: its own, and those of the steps that a migration led to it. What was done under
 * any of them was done.
 */
export async function namesBefore(
  tx: Tx,
  workspaceId: string,
  { journeyId, version, stepId }: { journeyId: string; version: number; stepId: string },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ moves: unknown }>`
    select moves
    from journey.migration
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and to_version <= ${version}
    order by to_version desc, asked_at desc
  `)
  const names = new Set([stepId])
  for (const { moves } of rows)
    for (const move of stepMove.array().parse(moves))
      if (move.to !== null && names.has(move.to)) names.add(move.stepId)
  return [...names]
}

/** What was still to be moved of an ended journey is not moved any more: everybody leaves. */
export async function dropMigration(
  tx: Tx,
  workspaceId: string,
  { journeyId, now }: { journeyId: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update journey.migration
    set done_at = ${now}
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and done_at is null
  `)
}
