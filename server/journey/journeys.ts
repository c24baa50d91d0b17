import type { JourneyPlan } from '../../contract/journey.ts'
import { forgetApprovals } from '../channel/index.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { dropMigration } from './migration.ts'

export type By = { by: string | null; now: Date }

export async function makeJourney(
  tx: Tx,
  workspaceId: string,
  { name, plan, by, now }: By & { name: string; plan: JourneyPlan },
): Promise<string> {
  const id = newId()
  await tx.run(sql`
    insert into journey.journey (workspace_id, id, name, draft, draft_saved_at, draft_saved_by, created_at, created_by)
    values (${workspaceId}, ${id}, ${name}, ${JSON.stringify(plan)}::jsonb, ${now}, ${by}, ${now}, ${by})
  `)
  return id
}

/** Saves the draft over the one that was looked at. @returns the draft's new number. */
export async function saveDraft(
  tx: Tx,
  workspaceId: string,
  {
    id,
    draftNo,
    name,
    plan,
    by,
    now,
  }: By & {
    id: string
    draftNo: number
    name: string
    plan: JourneyPlan
  },
): Promise<Outcome<number, 'not_found' | 'changed'>> {
  const standing = await tx.maybe(sql<{ draftNo: number }>`
    select draft_no as "draftNo"
    from journey.journey
    where workspace_id = ${workspaceId}
      and id = ${id}
    for update
  `)
  if (!standing) return refused('not_found')
  if (standing.draftNo !== draftNo) return refused('changed')
  await tx.run(sql`
    update journey.journey
    set name = ${name},
        draft = ${JSON.stringify(plan)}::jsonb,
        draft_no = draft_no + 1,
        draft_saved_at = ${now},
        draft_saved_by = ${by}
    where workspace_id = ${workspaceId}
      and id = ${id}
  `)
  return ok(draftNo + 1)
}

/** Throws a draft away that was never launched. */
export async function dropDraft(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<Outcome<null, 'not_found' | 'launched'>> {
  const journey = await tx.maybe(sql<{ launched: boolean }>`
    select exists (
      select from journey.version v
      where v.workspace_id = j.workspace_id
        and v.journey_id = j.id
    ) as launched
    from journey.journey j
    where j.workspace_id = ${workspaceId}
      and j.id = ${id}
    for update
  `)
  if (!journey) return refused('not_found')
  if (journey.launched) return refused('launched')
  await forgetApprovals(tx, { id: workspaceId }, id)
  await tx.run(sql`
    delete from journey.journey
    where workspace_id = ${workspaceId}
      and id = ${id}
  `)
  return ok(null)
}

/** Lets a journey stand still: from the next batch on nobody enters and no timer rings. Pausing twice is pausing once. */
export async function pause(
  tx: Tx,
  workspaceId: string,
  { id, reason, by, now }: By & { id: string; reason: string },
): Promise<void> {
  await tx.run(sql`
    insert into journey.pause (workspace_id, id, journey_id, paused_at, paused_by, reason)
    values (${workspaceId}, ${newId()}, ${id}, ${now}, ${by}, ${reason})
    on conflict do nothing
  `)
}

/** Lets it go on; what was due meanwhile is treated by each step's own rule. */
export async function resume(
  tx: Tx,
  workspaceId: string,
  { id, by, now }: By & { id: string },
): Promise<boolean> {
  const lifted = await tx.run(sql`
    update journey.pause
    set resumed_at = ${now}, resumed_by = ${by}
    where workspace_id = ${workspaceId}
      and journey_id = ${id}
      and resumed_at is null
  `)
  return lifted > 0
}

/** Ends a journey for good. The worker brings it to its end. @returns false when it has ended before. */
export async function end(
  tx: Tx,
  workspaceId: string,
  { id, mode, reason, by, now }: By & { id: string; mode: 'finish' | 'at_once'; reason: string },
): Promise<boolean> {
  const ended = await tx.run(sql`
    insert into journey.ending (workspace_id, journey_id, mode, ended_at, ended_by, reason)
    values (${workspaceId}, ${id}, ${mode}, ${now}, ${by}, ${reason})
    on conflict do nothing
  `)
  if (ended === 0) return false
  await resume(tx, workspaceId, { id, by, now })
  await tx.run(sql`
    update journey.admission
    set done_at = ${now}
    where workspace_id = ${workspaceId}
      and journey_id = ${id}
      and done_at is null
  `)
  if (mode === 'at_once') await dropMigration(tx, workspaceId, { journeyId: id, now })
  await tx.run(sql`
    delete from journey.listening
    where workspace_id = ${workspaceId}
      and journey_id = ${id}
      and role = 'trigger'
  `)
  return true
}
