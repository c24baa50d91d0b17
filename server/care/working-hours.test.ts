import { expect, test } from 'vitest'
import { seededChance } from '../kernel/index.ts'
import { addWorking, workingMinutes } from './working-hours.ts'

const office = { from: '09:00', to: '18:00', weekdays: [1, 2, 3, 4, 5] }
const shanghai = { hours: office, zone: 'Asia/Shanghai' }

test('a clock that begins on Friday evening goes on on Monday morning', () => {
  // Friday, 17:30 in Shanghai.
  const from = new Date('2026-11-27T09:30:00Z')
  expect(addWorking(from, 60, shanghai).toISOString()).toBe('2026-11-30T01:30:00.000Z')
  expect(workingMinutes(from, new Date('2026-11-30T01:30:00Z'), shanghai)).toBe(60)
})

test('at night nothing passes, and the working hours are those of the workspace', () => {
  const night = new Date('2026-11-25T18:00:00Z')
  expect(addWorking(night, 30, shanghai).toISOString()).toBe('2026-11-26T01:30:00.000Z')
  expect(addWorking(night, 30, { hours: office, zone: 'Europe/London' }).toISOString()).toBe(
    '2026-11-26T09:30:00.000Z',
  )
})

test('on the day on which clocks are put forward the office still opens at nine', () => {
  const hours = { from: '09:00', to: '18:00', weekdays: [7] }
  const newYork = { hours, zone: 'America/New_York' }
  expect(addWorking(new Date('2026-03-08T05:00:00Z'), 60, newYork).toISOString()).toBe(
    '2026-03-08T14:00:00.000Z',
  )
})

test.each(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
  'whatever is added is found between the two instants again (%s)',
  (zone) => {
    const chance = seededChance(97)
    for (let n = 0; n < 200; n++) {
      const from = new Date(1_770_000_000_000 + Math.floor(chance.fraction() * 365 * 86_400_000))
      const minutes = 1 + Math.floor(chance.fraction() * 5_000)
      const to = addWorking(from, minutes, { hours: office, zone })
      expect(workingMinutes(from, to, { hours: office, zone })).toBe(minutes)
      expect(workingMinutes(to, from, { hours: office, zone })).toBe(0)
    }
  },
)
