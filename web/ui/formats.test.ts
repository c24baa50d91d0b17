import { expect, test } from 'vitest'
import { digitsOf, formats } from './formats.ts'

const shanghai = formats({ language: 'zh', timeZone: 'Asia/Shanghai', currency: 'CNY' })
const newYork = formats({ language: 'en', timeZone: 'America/New_York', currency: 'USD' })

test('fen are shown as 元 with two digits, and another currency with its own digits', () => {
  expect(shanghai.money(123_456)).toBe('¥1,234.56')
  expect(newYork.money(123_456)).toBe('$1,234.56')
  expect(shanghai.money(1_234, 'JPY')).toBe('¥1,234')
  expect(digitsOf('KWD')).toBe(3)
  expect([shanghai.moneySign(), newYork.moneySign(), shanghai.moneySign('USD')]).toEqual([
    '¥',
    '$',
    '$',
  ])
})

test('an instant belongs to the day of the workspace, not of the reader', () => {
  const at = '1998-06-30T16:30:00.000Z'
  expect(shanghai.dayOf(at)).toBe('1998-07-01')
  expect(shanghai.clock(at)).toBe('00:30')
  expect(newYork.dayOf(at)).toBe('1998-06-30')
  expect(newYork.clock(at)).toBe('12:30')
})

test('a day says its year only where it is another one', () => {
  expect(shanghai.day('2026-11-24', 2026)).toBe('11月24日')
  expect(shanghai.month('2026-12-01')).toBe('2026年12月')
  expect(shanghai.day('2025-03-02', 2026)).toBe('2025年3月2日')
})

test('large numbers on axes are short in the reader’s own units', () => {
  expect(shanghai.compact(23_570)).toBe('2.4万')
  expect(newYork.compact(23_570)).toBe('23.6K')
})
