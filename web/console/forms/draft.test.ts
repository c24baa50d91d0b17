import { expect, test } from 'vitest'
import type { FormPlan } from '../../../contract/form.ts'
import { pathOf } from '../../../contract/form-path.ts'
import { formProblems } from '../../../contract/form-problems.ts'
import { change, insert, keyOf, moveTo, newQuestion, remove } from './draft.ts'

const empty: FormPlan = {
  title: '小测',
  intro: '',
  questions: [],
  thanks: { text: '', linkText: '', linkUrl: '' },
  isRepeatable: false,
  from: null,
  until: null,
  hosts: [],
}
const titled = (plan: FormPlan, title: string) => {
  const question = { ...newQuestion(plan, 'text'), title, key: keyOf(title) }
  return insert(plan, question, null)
}
const three = ['甲？', '乙？', '丙？'].reduce(titled, empty)
const titles = (plan: FormPlan) => plan.questions.map(({ title }) => title)

test('questions are added, moved and taken away, each under an id of its own', () => {
  expect(titles(moveTo(three, 'q3', 0))).toEqual(['丙？', '甲？', '乙？'])
  const less = remove(three, 'q2')
  expect(titles(less)).toEqual(['甲？', '丙？'])
  const again = insert(less, newQuestion(less, 'rating'), 'q1')
  expect(new Set(again.questions.map(({ id }) => id)).size).toBe(3)
})

test('what led to a question that is taken away leads to the next one; what leads back is a problem', () => {
  const [first] = three.questions
  if (!first) throw new Error('three questions are there')
  const jumping = change(three, { ...first, goTo: 'q3' })
  expect(formProblems(jumping)).toEqual([{ code: 'unreachable', question: 'q2' }])
  expect(remove(jumping, 'q3').questions[0]?.goTo).toBe('')
  expect(formProblems(moveTo(jumping, 'q1', 2)).map(({ code }) => code)).toEqual(['jump_back'])
})

test('a way never goes round: a jump that leads back is none', () => {
  const [first, second] = three.questions
  if (!first || !second) throw new Error('three questions are there')
  const round = change(three, { ...second, goTo: 'q1' })
  const said = { choices: [], text: '是' }
  const { path, isAtEnd } = pathOf(round, new Map(['q1', 'q2', 'q3'].map((id) => [id, said])))
  expect([path.map(({ id }) => id), isAtEnd]).toEqual([['q1', 'q2', 'q3'], true])
})
