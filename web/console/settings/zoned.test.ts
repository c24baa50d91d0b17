import { expect, test } from 'vitest'
import { instantOf, wallClock } from './zoned.ts'

test('a workspace clock set to midnight in Shanghai stands at 16:00 UTC of the day before', () => {
  expect(instantOf('1998-07-01T00:00:00', 'Asia/Shanghai')).toBe('1998-06-30T16:00:00.000Z')
})

test('summer and winter time of a zone are told apart', () => {
  expect(instantOf('2026-07-01T12:00:00', 'America/New_York')).toBe('2026-07-01T16:00:00.000Z')
  expect(instantOf('2026-01-01T12:00:00', 'America/New_York')).toBe('2026-01-01T17:00:00.000Z')
})

test('what the picker shows is what was chosen', () => {
  const at = instantOf('2026-11-24T14:05:00', 'Asia/Kathmandu')
  expect(wallClock(at, 'Asia/Kathmandu')).toBe('2026-11-24T14:05:00')
})
