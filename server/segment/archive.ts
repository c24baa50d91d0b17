import type { SegmentUse } from '../../contract/segment-view.ts'
import { type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { SegmentRouteDeps } from './route-deps.ts'
import { unlessTaken } from './save.ts'
import { markStale } from './store.ts'
import { referencesOf, storedTree } from './tree.ts'

/** Where a segment (uuid) is used: segments that refer to it and are not archived, and running journeys. */
export async function usesOf(
  tx: Tx,
  deps: Pick<SegmentRouteDeps, 'journeysUsing'>,
  tenant: Tenant,
  id: string,
): Promise<SegmentUse[]> {
  const shown = showId('segment', id)
  const others = await tx.rows(sql<{ id: string; name: string; tree: unknown }>`
    select id, name, tree
    from segment.segment
    where workspace_id = ${tenant.id}
      and archived_at is null
      and id <> ${id}
    order by name
  `)
  const segments = others
    .filter(({ tree }) => referencesOf(storedTree(tree)).includes(shown))
    .map((other) => ({
      kind: 'segment' as const,
      id: showId('segment', other.id),
      name: other.name,
    }))
  return [...segments, ...(await deps.journeysUsing(tx, tenant, id))]
}

/** Takes a segment (uuid) out of use, unless something rests on it. Its members stay as they were then. Twice is once. */
export async function archiveSegment(
  tx: Tx,
  deps: Pick<SegmentRouteDeps, 'journeysUsing'>,
  tenant: Tenant,
  { id, now }: { id: string; now: Date },
): Promise<Outcome<null, 'not_found' | 'used'>> {
  const standing = await tx.maybe(sql<{ archivedAt: Date | null }>`
    select archived_at as "archivedAt"
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  if (!standing) return refused('not_found')
  if (standing.archivedAt) return ok(null)
  const uses = await usesOf(tx, deps, tenant, id)
  if (uses.length > 0)
    return refused('used', {
      count: uses.length,
      places: uses.map(({ name }) => name).join('、'),
    })
  await tx.run(sql`
    update segment.segment
    set state = 'archived', archived_from = state, archived_at = ${now}, revision = revision + 1
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(null)
}

/** Brings an archived segment (uuid) back as it was; a live one is computed anew. Twice is once. */
export async function restoreSegment(
  tx: Tx,
  tenant: Tenant,
  { id, now }: { id: string; now: Date },
): Promise<Outcome<null, 'not_found' | 'name_taken'>> {
  const standing = await tx.maybe(sql<{ name: string; from: 'draft' | 'live' | null }>`
    select name, archived_from as "from"
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  if (!standing) return refused('not_found')
  if (standing.from === null) return ok(null)
  const restored = await unlessTaken(tx, () =>
    tx.run(sql`
      update segment.segment
      set state = archived_from, archived_from = null, archived_at = null, revision = revision + 1
      where workspace_id = ${tenant.id}
        and id = ${id}
    `),
  )
  if (!restored) return refused('name_taken', { name: standing.name })
  if (standing.from === 'live') await markStale(tx, tenant, now)
  return ok(null)
}
