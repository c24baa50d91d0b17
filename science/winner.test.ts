import { expect, test } from 'vitest'
import { type Chance, seededChance } from '../server/kernel/index.ts'
import { type ArmCount, winnerOf } from './winner.ts'

const arm = (id: string, people: number, reacted: number): ArmCount => ({ id, people, reacted })

test('nobody wins before each arm has its people, nor by a handful of reactions', () => {
  expect(winnerOf([arm('a', 500, 200), arm('b', 99, 1)], { least: 100 })).toEqual({
    says: 'too_few',
    lacking: 1,
  })
  expect(winnerOf([arm('a', 500, 9), arm('b', 500, 0)], { least: 100 }).says).toBe('too_rare')
})

test('a difference that is plain wins, one that is not does not', () => {
  const plain = winnerOf([arm('a', 1_000, 100), arm('b', 1_000, 200)], { least: 200 })
  expect(plain).toMatchObject({ says: 'winner', arm: 'b' })
  const close = winnerOf([arm('a', 1_000, 150), arm('b', 1_000, 165)], { least: 200 })
  expect(close).toMatchObject({ says: 'not_sure', arm: 'b' })
  // The second best is as good: better than one of them is not enough.
  const two = winnerOf([arm('a', 1_000, 80), arm('b', 1_000, 200), arm('c', 1_000, 195)], {
    least: 200,
  })
  expect(two.says).toBe('not_sure')
})

/** Looks after every hundred people of each arm, as the worker does, and stops at the first winner. */
function named(chance: Chance, shares: readonly number[], looks: number): string | null {
  const arms = shares.map((_, i) => arm(String(i), 0, 0))
  for (let look = 0; look < looks; look++) {
    for (const [i, one] of arms.entries()) {
      one.people += 100
      for (let n = 0; n < 100; n++) if (chance.fraction() < (shares[i] ?? 0)) one.reacted++
    }
    const said = winnerOf(arms, { least: 200 })
    if (said.says === 'winner') return said.arm
  }
  return null
}

test('of arms that are the same one is called a winner in five of a hundred trials at most, however often one looks', () => {
  const chance = seededChance(5)
  const TRIALS = 400
  for (const shares of [
    [0.1, 0.1],
    [0.3, 0.3, 0.3],
    [0.05, 0.05],
  ]) {
    let wrong = 0
    for (let trial = 0; trial < TRIALS; trial++) if (named(chance, shares, 30) !== null) wrong++
    expect(wrong / TRIALS, shares.join(' ')).toBeLessThanOrEqual(0.05)
  }
})

test('an arm that is half as good again is found, and the worse one is hardly ever named', () => {
  const chance = seededChance(6)
  const found = Array.from({ length: 200 }, () => named(chance, [0.2, 0.3], 30))
  expect(found.filter((one) => one === '1').length).toBeGreaterThan(190)
  expect(found.filter((one) => one === '0').length).toBeLessThanOrEqual(4)
})
