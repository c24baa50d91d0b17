import { expect, test } from 'vitest'
import { linesOf, readLines } from './holiday-lines.ts'

test('an arrangement is written as spans and read back as it was', () => {
  const text = '休 2026-02-15 2026-02-17 春节\n班 2026-02-28 春节'
  const read = readLines(text, 2026)
  expect(read).toMatchObject({ days: [{ on: '2026-02-15', is: 'rest' }, {}, {}, { is: 'work' }] })
  expect('days' in read && linesOf(read.days)).toBe(text)
})

test('a line of another year, a day that is none and a day twice are told by their line', () => {
  expect(readLines('休 2027-01-01 元旦', 2026)).toMatchObject({ line: 1 })
  expect(readLines('\n休 2026-02-30 元旦', 2026)).toMatchObject({ line: 2 })
  expect(readLines('休 2026-01-01 元旦\n班 2026-01-01 元旦', 2026)).toMatchObject({ line: 2 })
})
