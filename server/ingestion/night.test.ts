import { expect, test } from 'vitest'
import { lastNight } from './night.ts'

const night = (now: string, zone: string) => lastNight(new Date(now), zone).toISOString()

test('the nightly reading is due at three in the morning of the workspace’s own clock', () => {
  expect(night('2026-11-11T02:59:00+08:00', 'Asia/Shanghai')).toBe('2026-11-09T19:00:00.000Z')
  expect(night('2026-11-11T03:00:00+08:00', 'Asia/Shanghai')).toBe('2026-11-10T19:00:00.000Z')
  expect(night('2026-11-11T23:00:00+08:00', 'Europe/Berlin')).toBe('2026-11-11T02:00:00.000Z')
})

test('a clock that is put forward or back has one nightly reading on that day', () => {
  expect(night('2026-03-29T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z')
  expect(night('2026-10-25T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z')
})
