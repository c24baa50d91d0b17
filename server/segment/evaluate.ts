import type { SegmentNode } from '../../contract/segment.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Trees } from './compile.ts'
import type { PredictionsOf } from './predictions.ts'
import { membersAmong } from './questions.ts'
import type { Ask } from './source.ts'
import { treesOf } from './store.ts'
import { PREDICTIONS, restsOn } from './tree.ts'
import { pagesOfMembers } from './versions.ts'

/** People asked about at once: their numbers travel as one parameter. */
const AMONG_MAX = 100_000

export type EvaluateDeps = {
  db: Database
  clickhouse: Pick<ClickHouse, 'rows'>
  predictionsOf: PredictionsOf
}

/** Who of some persons (by their numbers) a tree holds for, at an instant, as far as history has landed. */
export async function evaluate(
  deps: EvaluateDeps,
  tenant: Tenant,
  tree: SegmentNode,
  { among, now }: { among: readonly number[]; now: Date },
): Promise<Set<number>> {
  const { trees, ask } = await deps.db.inWorkspace(tenant.id, (tx) =>
    questionOf(tx, deps, tenant, { tree, now }),
  )
  const wanted = new Set(among)
  const found = new Set<number>()
  for (let from = 0; from < among.length; from += AMONG_MAX) {
    const page = among.slice(from, from + AMONG_MAX)
    const members = await membersAmong(deps.clickhouse, tenant, { ask, trees, tree, among: page })
    for (const no of members) if (wanted.has(no)) found.add(no)
  }
  return found
}

/** What has to be known to ask about a tree at an instant: the trees it may refer to, and the predictions it rests on. */
export async function questionOf(
  tx: Tx,
  deps: Pick<EvaluateDeps, 'predictionsOf'>,
  tenant: Tenant,
  { tree, now }: { tree: SegmentNode; now: Date },
): Promise<{ trees: Trees; ask: Ask }> {
  const trees = await treesOf(tx, tenant)
  const predicts = restsOn([tree], trees).has(PREDICTIONS)
  const predictions = predicts ? await deps.predictionsOf(tx, tenant) : null
  return { trees, ask: { nowMs: now.getTime(), timeZone: tenant.timeZone, predictions } }
}

/** The members of a segment as last computed, in pages of 50,000 numbers; none before that. @param segmentId its uuid. */
export async function* members(
  deps: Pick<EvaluateDeps, 'db' | 'clickhouse'>,
  tenant: Pick<Tenant, 'id' | 'no'>,
  segmentId: string,
): AsyncIterable<number[]> {
  const pointer = await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.maybe(sql<{ version: number | null }>`
      select version
      from segment.segment
      where workspace_id = ${tenant.id}
        and id = ${segmentId}
    `),
  )
  if (!pointer || pointer.version === null) return
  yield* pagesOfMembers(deps.clickhouse, tenant, { id: segmentId, version: pointer.version })
}
