import type { SegmentCondition, SegmentNode } from '../../contract/segment.ts'
import { nodesOf, type SegmentReason } from '../../contract/segment-view.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { type Tenant, unreachable } from '../kernel/index.ts'
import { type Compiled, compile, REFERENCES_DEEP, type Trees } from './compile.ts'
import { factOf } from './fact.ts'
import { peopleAmong } from './people.ts'
import { type Ask, perPerson } from './source.ts'

const REASONS_SECONDS = 30

type LeafKey = string
type Answer = { holds: boolean; found: string }
type Answers = ReadonlyMap<LeafKey, Answer>

/**
 * Why a tree holds for people or does not: for each of `among` (numbers that stand for persons) every node with its answer
 * and the fact it rests on. The same leaves as the statement that counts, asked per person, so it cannot say otherwise.
 */
export async function reasonsFor(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  asked: { ask: Ask; trees: Trees; tree: SegmentNode; among: readonly number[] },
): Promise<Map<number, SegmentReason[]>> {
  const { tree, trees, among } = asked
  if (among.length === 0) return new Map()
  const compiled = compile(asked.ask, trees)
  // Makes the leaves of everything that the tree refers to.
  compiled.bitmapOf(tree)
  const answers = await answersOf(clickhouse, tenant, compiled, among)
  return new Map(
    among.map((no) => [no, reasonsOf(tree, { compiled, trees, answers: answers.get(no) })]),
  )
}

async function answersOf(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { plan, leaves }: Compiled,
  among: readonly number[],
): Promise<Map<number, Map<LeafKey, Answer>>> {
  const bySource = [...plan.sources.values()].map((source) => ({
    source,
    leaves: [...leaves].filter(([, leaf]) => leaf.source === source),
  }))
  if (bySource.length === 0) return new Map()
  const people = await peopleAmong(clickhouse, tenant, among)
  const parts = bySource.map(
    ({ source, leaves }, i) => `
select
  toUInt64(person) as person,
  ${i} as part,
  [${leaves.map(([, { test }]) => `toUInt8(${test})`).join(', ')}] as holds,
  [${leaves.map(([, { found }]) => `toString(${found})`).join(', ')}] as found
from (${perPerson(source, people)}
)`,
  )
  const rows = await clickhouse.rows<{
    person: number
    part: number
    holds: number[]
    found: string[]
  }>({
    sql: parts.join('\nunion all'),
    params: { ...plan.params.values(), ...people.params, workspace: tenant.no },
    settings: { max_execution_time: REASONS_SECONDS },
    comment: 'segment.reasons',
  })
  const answers = new Map<number, Map<LeafKey, Answer>>()
  for (const { person, part, holds, found } of rows) {
    const mine = answers.get(person) ?? new Map<LeafKey, Answer>()
    bySource[part]?.leaves.forEach(([key], j) => {
      mine.set(key, { holds: holds[j] === 1, found: found[j] ?? '' })
    })
    answers.set(person, mine)
  }
  return answers
}

type Reading = { compiled: Compiled; trees: Trees; answers: Answers | undefined }

function reasonsOf(tree: SegmentNode, reading: Reading): SegmentReason[] {
  return nodesOf(tree).map(({ path, node }) => ({
    path,
    holds: holdsFor(node, reading, 0),
    fact: isGroup(node)
      ? { kind: 'nothing' }
      : factOf(node, reading.answers?.get(JSON.stringify(node))?.found ?? ''),
  }))
}

function isGroup(node: SegmentNode): node is Exclude<SegmentNode, SegmentCondition> {
  return node.kind === 'all' || node.kind === 'any' || node.kind === 'not'
}

/** The tree over the answers of its leaves; who has no rows of a source answers as nobody does. */
function holdsFor(node: SegmentNode, reading: Reading, deep: number): boolean {
  switch (node.kind) {
    case 'all':
      return node.of.every((child) => holdsFor(child, reading, deep))
    case 'any':
      return node.of.some((child) => holdsFor(child, reading, deep))
    case 'not':
      return !holdsFor(node.of, reading, deep)
    case 'segment': {
      const tree = reading.trees.get(node.segmentId)
      return tree !== undefined && deep < REFERENCES_DEEP && holdsFor(tree, reading, deep + 1)
    }
    case 'trait':
    case 'source':
    case 'identity':
    case 'tag':
    case 'follow':
    case 'group_chat':
    case 'event':
    case 'order':
    case 'prediction':
    case 'message': {
      const key = JSON.stringify(node)
      const leaf = reading.compiled.leaves.get(key)
      return reading.answers?.get(key)?.holds ?? leaf?.isTrueOfNobody ?? false
    }
    default:
      return unreachable(node)
  }
}
