import { expect, test } from 'vitest'
import { problemsOf } from '../../../contract/journey-problems.ts'
import { starterIds, starterOf } from '../../../contract/journey-starters.ts'
import { addArm, change, insert, move, newStep, remove } from './draft.ts'

const plan = () => starterOf('wake_up', 'zh').plan
const ids = (of: ReturnType<typeof plan>) => of.steps.map(({ id }) => id)

test('a fork takes the steps of its arms along when it goes or moves', () => {
  expect(ids(remove(plan(), 'back'))).toEqual(['first', 'over'])
  expect(ids(move(plan(), 'back', -1))).toEqual([
    'back',
    'came_back',
    'pause',
    'second',
    'first',
    'over',
  ])
})

test('a step that is put below a fork stands below its arms, and an arm can be begun', () => {
  const tag = newStep(plan(), 'tag', 'main')
  expect(ids(insert(plan(), tag, { lane: 'main', after: 'back' }))).toEqual([
    'first',
    'back',
    'came_back',
    'pause',
    'second',
    'tag_1',
    'over',
  ])
  const late = newStep(plan(), 'wait', 'back.silent')
  expect(ids(insert(plan(), late, { lane: 'back.silent', after: null }))[3]).toBe('wait_1')
})

test('an arm that is taken away takes its steps along, and shares make a hundred', () => {
  const split = newStep(plan(), 'split', 'main')
  if (split.kind !== 'split') throw new Error('no split')
  const three = addArm(split)
  const withSplit = insert(plan(), three, { lane: 'main', after: 'back' })
  const under = newStep(withSplit, 'send', 'split_1.c')
  const full = insert(withSplit, under, { lane: 'split_1.c', after: null })
  expect(three.kind === 'split' && three.arms.reduce((sum, { share }) => sum + share, 0)).toBe(100)
  expect(ids(change(full, split))).not.toContain(under.id)
})

test('every starter can be launched but for the segment that only the brand can name', () => {
  const open = starterIds.flatMap((id) =>
    (['zh', 'en'] as const).flatMap((language) =>
      problemsOf(starterOf(id, language).plan).map(({ code }) => `${id} ${code}`),
    ),
  )
  expect([...new Set(open)]).toEqual(
    ['habit', 'festival', 'wake_up', 'win_back'].map((id) => `${id} segment_missing`),
  )
})
