import type { SegmentCondition, SegmentNode } from '../../contract/segment.ts'
import { unreachable } from '../kernel/index.ts'
import type { Leaf } from './leaf.ts'
import { eventLeaf } from './leaf-event.ts'
import { orderLeaf } from './leaf-order.ts'
import { predictionLeaf } from './leaf-prediction.ts'
import {
  followLeaf,
  groupLeaf,
  identityLeaf,
  sourceLeaf,
  tagLeaf,
  traitLeaf,
} from './leaf-state.ts'
import { NEVER_MS } from './moment.ts'
import type { People } from './people.ts'
import { type Ask, createPlan, everyone, type Plan, perPerson } from './source.ts'

/** Trees of other segments, by their ids as shown. */
export type Trees = ReadonlyMap<string, SegmentNode>

/**
 * Trees made ready for one statement. A condition that several of them share is asked once; a reference to another segment
 * is that segment's own tree in its place, so answers can never contradict each other.
 */
export type Compiled = {
  plan: Plan
  leaves: Map<string, Leaf & { bit: string }>
  /** The persons of a node as a bitmap, over the bits of the leaves. */
  bitmapOf(node: SegmentNode): string
}

/** References deeper than this are taken for a circle, which saving a segment refuses. */
export const REFERENCES_DEEP = 10

export function compile(ask: Ask, trees: Trees): Compiled {
  const plan = createPlan(ask)
  const leaves: Compiled['leaves'] = new Map()
  return { plan, leaves, bitmapOf: (node) => bitmapOf(node, 0) }

  function bitmapOf(node: SegmentNode, deep: number): string {
    switch (node.kind) {
      case 'all':
        return joined('bitmapAnd', node.of, deep) ?? 'everyone'
      case 'any':
        return joined('bitmapOr', node.of, deep) ?? 'bitmapXor(everyone, everyone)'
      case 'not':
        return `bitmapAndnot(everyone, ${bitmapOf(node.of, deep)})`
      case 'segment': {
        const tree = trees.get(node.segmentId)
        if (!tree || deep >= REFERENCES_DEEP) return 'bitmapXor(everyone, everyone)'
        return bitmapOf(tree, deep + 1)
      }
      default:
        return leafBitmap(node)
    }
  }

  function joined(name: string, nodes: SegmentNode[], deep: number): string | null {
    const [first, ...rest] = nodes.map((node) => bitmapOf(node, deep))
    if (first === undefined) return null
    return rest.reduce((left, right) => `${name}(${left}, ${right})`, first)
  }

  function leafBitmap(condition: LeafCondition): string {
    const key = JSON.stringify(condition)
    const known = leaves.get(key) ?? { ...leafOf(plan, condition), bit: `b${leaves.size + 1}` }
    leaves.set(key, known)
    // Who has no rows at all is in no group: when they match, those who do not are taken out of everybody.
    return known.isTrueOfNobody ? `bitmapAndnot(everyone, ${known.bit})` : known.bit
  }
}

type LeafCondition = Exclude<SegmentCondition, { kind: 'segment' }>

function leafOf(plan: Plan, condition: LeafCondition): Leaf {
  switch (condition.kind) {
    case 'trait':
      return traitLeaf(plan, condition)
    case 'source':
      return sourceLeaf(plan, condition)
    case 'identity':
      return identityLeaf(plan, condition)
    case 'tag':
      return tagLeaf(plan, condition)
    case 'follow':
      return followLeaf(plan, condition)
    case 'group_chat':
      return groupLeaf(plan, condition)
    case 'event':
    case 'message':
      return eventLeaf(plan, condition)
    case 'order':
      return orderLeaf(plan, condition)
    case 'prediction':
      return predictionLeaf(plan, condition.test)
    default:
      return unreachable(condition)
  }
}

/** The tables that a statement over bitmaps reads from: one row that holds `everyone` and every bit. */
export function bitmapTables(
  { plan, leaves }: Compiled,
  people: People,
  { withDues = false }: { withDues?: boolean } = {},
): { from: string; dues: string[] } {
  const dues: string[] = []
  const parts = [...plan.sources.values()].map((source, i) => {
    const bits = [...leaves.values()]
      .filter((leaf) => leaf.source === source)
      .map(
        ({ bit, test, isTrueOfNobody }) =>
          `groupBitmapStateIf(toUInt32(person), ${isTrueOfNobody ? `not (${test})` : test}) as ${bit}`,
      )
    const due = withDues ? dueOf(source) : null
    if (due !== null) {
      dues.push(`d${i + 1}`)
      bits.push(`groupArrayIf((toUInt64(person), toInt64(${due})), ${due} < ${NEVER}) as d${i + 1}`)
    }
    return `(
    select ${bits.join(',\n      ')}
    from (${perPerson(source, people)}
    )
  ) as s${i + 1}`
  })
  return {
    from: [`(${everyone(people)}\n  ) as e`, ...parts].join('\n  cross join '),
    dues,
  }
}

const NEVER = `toInt64(${NEVER_MS})`

/** The next instant at which time alone changes an answer that rests on a source; null: never. */
export function dueOf({ dues }: { dues: Set<string> }): string | null {
  if (dues.size === 0) return null
  return `least(${[NEVER, ...dues].join(', ')})`
}
