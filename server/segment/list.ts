import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import {
  type SegmentRow,
  type SegmentState,
  type segmentSort,
  segmentState,
} from '../../contract/segment-view.ts'
import { addMs, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { SegmentRouteDeps } from './route-deps.ts'
import { storedTree } from './tree.ts'

const WEEK_MS = 7 * 86_400_000

/** A segment as the room itself knows it; what its ids are called other rooms say. */
export type Listed = Omit<SegmentRow, 'names'>

type Stored = {
  id: string
  name: string
  state: SegmentState
  tree: unknown
  revision: number
  size: number | null
  entered: number
  left: number
  computedAt: Date | null
  createdAt: Date
  changedAt: Date
  changedBy: string | null
  archivedAt: Date | null
}

/** Statements differ in the rows they pick; what a row holds is the same. `since`: movement from that instant on. */
function columns(tenant: Pick<Tenant, 'id'>, since: Date): RawBuilder<unknown> {
  return sql`
    s.id, s.name, s.state, s.tree, s.revision, s.size, coalesce(h.entered, 0) as entered, coalesce(h.left_count, 0) as left,
    s.computed_at as "computedAt", s.created_at as "createdAt", s.changed_at as "changedAt",
    s.changed_by as "changedBy", s.archived_at as "archivedAt"
    from segment.segment s
    left join lateral (
      select sum(entered)::bigint as entered, sum(left_count)::bigint as left_count
      from segment.history
      where workspace_id = ${tenant.id}
        and segment_id = s.id
        and hour >= ${since}
    ) h on true`
}

export type SegmentsAsked = {
  search?: string | undefined
  state?: string | undefined
  sort: z.infer<typeof segmentSort>
  limit: number
  offset: number
}

const sorts = {
  name: sql`s.name`,
  size: sql`s.size`,
  changed: sql`s.changed_at`,
}

/** Segments in an order, and how many there are in all. @param present the workspace's, for "in the last seven days". */
export async function listSegments(
  tx: Tx,
  deps: Pick<SegmentRouteDeps, 'staffNames'>,
  tenant: Tenant,
  { search = '', state, sort, limit, offset, present }: SegmentsAsked & { present: Date },
): Promise<{ rows: Listed[]; total: number }> {
  const states = statesOf(state)
  const where = sql`
      s.workspace_id = ${tenant.id}
      and s.state = any(${states}::text[])
      and (${search === ''} or position(lower(${search}) in lower(s.name)) > 0)`
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from segment.segment s
    where ${where}
  `)
  const rows = await tx.rows(sql<Stored>`
    select ${columns(tenant, addMs(present, -WEEK_MS))}
    where ${where}
    order by ${orderOf(sort)}, s.id
    limit ${limit}
    offset ${offset}
  `)
  const names = await deps.staffNames(
    tx,
    tenant.id,
    rows.map(({ changedBy }) => changedBy),
  )
  return { rows: rows.map((row) => shown(row, names)), total }
}

function statesOf(asked: string | undefined): SegmentState[] {
  const named = (asked ?? '').split(',').flatMap((word) => {
    const state = segmentState.safeParse(word)
    return state.success ? [state.data] : []
  })
  return named.length > 0 ? named : ['draft', 'live']
}

function orderOf(sort: SegmentsAsked['sort']): RawBuilder<unknown> {
  const isDown = sort.startsWith('-')
  const key = isDown ? sort.slice(1) : sort
  const by = key === 'name' ? sorts.name : key === 'size' ? sorts.size : sorts.changed
  return isDown ? sql`${by} desc nulls last` : sql`${by} nulls last`
}

/** One segment (uuid) with its revision; null when it is not there. */
export async function readSegment(
  tx: Tx,
  deps: Pick<SegmentRouteDeps, 'staffNames'>,
  tenant: Tenant,
  { id, present }: { id: string; present: Date },
): Promise<(Listed & { revision: number }) | null> {
  const row = await tx.maybe(sql<Stored>`
    select ${columns(tenant, addMs(present, -WEEK_MS))}
    where s.workspace_id = ${tenant.id}
      and s.id = ${id}
  `)
  if (!row) return null
  const names = await deps.staffNames(tx, tenant.id, [row.changedBy])
  return { ...shown(row, names), revision: row.revision }
}

function shown(row: Stored, names: ReadonlyMap<string, string>): Listed {
  return {
    id: showId('segment', row.id),
    name: row.name,
    state: row.state,
    tree: storedTree(row.tree),
    size: row.size,
    entered7: row.entered,
    left7: row.left,
    computedAt: row.computedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    changedBy: row.changedBy === null ? null : (names.get(row.changedBy) ?? null),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }
}
