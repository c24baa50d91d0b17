import { expect, test } from 'vitest'
import { fillTemplate, isRefusal, segmentsOf, variablesOf, wholeText } from './sms-text.ts'

test('a template names its gaps as either provider writes them', () => {
  expect(variablesOf('{1}，{2}前有效，{1}收')).toEqual(['1', '2'])
  expect(variablesOf(`\${name}，\${day}前有效`)).toEqual(['name', 'day'])
  expect(fillTemplate('{1}，{2}前有效', { 1: '小满', 2: '' })).toBe('小满，{2}前有效')
})

test('a promotion ends with its way out, once; a notice does not', () => {
  const brand = { signName: '青禾护肤' }
  expect(wholeText('会员日八折。', { ...brand, isPromotion: true })).toBe(
    '【青禾护肤】会员日八折，拒收请回复R',
  )
  expect(wholeText('会员日八折，拒收请回复R', { ...brand, isPromotion: true })).toBe(
    '【青禾护肤】会员日八折，拒收请回复R',
  )
  expect(wholeText('已发货。', { ...brand, isPromotion: false })).toBe('【青禾护肤】已发货。')
})

test('seventy signs are one, seventy-one are two, and every further sixty-seven one more', () => {
  const of = (length: number) => segmentsOf('字'.repeat(length))
  expect([1, 70, 71, 134, 135, 201, 202].map(of)).toEqual([1, 1, 2, 2, 3, 3, 4])
})

test('a refusal is known however it is written, and a question is none', () => {
  for (const said of ['R', 'r', 'Ｔ', 'td', ' TD。', 'N', '退订', '回复R', '回T', '退订!', '拒收'])
    expect(isRefusal(said), said).toBe(true)
  for (const said of ['', 'Thanks', '好的', '几点开门', '退货怎么办', 'RT', '不退订'])
    expect(isRefusal(said), said).toBe(false)
})
