import type { SegmentNode } from '../../contract/segment.ts'
import { newId, type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'
import { markStale } from './store.ts'
import { judgeTree, type Known, type TreeProblem } from './tree-problem.ts'

const UNIQUE_VIOLATION = '23505'

type By = { by: string | null; now: Date }
export type Wanted = { name: string; tree: SegmentNode; isLive: boolean }

/** Makes a segment. A live one is computed at the next look of the loop. @returns its id (uuid). */
export async function makeSegment(
  tx: Tx,
  tenant: Tenant,
  { name, tree, isLive, known, by, now }: Wanted & By & { known: Known },
): Promise<Outcome<string, TreeProblem | 'name_taken'>> {
  const judged = judgeTree(tree, null, known)
  if (!judged.ok) return judged
  const id = newId()
  const made = await tx.run(sql`
    insert into segment.segment (
      workspace_id, id, name, state, tree, created_at, created_by, changed_at, changed_by, live_since
    )
    values (
      ${tenant.id}, ${id}, ${name}, ${isLive ? 'live' : 'draft'}, ${JSON.stringify(tree)}::jsonb, ${now}, ${by}, ${now},
      ${by}, ${isLive ? now : null}
    )
    on conflict (workspace_id, name) where archived_at is null do nothing
  `)
  if (made === 0) return refused('name_taken', { name })
  if (isLive) await markStale(tx, tenant, now)
  return ok(id)
}

type Standing = { revision: number; state: 'draft' | 'live' | 'archived'; isSame: boolean }

/**
 * Saves a segment over the revision that was looked at. Everything live is computed anew when what is kept up changes: a
 * tree that others refer to changes theirs too.
 * @param change.id its uuid.
 */
export async function saveSegment(
  tx: Tx,
  tenant: Tenant,
  change: Wanted & By & { id: string; revision: number; known: Known },
): Promise<Outcome<null, TreeProblem | 'name_taken' | 'not_found' | 'changed' | 'archived'>> {
  const { id, name, tree, isLive, by, now } = change
  const text = JSON.stringify(tree)
  const standing = await tx.maybe(sql<Standing>`
    select revision, state, tree = ${text}::jsonb as "isSame"
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  if (!standing) return refused('not_found')
  if (standing.state === 'archived') return refused('archived')
  if (standing.revision !== change.revision) return refused('changed')
  const judged = judgeTree(tree, showId('segment', id), change.known)
  if (!judged.ok) return judged
  const goesLive = isLive && standing.state === 'draft'
  const saved = await unlessTaken(tx, () =>
    tx.run(sql`
      update segment.segment
      set name = ${name},
          tree = ${text}::jsonb,
          state = case when ${goesLive} then 'live' else state end,
          live_since = case when ${goesLive} then ${now} else live_since end,
          revision = revision + 1,
          changed_at = ${now},
          changed_by = ${by}
      where workspace_id = ${tenant.id}
        and id = ${id}
    `),
  )
  if (!saved) return refused('name_taken', { name })
  if (goesLive || !standing.isSame) await markStale(tx, tenant, now)
  return ok(null)
}

/** Copies what a segment says into a draft of another name. @returns the draft's id (uuid). */
export async function copySegment(
  tx: Tx,
  tenant: Tenant,
  { id, name, by, now }: By & { id: string; name: string },
): Promise<Outcome<string, 'name_taken' | 'not_found'>> {
  const original = await tx.maybe(sql<{ id: string }>`
    select id
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  if (!original) return refused('not_found')
  const copy = newId()
  const made = await tx.run(sql`
    insert into segment.segment (
      workspace_id, id, name, state, tree, created_at, created_by, changed_at, changed_by
    )
    select ${tenant.id}, ${copy}, ${name}, 'draft', tree, ${now}, ${by}, ${now}, ${by}
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
    on conflict (workspace_id, name) where archived_at is null do nothing
  `)
  return made === 0 ? refused('name_taken', { name }) : ok(copy)
}

/** A name is unique among those that are not archived. @returns false when it is taken; the transaction goes on. */
export async function unlessTaken(tx: Tx, work: () => Promise<unknown>): Promise<boolean> {
  await tx.run(sql`savepoint named`)
  try {
    await work()
    await tx.run(sql`release savepoint named`)
    return true
  } catch (error) {
    if (codeOf(error) !== UNIQUE_VIOLATION) throw error
    await tx.run(sql`rollback to savepoint named`)
    return false
  }
}
