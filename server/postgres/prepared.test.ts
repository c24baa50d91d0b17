import { expect, test } from 'vitest'
import { preparedNames } from './prepared.ts'

const seenTimes = (times: number, names: ReturnType<typeof preparedNames>, text: string) =>
  Array.from({ length: times }, () => names.nameOf(text, ['a']))

test('a statement that comes again and again is prepared, one that comes seldom is not', () => {
  const names = preparedNames()
  expect(seenTimes(7, names, 'select 1').every((name) => name === null)).toBe(true)
  const [name] = seenTimes(1, names, 'select 1')
  expect(name).toMatch(/^liuyuan_\d+$/)
  expect(names.nameOf('select 1', [])).toBe(name)
  expect(names.nameOf('select 2', [])).toBeNull()
})

test('different statements have different names', () => {
  const names = preparedNames()
  const given = ['select 1', 'select 2'].map((text) => seenTimes(8, names, text).at(-1))
  expect(new Set(given).size).toBe(2)
})

test('a statement is planned anew for a long list: a plan that is kept takes lists for short', () => {
  const names = preparedNames()
  seenTimes(8, names, 'select any($1)')
  const long = Array.from({ length: 5_000 }, (_, n) => n)
  expect(names.nameOf('select any($1)', [long])).toBeNull()
  expect(names.nameOf('select any($1)', [[1, 2]])).not.toBeNull()
})

test('the plans that are kept are bounded, and so is what is counted', () => {
  const names = preparedNames()
  const given = Array.from({ length: 300 }, (_, n) => seenTimes(8, names, `select ${n}`).at(-1))
  expect(given.filter((name) => name !== null)).toHaveLength(200)
})
