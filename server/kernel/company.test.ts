import { expect, test } from 'vitest'
import { companyOf, ownId, wireIdOf } from './company.ts'

const SECOND = 'ww0123456789abcdef'

test('an id of the first company is as WeCom gave it, one of a further company says whose it is', () => {
  expect(ownId('', 'chenlan')).toBe('chenlan')
  expect(ownId(SECOND, 'chenlan')).toBe(`${SECOND}/chenlan`)
  expect(companyOf('chenlan')).toBe('')
  expect(companyOf(`${SECOND}/chenlan`)).toBe(SECOND)
  expect(wireIdOf(`${SECOND}/chenlan`)).toBe('chenlan')
})

test('nothing belongs to nobody: an empty id is never given a company', () => {
  expect(ownId(SECOND, '')).toBe('')
})

test('a userid that looks like a company or an address is nobody else’s', () => {
  for (const id of ['ww0123456789abcdef', 'chen@brand.example', 'wx_-.@'])
    expect([companyOf(id), wireIdOf(id)]).toEqual(['', id])
})
