import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { bornOn, keptOn } from './index.ts'

const day = (on: string) => Temporal.PlainDate.from(on)
const year = (from: string, days: number) =>
  Array.from({ length: days }, (_, i) => day(from).add({ days: i }))

test('a lunar birthday is kept once in each lunar year, in one with a leap month too', () => {
  // 2025 has a second sixth month.
  for (const [from, until] of [
    ['2025-01-29', '2026-02-17'],
    ['2026-02-17', '2027-02-06'],
  ] as const) {
    const days = day(from).until(day(until)).days
    const kept = year(from, days).flatMap(keptOn)
    expect(new Set(kept).size).toBe(kept.length)
    // Twelve months, each with a 30th that is kept.
    expect(kept).toHaveLength(360)
  }
  expect(keptOn(day('2025-07-02')), 'the eighth of the sixth month').toEqual(['06-08'])
  expect(keptOn(day('2025-08-01')), 'the eighth of its leap month').toEqual([])
})

test('who was born on a 30th keeps the 29th where the month is short', () => {
  expect(keptOn(day('2025-02-27')), 'the first month of 2025 has 30 days').toEqual(['01-30'])
  expect(keptOn(day('2025-03-28')), 'the second has 29').toEqual(['02-29', '02-30'])
})

test('a birth by the sun is found by its lunar day, in a leap month by the ordinary one', () => {
  const born = bornOn(['08-15'], day('2026-09-25'))
  expect(born).toContain('1990-10-03')
  expect(born).toContain('2026-09-25')
  expect(born).not.toContain('2027-09-15')
  // 1995 had a second eighth month: both 15ths are of people who keep the one.
  expect(born).toEqual(expect.arrayContaining(['1995-09-09', '1995-10-09']))
  expect(
    bornOn(['12-30'], day('2026-02-16')),
    'the twelfth month of 2025 had 29 days',
  ).not.toContain('2026-02-16')
})

test('every birth has one lunar day in a year, and it is kept', () => {
  // The first two lunar months of 2026, and births in those of 1995.
  const kept = year('2026-02-17', 59).flatMap((on) => bornOn(keptOn(on), on))
  expect(new Set(kept).size).toBe(kept.length)
  const births = year('1995-02-01', 55).map(String)
  expect(births.filter((on) => !kept.includes(on))).toEqual([])
})
