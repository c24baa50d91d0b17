import { expect, test } from 'vitest'
import { addMs } from '../kernel/index.ts'
import { remainingOf } from './sync-view.ts'

const began = new Date('2026-11-11T03:00:00+08:00')
const directory = {
  part: 'directory' as const,
  done: 14,
  total: 14,
  changedAt: began,
  endedAt: began,
}
const contacts = (done: number, total: number | null, afterMs: number) => ({
  part: 'contacts' as const,
  done,
  total,
  changedAt: addMs(began, afterMs),
  endedAt: null,
})

test('what is left is estimated by what a contact took so far', () => {
  expect(remainingOf([directory, contacts(2_000, 10_000, 60_000)])).toBe(240_000)
})

test('before the first page, or before the lists are known, nothing is estimated', () => {
  expect(remainingOf([directory, contacts(0, 10_000, 60_000)])).toBe(null)
  expect(remainingOf([directory, contacts(100, null, 60_000)])).toBe(null)
  expect(remainingOf([{ ...directory, endedAt: null }, contacts(1, 2, 5)])).toBe(null)
})

test('a pass that has ended has nothing left to estimate', () => {
  expect(remainingOf([directory, { ...contacts(2, 2, 5), endedAt: began }])).toBe(null)
})
