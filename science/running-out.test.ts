import { expect, test } from 'vitest'
import { runningOut } from './running-out.ts'

const unknown = { packDays: null, learntDays: null }
const bought = (...days: number[]) => days.map((day) => ({ day, pieces: 1 }))

test('who bought three times is told by her own rhythm, whatever is written on the pack', () => {
  const said = runningOut({ purchases: bought(0, 40, 82), packDays: 30, learntDays: 25 }, 90)
  expect(said).toMatchObject({ day: 123, packLasts: 41, basis: 'own', state: 'early' })
})

test('two packs last twice as long, in what was and in what comes', () => {
  const purchases = [
    { day: 0, pieces: 2 },
    { day: 60, pieces: 1 },
    { day: 90, pieces: 2 },
  ]
  expect(runningOut({ purchases, ...unknown }, 100)).toMatchObject({ day: 150, packLasts: 30 })
})

test('after one purchase the pack counts, else what others take; without both no day is given', () => {
  const purchases = bought(0)
  expect(runningOut({ purchases, packDays: 45, learntDays: 60 }, 10)).toMatchObject({
    day: 45,
    basis: 'written',
  })
  expect(runningOut({ purchases, packDays: null, learntDays: 60 }, 10)).toMatchObject({
    day: 60,
    basis: 'learnt',
  })
  expect(runningOut({ purchases, ...unknown }, 10)).toBeNull()
  expect(runningOut({ purchases: bought(0, 30), ...unknown }, 40)).toBeNull()
})

test('a word comes a few days before it runs out, and not any more when she has given it up', () => {
  const used = { purchases: bought(0), packDays: 36, learntDays: null }
  expect(runningOut(used, 32)?.state).toBe('early')
  expect(runningOut(used, 33)?.state).toBe('due')
  expect(runningOut(used, 72)?.state).toBe('due')
  expect(runningOut(used, 73)?.state).toBe('stopped')
  const yearly = { purchases: bought(0), packDays: 365, learntDays: null }
  expect(runningOut(yearly, 335)).toMatchObject({ lead: 30, state: 'due' })
})
