import type { SegmentNode } from '../../contract/segment.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Trees } from './compile.ts'
import type { Live } from './questions.ts'
import { type Predictions, storedPredictions } from './source.ts'
import { storedTree } from './tree.ts'

/** First key of the advisory lock that lets one process at a time renew a workspace's segments. */
const SEGMENT_LOCK = 7_010

export type RefreshState = {
  batchNo: number
  evaluatedAt: Date | null
  nextDueAt: Date | null
  version: number
  begunVersion: number
  timeZone: string
  predictions: Predictions | null
  staleSince: Date | null
}

export async function lockRefresh(tx: Tx, tenant: Pick<Tenant, 'no'>): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(${SEGMENT_LOCK}::int, ${tenant.no}::int) as got
  `)
  return got
}

const NEVER_COMPUTED: RefreshState = {
  batchNo: 0,
  evaluatedAt: null,
  nextDueAt: null,
  version: 0,
  begunVersion: 0,
  timeZone: '',
  predictions: null,
  staleSince: null,
}

/** Up to where segments are computed. It makes no row: the version is begun from another transaction. */
export async function refreshState(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<RefreshState> {
  const row = await tx.maybe(sql<Omit<RefreshState, 'predictions'> & { predictions: unknown }>`
    select batch_no as "batchNo", evaluated_at as "evaluatedAt", next_due_at as "nextDueAt", version,
           begun_version as "begunVersion", time_zone as "timeZone", predictions, stale_since as "staleSince"
    from segment.refresh
    where workspace_id = ${tenant.id}
  `)
  if (!row) return NEVER_COMPUTED
  return { ...row, predictions: storedPredictions.parse(row.predictions) }
}

/** Takes the next version, in a transaction of its own: it counts as begun whatever becomes of the refresh. */
export async function beginVersion(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  const { version } = await tx.one(sql<{ version: number }>`
    insert into segment.refresh (workspace_id, begun_version)
    values (${tenant.id}, nextval('segment.version_no'))
    on conflict (workspace_id) do update
    set begun_version = excluded.begun_version
    returning begun_version as version
  `)
  return version
}

export type Reached = {
  batchNo: number
  evaluatedAt: Date
  nextDueAt: Date | null
  version: number
  timeZone: string
  predictions: Predictions | null
}

/** Notes up to where segments are computed now. A definition that was changed meanwhile stays to be computed. */
export async function reach(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  to: Reached,
  staleBefore: Date | null,
): Promise<void> {
  await tx.run(sql`
    insert into segment.refresh as r (
      workspace_id, batch_no, evaluated_at, next_due_at, version, begun_version, time_zone, predictions
    )
    values (
      ${tenant.id}, ${to.batchNo}, ${to.evaluatedAt}, ${to.nextDueAt}, ${to.version}, ${to.version},
      ${to.timeZone}, ${to.predictions === null ? null : JSON.stringify(to.predictions)}::jsonb
    )
    on conflict (workspace_id) do update
    set batch_no = excluded.batch_no, evaluated_at = excluded.evaluated_at, next_due_at = excluded.next_due_at,
        version = excluded.version, begun_version = excluded.begun_version, time_zone = excluded.time_zone,
        predictions = excluded.predictions,
        stale_since = case when r.stale_since = ${staleBefore}::timestamptz then null else r.stale_since end
  `)
}

/** Says that a definition is new: everything is computed anew. @public */
export async function markStale(tx: Tx, tenant: Pick<Tenant, 'id'>, now: Date): Promise<void> {
  await tx.run(sql`
    insert into segment.refresh (workspace_id, stale_since)
    values (${tenant.id}, ${now})
    on conflict (workspace_id) do update
    set stale_since = excluded.stale_since
  `)
}

/** Every tree of the workspace by its shown id, for references; archived ones too, since others may rest on them. */
export async function treesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<Map<string, SegmentNode>> {
  const rows = await tx.rows(sql<{ id: string; tree: unknown }>`
    select id, tree
    from segment.segment
    where workspace_id = ${tenant.id}
  `)
  return new Map(rows.map(({ id, tree }) => [showId('segment', id), storedTree(tree)]))
}

export async function liveSegments(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  trees: Trees,
): Promise<Live[]> {
  const rows = await tx.rows(sql<{ id: string; version: number | null }>`
    select id, version
    from segment.segment
    where workspace_id = ${tenant.id}
      and state = 'live'
    order by id
  `)
  return rows.flatMap(({ id, version }) => {
    const tree = trees.get(showId('segment', id))
    return tree ? [{ id, version, tree }] : []
  })
}

export type Moved = {
  id: string
  version: number
  entered: number
  left: number
  size: number | null
}

/** Moves pointers, and adds what moved to the hour. `size` null: what it was, and what came and went. */
export async function movePointers(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { moved, hour, now }: { moved: readonly Moved[]; hour: Date; now: Date },
): Promise<void> {
  if (moved.length === 0) return
  await tx.run(sql`
    with moved as (
      select id, version, size, entered, left_count
      from unnest(
        ${moved.map(({ id }) => id)}::uuid[],
        ${moved.map(({ version }) => version)}::bigint[],
        ${moved.map(({ size }) => size)}::bigint[],
        ${moved.map(({ entered }) => entered)}::bigint[],
        ${moved.map(({ left }) => left)}::bigint[]
      ) as n (id, version, size, entered, left_count)
    ),
    pointed as (
      update segment.segment s
      set version = m.version, size = coalesce(m.size, s.size + m.entered - m.left_count), computed_at = ${now}
      from moved m
      where s.workspace_id = ${tenant.id}
        and s.id = m.id
      returning s.id, s.size, m.entered, m.left_count
    )
    insert into segment.history as h (workspace_id, segment_id, hour, size, entered, left_count)
    select ${tenant.id}, id, ${hour}, size, entered, left_count
    from pointed
    on conflict (workspace_id, segment_id, hour) do update
    set size = excluded.size, entered = h.entered + excluded.entered, left_count = h.left_count + excluded.left_count
  `)
}

/** The versions that pointers name. */
export async function neededVersions(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number[]> {
  const rows = await tx.rows(sql<{ version: number }>`
    select distinct version
    from segment.segment
    where workspace_id = ${tenant.id}
      and version is not null
  `)
  return rows.map(({ version }) => version)
}

/** The version that was committed last. */
export async function committedVersion(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  const row = await tx.maybe(sql<{ version: number }>`
    select version
    from segment.refresh
    where workspace_id = ${tenant.id}
  `)
  return row?.version ?? 0
}
