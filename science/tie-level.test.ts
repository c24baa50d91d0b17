import { expect, test } from 'vitest'
import { levelsOf, type Nearness, NO_LEVEL, tieCuts, tieLevels } from './tie-level.ts'

/** Ten people who come by 5%, 10%, … 50%, and one who has not come for a year, whatever the model thinks. */
const people: Nearness = {
  chance: Float64Array.from([...Array.from({ length: 10 }, (_, i) => (i + 1) / 20), 0.9]),
  lastInboundDays: Float64Array.from([...Array.from({ length: 10 }, () => 3), 365]),
}
const nobodyBefore = new Uint8Array(11).fill(NO_LEVEL)
const named = (levels: Uint8Array) => [...levels].map((level) => tieLevels[level])

test('the nearest fifth is strong, who comes half as often as usual is weak, who is away for long is silent', () => {
  const cuts = tieCuts(people, null)
  const levels = named(levelsOf(people, cuts, nobodyBefore))
  expect(levels).toEqual([
    'weak',
    'weak',
    ...Array.from({ length: 6 }, () => 'medium'),
    'strong',
    'strong',
    'silent',
  ])
})

test('as many are strong as can be looked after, and a crowd with one chance is not cut in two', () => {
  expect(tieCuts(people, 1).strongFrom).toBe(0.5)
  expect(tieCuts(people, 4).strongFrom).toBe(0.35)
  const crowd: Nearness = {
    chance: Float64Array.from([0.1, 0.1, 0.4, 0.4, 0.4, 0.6]),
    lastInboundDays: new Float64Array(6).fill(1),
  }
  // Three places, and four people at 40% or more: only the one at 60% is sure to fit.
  expect(tieCuts(crowd, 3).strongFrom).toBe(0.6)
})

test('nobody loses a level for being a little below it, and nobody gains one that way', () => {
  const cuts = { strongFrom: 0.5, mediumFrom: 0.2, silentAfterDays: 180 }
  const near: Nearness = {
    chance: Float64Array.from([0.46, 0.46, 0.44, 0.19, 0.19, 0.17]),
    lastInboundDays: new Float64Array(6).fill(1),
  }
  const before = Uint8Array.from([3, 2, 3, 2, 1, 3])
  expect(named(levelsOf(near, cuts, before))).toEqual([
    'strong',
    'medium',
    'medium',
    'medium',
    'weak',
    'weak',
  ])
})

test('nobody at all, and nobody who ever came', () => {
  const none: Nearness = { chance: new Float64Array(0), lastInboundDays: new Float64Array(0) }
  expect(levelsOf(none, tieCuts(none, null), new Uint8Array(0))).toHaveLength(0)
  const strangers: Nearness = {
    chance: Float64Array.from([0.2, 0.3]),
    lastInboundDays: new Float64Array(2).fill(Number.NaN),
  }
  const levels = levelsOf(strangers, tieCuts(strangers, 5), new Uint8Array(2).fill(NO_LEVEL))
  expect(named(levels)).toEqual(['silent', 'silent'])
})
