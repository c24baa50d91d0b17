import { expect, test } from 'vitest'
import type { SegmentNode } from '../../../contract/segment.ts'
import { addTo, asGroup, excludeAt, moveBy, nodeAt, replaceAt, unfinished } from './tree-edit.ts'

const from = (source: string): SegmentNode => ({ kind: 'source', anyOf: [source] })
const tree: SegmentNode = {
  kind: 'all',
  of: [from('a'), { kind: 'not', of: { kind: 'any', of: [from('b'), from('c')] } }],
}

test('a node is found, replaced and taken away by its path, below "not" too', () => {
  expect(nodeAt(tree, '1.0.1')).toEqual(from('c'))
  expect(replaceAt(tree, '1.0.1', from('d'))).toEqual({
    kind: 'all',
    of: [from('a'), { kind: 'not', of: { kind: 'any', of: [from('b'), from('d')] } }],
  })
  expect(replaceAt(tree, '1.0.0', null)).toEqual({
    kind: 'all',
    of: [from('a'), { kind: 'not', of: { kind: 'any', of: [from('c')] } }],
  })
  expect(replaceAt(tree, '1.0', null)).toEqual({ kind: 'all', of: [from('a')] })
})

test('a condition is added to a group, moved among its neighbours and no further', () => {
  expect(nodeAt(addTo(tree, '1.0', from('d')), '1.0.2')).toEqual(from('d'))
  expect(addTo(tree, '0', from('d'))).toBe(tree)
  expect(nodeAt(moveBy(tree, '1.0.0', 1), '1.0.1')).toEqual(from('b'))
  expect(moveBy(tree, '1.0.1', 1)).toBe(tree)
})

test('leaving out twice is as it was, and what begins with a condition becomes a group', () => {
  expect(excludeAt(excludeAt(tree, '0'), '0')).toEqual(tree)
  expect(excludeAt(tree, '1')).toEqual({
    kind: 'all',
    of: [from('a'), { kind: 'any', of: [from('b'), from('c')] }],
  })
  expect(asGroup(from('a'))).toEqual({ kind: 'all', of: [from('a')] })
})

test('what is not filled in is told by its path', () => {
  const open: SegmentNode = {
    kind: 'all',
    of: [
      { kind: 'tag', tagId: '', level: 'any' },
      { kind: 'not', of: { kind: 'source', anyOf: [] } },
      { kind: 'prediction', test: { of: 'rfm', r: [], f: [], m: [] } },
      from('a'),
    ],
  }
  expect(unfinished(open)).toEqual(['0', '1.0', '2'])
})
