import { describe, expect, test } from 'vitest'
import { seededChance } from '../server/kernel/index.ts'
import { drawGamma, drawNormal, drawPoisson } from './draw.ts'
import { referralFactor } from './referral.ts'
import { cumulative, type Delay, tableOf } from './referral-delay.ts'
import { growthForecast } from './referral-forecast.ts'
import {
  dispersionOf,
  doublingOf,
  extinction,
  finalSizePerSeed,
  growthRate,
} from './referral-growth.ts'
import { costPerRetained, sharingTimesConversion, unevenness } from './referral-measures.ts'
import { type Laws, simulated } from './referral-world.fixture.ts'

describe('what a factor means', () => {
  test('growth and doubling by Euler and Lotka', () => {
    const rate = growthRate(1.25, { kind: 'gamma', shape: 2, mean: 1 })
    expect(rate).toBeCloseTo(0.2360679775, 9)
    expect(doublingOf(rate)).toEqual({ kind: 'doubles', days: expect.closeTo(2.9362185753, 8) })
    expect(growthRate(0.3, { kind: 'gamma', shape: 1.3, mean: 1.2 })).toBeCloseTo(-0.654244031, 8)
    expect(doublingOf(-0.5)?.kind).toBe('halves')
    expect(doublingOf(growthRate(1, { kind: 'gamma', shape: 2, mean: 1 }))).toBeNull()
  })

  test('the same by counted steps', () => {
    const gamma: Delay = { kind: 'gamma', shape: 1.5, mean: 2 }
    const days = Array.from({ length: 4_000 }, (_, i) => (i + 1) / 100)
    const steps: Delay = { kind: 'steps', days, share: days.map((day) => cumulative(gamma, day)) }
    for (const k of [0.6, 1, 1.4]) expect(growthRate(k, steps)).toBeCloseTo(growthRate(k, gamma), 3)
  })

  test('a seed brings 1 + K + K² + … people, if that ends', () => {
    expect(finalSizePerSeed({ seeds: 0.8, invited: 0.8 })).toBeCloseTo(5, 12)
    expect(finalSizePerSeed({ seeds: 1.5, invited: 0.5 })).toBe(4)
    expect(finalSizePerSeed({ seeds: 0.2, invited: 1 })).toBeNull()
  })

  test('a chain dies out: always up to K = 1; beyond it the more surely the more unevenly people invite', () => {
    expect(extinction({ seeds: 0.9, invited: 0.9 }, 0.5)).toBe(1)
    // κ = 1 is geometric, where q = 1/K; Poisson with K = 2 has q = 0.2031878700.
    expect(extinction({ seeds: 1.25, invited: 1.25 }, 1)).toBeCloseTo(0.8, 8)
    expect(extinction({ seeds: 2, invited: 2 }, Number.POSITIVE_INFINITY)).toBeCloseTo(
      0.20318787,
      7,
    )
    const uneven = extinction({ seeds: 2, invited: 2 }, 0.1)
    expect(uneven).toBeGreaterThan(0.75)
    // A seed that invites nobody is a chain that ends.
    expect(extinction({ seeds: 0, invited: 2 }, 1)).toBe(1)
  })

  test('dispersion is found again, also where only a part has come', () => {
    const chance = seededChance(4)
    const expected = Float64Array.from({ length: 5_000 }, () => chance.fraction())
    const drawn = (kappa: number) =>
      expected.map((mean) => drawPoisson(chance, (mean * drawGamma(chance, kappa)) / kappa))
    expect(Math.abs(dispersionOf(drawn(0.4), expected) / 0.4 - 1)).toBeLessThan(0.15)
    const poisson = expected.map((mean) => drawPoisson(chance, mean))
    expect(dispersionOf(poisson, expected)).toBeGreaterThan(10)
  })
})

test('a table of a delay is the delay', () => {
  for (const shape of [0.3, 0.6, 1, 2, 8]) {
    const delay: Delay = { kind: 'gamma', shape, mean: 3 }
    const shareBy = tableOf(delay, 30)
    for (let t = -1; t < 40; t += 0.037)
      expect(Math.abs(shareBy(t) - cumulative(delay, t))).toBeLessThan(5e-4)
  }
})

describe('the forecast', { timeout: 120_000 }, () => {
  const fading: Laws = {
    seeds: 200,
    seedDays: 2,
    kSeeds: 0.8,
    kInvited: 0.8,
    dispersion: 0.3,
    delay: { shape: 1.5, mean: 2 },
    until: 20,
  }
  const growing: Laws = {
    seeds: 60,
    seedDays: 1,
    kSeeds: 1.25,
    kInvited: 1.25,
    dispersion: 0.5,
    delay: { shape: 2, mean: 1 },
    until: 13,
  }
  const trials = 30
  const horizon = 7

  test.each([
    ['fading', fading],
    ['growing', growing],
  ])('of a %s campaign holds what came as often as it says', (_, laws) => {
    let held = 0
    let above = 0
    const now = laws.until - horizon
    for (let i = 0; i < trials; i++) {
      const people = simulated(laws, seededChance(700 + i))
      const seen = people.filter(({ joinedAt }) => joinedAt <= now)
      const factor = referralFactor(seen, { now, chance: seededChance(i) })
      const forecast = growthForecast(seen, {
        now,
        factor,
        horizonDays: horizon,
        chance: seededChance(i),
      })
      if (forecast.state !== 'known') throw new Error('it was told')
      const last = forecast.days.at(-1)
      const came = people.length - seen.length
      held += Number(last && last.low <= came && came <= last.high)
      above += Number(last && came > last.middle)
    }
    // Four standard deviations of 30 campaigns around 0.8, and of a coin.
    expect(held / trials).toBeGreaterThan(0.8 - 4 * Math.sqrt(0.16 / trials))
    expect(Math.abs(above / trials - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / trials))
  })

  const people = simulated({ ...fading, until: 10 }, seededChance(2))
  const now = 10
  const factor = referralFactor(people, { now, chance: seededChance(2) })
  const asked = { now, factor, horizonDays: 5 }

  test('the same seed tells the same, day by day never less', () => {
    const [one, two] = [2, 2].map((seed) =>
      growthForecast(people, { ...asked, chance: seededChance(seed) }),
    )
    expect(one).toEqual(two)
    if (one?.state !== 'known') throw new Error('it was told')
    for (const [i, { low, middle, high }] of one.days.entries()) {
      expect(low).toBeLessThanOrEqual(middle)
      expect(middle).toBeLessThanOrEqual(high)
      expect(middle).toBeGreaterThanOrEqual(one.days[i - 1]?.middle ?? 0)
    }
  })

  test('a hundred seeds more a day bring these and whom they invite', () => {
    const last = (seedsPerDay: number) => {
      const told = growthForecast(people, { ...asked, seedsPerDay, chance: seededChance(2) })
      return told.state === 'known' ? (told.days.at(-1)?.middle ?? 0) : 0
    }
    const more = last(100) - last(0)
    expect(more).toBeGreaterThan(500)
    expect(more).toBeLessThan(1_500)
  })

  test('is not told without a factor, and is cut off where it would have no end', () => {
    const early = referralFactor(people.slice(0, 20), { now, chance: seededChance(2) })
    expect(
      growthForecast(people.slice(0, 20), { ...asked, factor: early, chance: seededChance(2) })
        .state,
    ).toBe('not_enough_evidence')
    const wild = simulated({ ...growing, kSeeds: 3, kInvited: 3, until: 5 }, seededChance(6))
    const fast = referralFactor(wild, { now: 5, chance: seededChance(6) })
    expect(
      growthForecast(wild, { now: 5, factor: fast, horizonDays: 30, chance: seededChance(6) }),
    ).toMatchObject({ state: 'known', isCutOff: true })
  })
})

describe('measures beside the factor', () => {
  test('the top tenth of inviters, and Gini', () => {
    const even = unevenness(Array.from({ length: 20 }, () => 3))
    expect(even).toEqual({ state: 'known', inviters: 20, topShare: 0.1, gini: 0 })
    // One of ten brought 91 of 100: G = ((10·2 − 10 − 1)·91 − 9·9·… ) by hand: Σ(2i − 11)x = 9·91 − 9 = 810.
    const one = unevenness([...Array.from({ length: 9 }, () => 1), 91, 0, 0])
    expect(one).toEqual({ state: 'known', inviters: 10, topShare: 0.91, gini: 0.81 })
    expect(unevenness([5, 0, 3])).toEqual({ state: 'not_enough_evidence', needed: 10, inviters: 2 })
  })

  test('opened per person times added per opened', () => {
    expect(sharingTimesConversion({ people: 200, opened: 500, added: 100 })).toMatchObject({
      invitationsPerPerson: 2.5,
      conversion: { value: 0.2, low: expect.closeTo(0.1673, 3), high: expect.closeTo(0.2373, 3) },
      product: 0.5,
    })
    expect(sharingTimesConversion({ people: 200, opened: 12, added: 3 })).toEqual({
      state: 'not_enough_evidence',
      needed: 30,
      people: 200,
      opened: 12,
    })
  })

  test('one who stayed costs more than one who came', () => {
    expect(costPerRetained({ spentFen: 100_000, invitees: 200, retained: 80 })).toMatchObject({
      fen: 1_250,
      perInviteeFen: 500,
    })
    expect(costPerRetained({ spentFen: 100_000, invitees: 200, retained: 4 }).state).toBe(
      'not_enough_evidence',
    )
  })
})

test('draws have the mean and the variance that they should', () => {
  const chance = seededChance(12)
  const momentsOf = (draw: () => number) => {
    const values = Array.from({ length: 20_000 }, draw)
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length
    return [mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length]
  }
  const expected = [
    [() => drawNormal(chance), 0, 1],
    [() => drawGamma(chance, 0.3), 0.3, 0.3],
    [() => drawGamma(chance, 4), 4, 4],
    [() => drawPoisson(chance, 0.7), 0.7, 0.7],
    [() => drawPoisson(chance, 100), 100, 100],
    [() => drawPoisson(chance, 5_000), 5_000, 5_000],
  ] as const
  for (const [draw, mean, variance] of expected) {
    const [m = 0, v = 0] = momentsOf(draw)
    expect(Math.abs(m - mean)).toBeLessThan(5 * Math.sqrt(variance / 20_000))
    expect(Math.abs(v / variance - 1)).toBeLessThan(0.1)
  }
})
