import {
  type SegmentCondition,
  type SegmentNode,
  segmentCondition,
} from '../../../contract/segment.ts'
import { nodesOf } from '../../../contract/segment-view.ts'

/** Changes to a tree by the path of a node (see `nodesOf`). Trees are never changed in place: undo keeps the old one. */

export type Group = Extract<SegmentNode, { kind: 'all' | 'any' }>

export function isGroup(node: SegmentNode): node is Group {
  return node.kind === 'all' || node.kind === 'any'
}

/** The editor shows a group at the top, whatever a tree begins with. */
export function asGroup(tree: SegmentNode): Group {
  return isGroup(tree) ? tree : { kind: 'all', of: [tree] }
}

export function nodeAt(tree: SegmentNode, path: string): SegmentNode | undefined {
  return nodesOf(tree).find((one) => one.path === path)?.node
}

/** The tree with another node in the place of one; `null` takes it away. */
export function replaceAt<T extends SegmentNode>(
  tree: T,
  path: string,
  node: SegmentNode | null,
): SegmentNode | null {
  if (path === '') return node
  const [first = '', ...rest] = path.split('.')
  const below = rest.join('.')
  if (tree.kind === 'not') {
    const inner = replaceAt(tree.of, below, node)
    return inner === null ? null : { kind: 'not', of: inner }
  }
  if (!isGroup(tree)) return tree
  const at = Number(first)
  const of = tree.of.flatMap((child, i) => {
    if (i !== at) return [child]
    const changed = replaceAt(child, below, node)
    return changed === null ? [] : [changed]
  })
  return { kind: tree.kind, of }
}

/** A group with one node more, at its end. */
export function addTo(tree: SegmentNode, path: string, node: SegmentNode): SegmentNode {
  const group = nodeAt(tree, path)
  if (!group || !isGroup(group)) return tree
  return replaceAt(tree, path, { kind: group.kind, of: [...group.of, node] }) ?? tree
}

/** A node among its neighbours, `by` places on; it stays inside of its group. */
export function moveBy(tree: SegmentNode, path: string, by: -1 | 1): SegmentNode {
  const steps = path.split('.')
  const at = Number(steps.at(-1))
  const above = steps.slice(0, -1).join('.')
  const group = nodeAt(tree, above)
  if (path === '' || !group || !isGroup(group)) return tree
  const [here, there] = [group.of[at], group.of[at + by]]
  if (!here || !there) return tree
  const of = group.of.with(at, there).with(at + by, here)
  return replaceAt(tree, above, { kind: group.kind, of }) ?? tree
}

/** Leaves out what it was, or lets it count again. */
export function excludeAt(tree: SegmentNode, path: string): SegmentNode {
  const node = nodeAt(tree, path)
  if (!node) return tree
  const other: SegmentNode = node.kind === 'not' ? node.of : { kind: 'not', of: node }
  return replaceAt(tree, path, other) ?? tree
}

/** Paths of what is not filled in yet: conditions, and groups inside of others that hold none. */
export function unfinished(tree: SegmentNode): string[] {
  return nodesOf(tree).flatMap(({ path, node }) => {
    if (node.kind === 'not') return []
    const isDone = isGroup(node) ? path === '' || node.of.length > 0 : isFinished(node)
    return isDone ? [] : [path]
  })
}

/** The tree without what is not filled in yet: what it says so far. */
export function saidSoFar(tree: Group): SegmentNode {
  return finishedPart(tree, false) ?? { kind: tree.kind, of: [] }
}

/**
 * The same for counting: what is not filled in makes no difference, and everything else stays at its path.
 */
export function countableSoFar(tree: Group): SegmentNode {
  return finishedPart(tree, true) ?? { kind: tree.kind, of: [] }
}

function finishedPart(node: SegmentNode, keepsPlaces: boolean): SegmentNode | null {
  if (node.kind === 'not') {
    const inner = finishedPart(node.of, keepsPlaces)
    return inner && { kind: 'not', of: inner }
  }
  if (!isGroup(node)) return isFinished(node) ? node : null
  const parts = node.of.map((child) => finishedPart(child, keepsPlaces))
  if (parts.every((part) => part === null)) return null
  // An empty group of the same kind changes nothing: everybody among "all", nobody among "any".
  const neutral: SegmentNode = { kind: node.kind, of: [] }
  return {
    kind: node.kind,
    of: parts.flatMap((part) => part ?? (keepsPlaces ? [neutral] : [])),
  }
}

function isFinished(condition: SegmentCondition): boolean {
  if (!segmentCondition.safeParse(condition).success) return false
  switch (condition.kind) {
    case 'tag':
      return condition.tagId !== ''
    case 'segment':
      return condition.segmentId !== ''
    case 'prediction': {
      const { test } = condition
      return test.of !== 'rfm' || test.r.length + test.f.length + test.m.length > 0
    }
    default:
      return true
  }
}
