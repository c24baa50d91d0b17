import { expect, test } from 'vitest'
import { seededChance } from '../server/kernel/index.ts'
import { bestHour } from './best-hour.ts'

const at = (...hours: number[]) => {
  const counts = new Array<number>(24).fill(0)
  for (const hour of hours) counts[hour] = (counts[hour] ?? 0) + 1
  return counts
}
const times = (hour: number, n: number) => new Array<number>(n).fill(hour)
const always = () => true
const evening = {
  hours: at(...times(20, 300), ...times(12, 200), ...times(9, 100)),
  alike: null,
}

test('who reacts in the morning is written to in the morning, however the others are', () => {
  const own = { hours: at(...times(7, 25), ...times(8, 5)), days: 20 }
  expect(bestHour(own, evening, always)).toEqual({ known: true, hour: 7, reactions: 30, near: 30 })
})

test('a few reactions are drawn to the hour of everybody', () => {
  const own = { hours: at(7, 9, 11, 20, 21), days: 5 }
  expect(bestHour(own, evening, always)).toMatchObject({ hour: 20, near: 2 })
})

test('of too few reactions, or of many on one day, nothing is told', () => {
  expect(bestHour({ hours: at(7, 7, 7, 7), days: 4 }, evening, always).known).toBe(false)
  expect(bestHour({ hours: at(...times(7, 9)), days: 2 }, evening, always).known).toBe(false)
})

test('an hour at which nothing may be sent is never named; the next best is', () => {
  const own = { hours: at(...times(23, 20), ...times(21, 12)), days: 10 }
  const loud = (hour: number) => hour >= 8 && hour < 22
  expect(bestHour(own, evening, loud)).toMatchObject({ hour: 21 })
  expect(bestHour(own, evening, () => false).known).toBe(false)
})

test('reactions round midnight are neighbours', () => {
  const own = { hours: at(...times(23, 6), ...times(0, 6)), days: 9 }
  const best = bestHour(own, { hours: [], alike: null }, always)
  expect(best).toMatchObject({ known: true, near: 12 })
})

/** Everybody has an hour of their own, near which a part of what they do falls; the rest falls where everybody's does. */
function town(chance: () => number, part: number) {
  const usual = () => (chance() < 0.5 ? 20 : Math.floor(chance() * 24))
  const people = Array.from({ length: 1_500 }, () => {
    const own = Math.floor(chance() * 24)
    const draw = () => (chance() < part ? (own + Math.floor(chance() * 3) + 23) % 24 : usual())
    return { seen: Array.from({ length: 12 }, draw), next: Array.from({ length: 20 }, draw) }
  })
  const hours = at(...people.flatMap(({ seen }) => seen))
  const same = people.map(({ seen }) => at(...seen).reduce((sum, n) => sum + n * (n - 1), 0))
  const alike = same.reduce((sum, n) => sum + n, 0) / (people.length * 12 * 11)
  return { people, usual: { hours, alike } }
}

test('more of what people do next falls near the hour than near their own most frequent or everybody’s, wherever people differ and wherever not', () => {
  const random = seededChance(11)
  const most = (hours: readonly number[]) => hours.indexOf(Math.max(...hours))
  const away = (one: number, other: number) =>
    Math.min((one - other + 24) % 24, (other - one + 24) % 24)
  for (const part of [0, 0.2, 0.4, 0.6]) {
    const { people, usual } = town(() => random.fraction(), part)
    const near = (hourOf: (seen: number[]) => number) =>
      people.reduce((sum, { seen, next }) => {
        const hour = hourOf(seen)
        return sum + next.filter((one) => away(one, hour) <= 1).length
      }, 0)
    const drawn = near((seen) => {
      const best = bestHour({ hours: at(...seen), days: 12 }, usual, always)
      return best.known ? best.hour : most(usual.hours)
    })
    const slack = 0.99
    expect(drawn, `own ${part}`).toBeGreaterThan(slack * near((seen) => most(at(...seen))))
    expect(drawn, `everybody ${part}`).toBeGreaterThan(slack * near(() => most(usual.hours)))
  }
})
