import { expect, test } from 'vitest'
import type { SegmentNode } from '../../../contract/segment.ts'
import {
  addTo,
  asGroup,
  countableSoFar,
  excludeAt,
  type Group,
  moveBy,
  nodeAt,
  replaceAt,
  saidSoFar,
  unfinished,
} from './tree-edit.ts'

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

const noTag: SegmentNode = { kind: 'tag', tagId: '', level: 'any' }
const noSource: SegmentNode = { kind: 'source', anyOf: [] }
const open: Group = {
  kind: 'all',
  of: [
    noTag,
    { kind: 'not', of: noSource },
    { kind: 'prediction', test: { of: 'rfm', r: [], f: [], m: [] } },
    { kind: 'any', of: [noSource, from('b')] },
    { kind: 'any', of: [] },
    from('a'),
  ],
}

test('what is not filled in is told by its path', () => {
  expect(unfinished(open)).toEqual(['0', '1.0', '2', '3.0', '4'])
  expect(unfinished({ kind: 'all', of: [] })).toEqual([])
})

test('what is not filled in is not told and makes no difference to a count, which keeps its paths', () => {
  expect(saidSoFar(open)).toEqual({
    kind: 'all',
    of: [{ kind: 'any', of: [from('b')] }, from('a')],
  })
  const everybody = { kind: 'all', of: [] }
  expect(countableSoFar(open)).toEqual({
    kind: 'all',
    of: [
      everybody,
      everybody,
      everybody,
      { kind: 'any', of: [{ kind: 'any', of: [] }, from('b')] },
      everybody,
      from('a'),
    ],
  })
  expect(countableSoFar({ kind: 'any', of: [noTag] })).toEqual({ kind: 'any', of: [] })
})
