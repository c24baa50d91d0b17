import { SEGMENT_LIMITS, type SegmentNode } from '../../contract/segment.ts'
import { nodesOf } from '../../contract/segment-view.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import type { Trees } from './compile.ts'
import { isCircular } from './tree.ts'

/** What a tree may refer to, by shown ids. */
export type Known = {
  tags: ReadonlySet<string>
  /** Names of the segments that are not archived. */
  segments: ReadonlyMap<string, string>
  journeys: ReadonlySet<string>
  trees: Trees
}

export type TreeProblem = 'too_large' | 'unknown_ref' | 'circle'

/**
 * Whether a tree can be kept: within its limits, referring to what is there, and never to itself.
 * @param own the shown id of the segment it is for; null for a new one.
 * @returns refused with `node`, the place of the first node at fault (`placeOf`), and for a circle the `name` referred to.
 */
export function judgeTree(
  tree: SegmentNode,
  own: string | null,
  known: Known,
): Outcome<SegmentNode, TreeProblem> {
  const nodes = nodesOf(tree)
  const deep = nodes.find(({ path }) => depthOf(path) > SEGMENT_LIMITS.depth)
  const surplus = nodes.filter(({ node }) => !isGroup(node))[SEGMENT_LIMITS.conditions]
  const large = deep ?? surplus
  if (large) return refused('too_large', { node: placeOf(large.path) })
  for (const { path, node } of nodes) {
    if (!isKnown(node, known)) return refused('unknown_ref', { node: placeOf(path) })
    if (node.kind !== 'segment' || own === null) continue
    if (isCircular(own, node, known.trees)) {
      const name = known.segments.get(node.segmentId) ?? ''
      return refused('circle', { node: placeOf(path), name })
    }
  }
  return ok(tree)
}

/** '' → '1', '1.0' → '2.1': as people count. */
export function placeOf(path: string): string {
  if (path === '') return '1'
  return path
    .split('.')
    .map((step) => Number(step) + 1)
    .join('.')
}

/** How many nodes lie above one. */
function depthOf(path: string): number {
  return path === '' ? 0 : path.split('.').length
}

function isGroup(node: SegmentNode): boolean {
  return node.kind === 'all' || node.kind === 'any' || node.kind === 'not'
}

function isKnown(node: SegmentNode, known: Known): boolean {
  if (node.kind === 'tag') return known.tags.has(node.tagId)
  if (node.kind === 'segment') return known.segments.has(node.segmentId)
  if (node.kind === 'message') return node.journeyId === null || known.journeys.has(node.journeyId)
  return true
}

/** JSON nested deeper than any tree may be: told before anything walks it by recursion. */
const NESTED_MAX = 4 * SEGMENT_LIMITS.depth

/** Whether a value from outside is nested no deeper than a tree could be. */
export function isShallow(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > NESTED_MAX) return false
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    )
  }
  return true
}
