import {
  conditionsOf,
  type SegmentCondition,
  type SegmentNode,
  segmentNode,
} from '../../contract/segment.ts'
import { unreachable } from '../kernel/index.ts'
import type { Trees } from './compile.ts'

/** Reads a tree as Postgres keeps it. */
export function storedTree(value: unknown): SegmentNode {
  return segmentNode.parse(value)
}

/** The ids of the segments that a tree names itself. */
export function referencesOf(tree: SegmentNode): string[] {
  return conditionsOf(tree).flatMap((condition) =>
    condition.kind === 'segment' ? [condition.segmentId] : [],
  )
}

/** Whether following references from a tree comes back to the segment itself. @public */
export function isCircular(own: string, tree: SegmentNode, trees: Trees): boolean {
  const seen = new Set<string>()
  const waiting = referencesOf(tree)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === own) return true
    if (seen.has(id)) continue
    seen.add(id)
    const next = trees.get(id)
    if (next) waiting.push(...referencesOf(next))
  }
  return false
}

/** Trees and all that they refer to, each once. */
export function withReferences(roots: readonly SegmentNode[], trees: Trees): SegmentNode[] {
  const found = new Set<SegmentNode>()
  const waiting = [...roots]
  for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
    if (found.has(tree)) continue
    found.add(tree)
    waiting.push(...referencesOf(tree).flatMap((id) => trees.get(id) ?? []))
  }
  return [...found]
}

/** What answers of these trees rest on, by the names under which the river says whom a batch touched. */
export function restsOn(roots: readonly SegmentNode[], trees: Trees): Set<string> {
  const conditions = withReferences(roots, trees).flatMap(conditionsOf)
  return new Set([
    // Who came and who is whom matters to every tree.
    'mirror:customer_arrival',
    'mirror:customer_override',
    ...conditions.flatMap((condition) =>
      condition.kind === 'segment' ? [] : [sourceOf(condition)],
    ),
  ])
}

/** The name for predictions, which no batch touches: a new snapshot does. */
export const PREDICTIONS = 'predictions'

function sourceOf(condition: Exclude<SegmentCondition, { kind: 'segment' }>): string {
  switch (condition.kind) {
    case 'trait':
      return 'mirror:customer_trait'
    case 'source':
      return 'mirror:customer_arrival'
    case 'identity':
      return 'mirror:customer_identity'
    case 'tag':
      return 'mirror:customer_tagging'
    case 'follow':
      return 'mirror:customer_follow'
    case 'group_chat':
      return 'mirror:group_membership'
    case 'event':
      return `event:${condition.name}`
    case 'message':
      return `event:message.${condition.result}`
    case 'order':
      return 'mirror:customer_order'
    case 'prediction':
      return PREDICTIONS
    default:
      return unreachable(condition)
  }
}
