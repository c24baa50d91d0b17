import { expect, test } from 'vitest'
import type { PolicyRules } from '../../contract/delivery.ts'
import { addMs, seededChance } from '../kernel/index.ts'
import { type Past, simulate } from './replay.ts'
import { freeRules, morning } from './world.fixture.ts'

const DAY_MS = 24 * 3_600_000
const SOP = '01900000-0000-7000-8000-00000000aaaa'
const BIRTHDAY = '01900000-0000-7000-8000-00000000bbbb'

function message(personId: string, day: number, more: Partial<Past> = {}): Past {
  return {
    personId,
    carrier: 'staff_task',
    purpose: 'value',
    at: addMs(morning, day * DAY_MS),
    zone: 'Asia/Shanghai',
    journeyId: SOP,
    ...more,
  }
}
const withWeek = (week: number | null): PolicyRules => ({
  ...freeRules,
  caps: { ...freeRules.caps, overall: { day: null, week, month: null } },
})

test('with three a week each SOP loses exactly what came fourth', () => {
  const past = [
    ...[0, 1, 2, 3, 4].map((day) => message('a', day)),
    ...[0, 2].map((day) => message('b', day)),
    message('a', 5, { journeyId: BIRTHDAY }),
    message('b', 3, { journeyId: BIRTHDAY }),
  ].sort((one, other) => one.at.getTime() - other.at.getTime())
  expect(simulate(past, { now: freeRules, changed: withWeek(3) })).toEqual({
    effects: 9,
    people: 2,
    now: 9,
    changed: 6,
    peopleLess: 1,
    peopleMore: 0,
    refused: [{ reason: 'cap_overall', count: 3 }],
    journeys: [
      { journeyId: SOP, effects: 7, now: 7, changed: 5 },
      { journeyId: BIRTHDAY, effects: 2, now: 2, changed: 1 },
    ],
  })
})

test('quiet hours that begin earlier, and a stricter ratio, keep back what falls under them', () => {
  const late = addMs(morning, 10.5 * 3_600_000)
  const past = [
    message('a', 0, { at: late }),
    message('b', 1, { purpose: 'promotion' }),
    message('b', 2, { purpose: 'promotion' }),
  ]
  const changed = { ...freeRules, quietHours: { from: '20:00', to: '08:00' }, valuePerPromotion: 1 }
  const said = simulate(past, { now: freeRules, changed })
  expect([said.now, said.changed]).toEqual([3, 1])
  expect(said.refused).toEqual([
    { reason: 'quiet_hours', count: 1 },
    { reason: 'ratio', count: 1 },
  ])
})

test('a looser rule sends more, the same rule the same, whatever happened', () => {
  const chance = seededChance(4_341)
  const past = Array.from({ length: 400 }, () => {
    const personId = `p${Math.floor(chance.fraction() * 30)}`
    return message(personId, Math.floor(chance.fraction() * 30))
  }).sort((one, other) => one.at.getTime() - other.at.getTime())
  const same = simulate(past, { now: withWeek(2), changed: withWeek(2) })
  expect([same.changed, same.peopleLess, same.peopleMore]).toEqual([same.now, 0, 0])
  expect(simulate(past, { now: withWeek(2), changed: withWeek(4) }).peopleLess).toBe(0)
  // Counted another way: of each person, never more than two within seven days, and none kept back without two before it.
  const kept = new Map<string, number[]>()
  for (const { personId, at } of past) {
    const mine = kept.get(personId) ?? []
    const near = mine.filter((before) => at.getTime() - before < 7 * DAY_MS)
    if (near.length < 2) kept.set(personId, [...mine, at.getTime()])
  }
  const counted = [...kept.values()].reduce((sum, mine) => sum + mine.length, 0)
  expect(same.now).toBe(counted)
})
