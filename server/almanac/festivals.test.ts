import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { festivals } from '../../contract/almanac.ts'
import { festivalsOn, lunarDay, lunarWords } from './festivals.ts'

const day = (on: string) => Temporal.PlainDate.from(on)

/** Days as the wall calendars of those years have them, in Beijing time. */
const KNOWN = {
  lunar_new_year: [
    '2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29',
    '2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03',
  ],
  dragon_boat: [
    '2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31',
    '2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05',
  ],
  mid_autumn: [
    '2020-10-01 2021-09-21 2022-09-10 2023-09-29 2024-09-17 2025-10-06',
    '2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12',
  ],
  pure_brightness: [
    '2020-04-04 2021-04-04 2022-04-05 2023-04-05 2024-04-04 2025-04-04',
    '2026-04-05 2027-04-05 2028-04-04 2029-04-04 2030-04-05',
  ],
  winter_solstice: [
    '2020-12-21 2021-12-21 2022-12-22 2023-12-22 2024-12-21 2025-12-21',
    '2026-12-22 2027-12-22 2028-12-21 2029-12-21 2030-12-22',
  ],
} as const

test('the festivals of 2020 to 2030 lie on their days', () => {
  for (const [id, years] of Object.entries(KNOWN))
    for (const on of years.join(' ').split(' '))
      expect(festivalsOn(day(on)), `${id} ${on}`).toContain(id)
})

test('every festival comes once in a year of its own', () => {
  const year = Array.from({ length: 365 }, (_, i) =>
    festivalsOn(day('2026-02-17').add({ days: i })),
  )
  const times = new Map<string, number>()
  for (const id of year.flat()) times.set(id, (times.get(id) ?? 0) + 1)
  // The lunar year that begins in 2026 ends after 354 days, so its first days stand in these 365 twice.
  const twice = ['lunar_new_year']
  for (const id of festivals) expect([id, times.get(id)]).toEqual([id, twice.includes(id) ? 2 : 1])
})

test('a leap month has no festivals of its own', () => {
  // 2025 has a second sixth month; its day 30 does not exist.
  expect(lunarDay(day('2025-08-01'))).toEqual({ month: 6, day: 8, isLeap: true })
  expect(lunarWords(day('2025-07-25'))).toBe('闰六月')
})
