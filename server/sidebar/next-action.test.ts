import { expect, test } from 'vitest'
import { nextAction, type Situation } from './next-action.ts'

const now = new Date('2026-11-11T02:00:00Z')
const quiet: Situation = {
  today: '2026-11-11',
  now,
  waits: [],
  promises: [],
  tasks: [],
  lastOrder: null,
  dueOn: null,
  hasNeeds: true,
  best: null,
  mayValue: null,
}
const promise = {
  id: 'prm_1',
  text: '周三前把小样寄出',
  dueOn: '2026-11-11',
  madeAt: '2026-11-08T02:00:00.000Z',
  madeBy: '陈兰',
  keptAt: null,
  isOverdue: false,
}
const task = { id: 'tsk_1', closesAt: '2026-11-11T10:00:00.000Z' }
const best = { materialId: 'mat_1', title: '换季泛红急救三步', reasons: [] }

test('a promise that is due comes before everything else', () => {
  expect(nextAction({ ...quiet, promises: [promise], tasks: [task], best })).toEqual({
    kind: 'promise',
    promise,
  })
})

test('a promise for later, or one that was kept, does not', () => {
  const later = { ...promise, dueOn: '2026-11-20' }
  const kept = { ...promise, keptAt: '2026-11-10T02:00:00.000Z' }
  expect(nextAction({ ...quiet, promises: [kept, later], tasks: [task] }).kind).toBe('task')
})

test.each([
  ['two days ago is too soon', 2, 'nothing'],
  ['four days ago is the time', 4, 'ask_after'],
  ['eleven days ago is too late', 11, 'nothing'],
])('how a purchase went: %s', (_says, days, kind) => {
  const at = new Date(now.getTime() - days * 86_400_000)
  expect(nextAction({ ...quiet, lastOrder: { at, item: '精华' } }).kind).toBe(kind)
})

test('who is due within a week is asked, before a material is sent', () => {
  expect(nextAction({ ...quiet, dueOn: '2026-11-16', best }).kind).toBe('due_again')
  expect(nextAction({ ...quiet, dueOn: '2026-12-16', best }).kind).toBe('content')
})

test('where the policy says no it says leave them, with the reason', () => {
  const mayValue = { reason: 'cap_overall', until: '2026-11-12T00:00:00.000Z' } as const
  expect(nextAction({ ...quiet, mayValue })).toEqual({ kind: 'leave', ...mayValue })
})

test('of whom nothing is known, it asks to find out', () => {
  expect(nextAction({ ...quiet, hasNeeds: false }).kind).toBe('ask_needs')
})
