import { expect, test } from 'vitest'
import { seededChance } from '../kernel/index.ts'
import { allocate } from './allocate.ts'
import { spentWithin } from './ledger.ts'

const ROUNDS = 2_000

test('a cost that is divided among codes stays the same, to the last fen', () => {
  const chance = seededChance(7)
  const upTo = (most: number) => Math.floor(chance.fraction() * (most + 1))
  for (let round = 0; round < ROUNDS; round++) {
    const amount = upTo(10 ** (1 + upTo(11)))
    const weights = Array.from({ length: 1 + upTo(60) }, () => (upTo(3) === 0 ? 0 : upTo(100_000)))
    const parts = allocate(amount, weights)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount)
    const sum = weights.reduce((all, weight) => all + weight, 0)
    parts.forEach((part, i) => {
      const fair = sum === 0 ? amount / weights.length : (amount * (weights[i] ?? 0)) / sum
      expect(Math.abs(part - fair)).toBeLessThan(1.001)
    })
  }
})

test('a fen among three goes to the first of those who are equally near', () => {
  expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
  expect(allocate(5, [0, 0])).toEqual([3, 2])
  expect(allocate(5, [])).toEqual([])
})

test('days that follow each other share a cost without losing or finding a fen', () => {
  const chance = seededChance(11)
  for (let round = 0; round < ROUNDS; round++) {
    const days = 1 + Math.floor(chance.fraction() * 28)
    const amount = Math.floor(chance.fraction() * 100_000)
    const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}`
    const cost = { amount, fromOn: on(1), toOn: on(days) }
    const each = Array.from({ length: 28 }, (_, i) =>
      spentWithin(cost, { fromOn: on(i + 1), toOn: on(i + 1) }),
    )
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(amount)
    const cut = 1 + Math.floor(chance.fraction() * 27)
    const whole = { fromOn: on(1), toOn: on(cut) }
    expect(spentWithin(cost, whole)).toBe(each.slice(0, cut).reduce((sum, one) => sum + one, 0))
  }
})
