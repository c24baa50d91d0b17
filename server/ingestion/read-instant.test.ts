import { expect, test } from 'vitest'
import { createReadInstant } from './read-instant.ts'

const read = (text: string, zone = 'Asia/Shanghai', dayFirst = false) => {
  const outcome = createReadInstant(zone, dayFirst)(text)
  return outcome.ok ? outcome.value.toISOString() : outcome.reason
}

test('dates are read in every form in which files write them, by the workspace clock', () => {
  const noon = '2020-02-21T04:05:06.000Z'
  for (const text of [
    '2020-02-21 12:05:06',
    '2020/2/21 12:05:06',
    '2020.02.21 12:05:06',
    '2020年2月21日 12:05:06',
    '2020年2月21日12时5分6秒',
    '2020-02-21T12:05:06.000',
    '2020-02-21T04:05:06Z',
    '2020-02-21 05:05:06+01:00',
    '２０２０-02-21 12:05:06',
    '20200221 12:05:06',
    '2/21/2020 12:05:06',
    '1582257906',
    '1582257906000',
  ]) {
    expect(read(text), text).toBe(noon)
  }
  expect(read('1997-01-01', 'America/New_York')).toBe('1997-01-01T05:00:00.000Z')
  expect(read('20200221')).toBe('2020-02-20T16:00:00.000Z')
  expect(read('43882.5')).toBe('2020-02-21T04:00:00.000Z')
})

test('day or month first is a choice where both are possible', () => {
  expect(read('03/04/2024', 'UTC', true)).toBe('2024-04-03T00:00:00.000Z')
  expect(read('03/04/2024', 'UTC', false)).toBe('2024-03-04T00:00:00.000Z')
  expect(read('25/04/2024', 'UTC', false)).toBe('2024-04-25T00:00:00.000Z')
})

test('the hour that a zone skips or repeats is one instant, and the days around it are right', () => {
  expect(read('2024-03-10 02:30:00', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z')
  expect(read('2024-11-03 01:30:00', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z')
  expect(read('2024-11-03 23:00:00', 'America/New_York')).toBe('2024-11-04T04:00:00.000Z')
  expect(read('2024-11-02 23:00:00', 'America/New_York')).toBe('2024-11-03T03:00:00.000Z')
})

test('what is no date of the calendar is refused, not rolled over', () => {
  for (const text of [
    '2023-02-29',
    '2020-13-01',
    '2020-02-21 25:00:00',
    'yesterday',
    '',
    '12',
    '2020-02',
  ])
    expect(read(text), text).toBe('not_a_date')
})
