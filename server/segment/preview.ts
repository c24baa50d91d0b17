import type { SegmentNode } from '../../contract/segment.ts'
import { nodesOf } from '../../contract/segment-view.ts'
import { type ClickHouse, QueryFailed } from '../clickhouse/index.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { bitmapTables, type Compiled, compile, type Trees } from './compile.ts'
import { lastOf } from './membership.ts'
import { everybody, type People } from './people.ts'
import type { Ask } from './source.ts'

export const SAMPLE_PEOPLE = 10
/** Somebody is waiting in front of it. */
const PREVIEW_SECONDS = 30

/** ClickHouse's codes for a query that ran too long, and for one that wanted too much memory. */
const TOO_MUCH: readonly number[] = [159, 241]

/** What is asked for a preview; a question that is too large for it is told in words, with what can be done. */
export async function inTime<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof QueryFailed && TOO_MUCH.includes(error.code))
      throw new Problem('segment_preview_slow', { seconds: PREVIEW_SECONDS })
    throw error
  }
}

export type Counted = {
  total: number
  everybody: number
  counts: { path: string; count: number }[]
  /** Numbers of the newest customers among them, the newest first. */
  sample: number[]
}

/** How many people each node of a tree holds for, exactly, and some of the whole tree's people. One statement. */
export async function countTree(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { ask, trees, tree }: { ask: Ask; trees: Trees; tree: SegmentNode },
): Promise<Counted> {
  const compiled = compile(ask, trees)
  const people = await everybody(clickhouse, tenant)
  const [found] = await clickhouse.rows<Omit<Counted, 'counts'> & { counts: number[] }>({
    sql: previewStatement(compiled, people, tree),
    params: { ...compiled.plan.params.values(), ...people.params, workspace: tenant.no },
    settings: { max_execution_time: PREVIEW_SECONDS, optimize_aggregation_in_order: '1' },
    comment: 'segment.preview',
  })
  const counts = found?.counts ?? []
  return {
    total: counts[0] ?? 0,
    everybody: found?.everybody ?? 0,
    counts: nodesOf(tree).map(({ path }, i) => ({ path, count: counts[i] ?? 0 })),
    sample: [...(found?.sample ?? [])].reverse(),
  }
}

/** The statement of a preview. Exported for its golden file. */
export function previewStatement(compiled: Compiled, people: People, tree: SegmentNode): string {
  const nodes = nodesOf(tree).map(({ node }) => compiled.bitmapOf(node))
  const whole = `bitmapAnd(everyone, ${compiled.bitmapOf(tree)})`
  const tables = bitmapTables(compiled, people)
  return `
select
  everybody,
  counts,
  bitmapToArray(subBitmap(whole, ${lastOf('whole', String(SAMPLE_PEOPLE))}, toUInt64(${SAMPLE_PEOPLE}))) as sample
from (
  select
    bitmapCardinality(everyone) as everybody,
    [${nodes.map((node) => `bitmapCardinality(bitmapAnd(everyone, ${node}))`).join(',\n    ')}] as counts,
    ${whole} as whole
  from ${tables.from}
)`
}
