import { describe, expect, test } from 'vitest'
import { pairedSums, sumsOf } from './arm-sums.ts'
import { confidenceSequence } from './confidence-sequence.ts'
import { cuped } from './cuped.ts'
import { differenceOfMeans, differenceOfShares } from './difference.ts'
import { boundsOf } from './planned-looks.ts'
import { sampleRatio } from './sample-ratio.ts'
import { absent, readCsv } from './shared-data.fixture.ts'
import { judge, type Verdict } from './verdict.ts'

/** mulberry32: the same draws every time. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function normalOf(chance: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
}

/** Four standard deviations of a share over so many trials. */
const tolerance = (share: number, trials: number) => 4 * Math.sqrt((share * (1 - share)) / trials)

/** What people of a shop do: most nothing, some a little, few a lot; the past foretells a part of it. */
function crowd(people: number, effect: number, chance: () => number) {
  const post = new Float64Array(people)
  const pre = new Float64Array(people)
  for (let i = 0; i < people; i++) {
    const rate = -0.4 * Math.log(1 - chance())
    pre[i] = chance() < rate ? -Math.log(1 - chance()) * (1 + rate) : 0
    post[i] = (chance() < rate ? -Math.log(1 - chance()) * (1 + rate) : 0) + effect
  }
  return { post, pre }
}

test('with and without the past, the interval of skewed figures covers the truth as often as it claims', () => {
  const chance = chanceOf(1)
  const trials = 2_000
  let plain = 0
  let adjusted = 0
  let narrower = 0
  for (let trial = 0; trial < trials; trial++) {
    const control = crowd(400, 0, chance)
    const treated = crowd(800, 0.1, chance)
    const found = cuped(
      pairedSums(control.post, control.pre),
      pairedSums(treated.post, treated.pre),
    )
    const covers = ({ lower, upper }: { lower: number; upper: number }) =>
      lower <= 0.1 && 0.1 <= upper
    plain += Number(covers(differenceOfMeans(sumsOf(control.post), sumsOf(treated.post))))
    adjusted += Number(covers(found.adjusted))
    narrower += Number(found.adjusted.standardError < found.unadjusted.standardError)
  }
  expect(Math.abs(plain / trials - 0.95)).toBeLessThan(tolerance(0.95, trials))
  expect(Math.abs(adjusted / trials - 0.95)).toBeLessThan(tolerance(0.95, trials))
  expect(narrower / trials).toBeGreaterThan(0.95)
})

test('rare harm: the interval of shares errs on the side of caution', () => {
  const chance = chanceOf(2)
  const trials = 3_000
  const draw = (n: number, share: number) => {
    let count = 0
    for (let i = 0; i < n; i++) count += Number(chance() < share)
    return { n, count }
  }
  let covered = 0
  for (let trial = 0; trial < trials; trial++) {
    const { lower, upper } = differenceOfShares(draw(300, 0.01), draw(700, 0.02))
    covered += Number(lower <= 0.01 && 0.01 <= upper)
  }
  expect(covered / trials).toBeGreaterThan(0.95 - tolerance(0.95, trials))
})

describe('looking often', () => {
  const looks = 30
  const trials = 4_000
  /** One campaign without effect: z at each of thirty daily looks. */
  function walk(normal: () => number): number[] {
    let sum = 0
    return Array.from({ length: looks }, (_, day) => {
      sum += normal()
      return sum / Math.sqrt(day + 1)
    })
  }

  test('at a single look’s bound finds something in every fourth campaign; by planned looks in one of twenty', () => {
    const normal = normalOf(chanceOf(3))
    const planned = [6, 12, 18, 24, 30]
    const bounds = boundsOf(planned.map((day) => day / looks))
    let naive = 0
    let honest = 0
    for (let trial = 0; trial < trials; trial++) {
      const z = walk(normal)
      naive += Number(z.some((one) => Math.abs(one) > 1.96))
      honest += Number(
        planned.some(
          (day, k) => Math.abs(z[day - 1] ?? 0) > (bounds[k] ?? Number.POSITIVE_INFINITY),
        ),
      )
    }
    expect(naive / trials).toBeGreaterThan(0.25)
    expect(Math.abs(honest / trials - 0.05)).toBeLessThan(tolerance(0.05, trials))
  })

  test('by the confidence sequence it errs less often than it may', () => {
    const normal = normalOf(chanceOf(4))
    let wrong = 0
    for (let trial = 0; trial < trials; trial++) {
      const z = walk(normal)
      const found = z.some((one, day) => {
        const people = 500 * (day + 1)
        const standardError = 1 / Math.sqrt(people)
        const { lower, upper } = confidenceSequence(
          { effect: one * standardError, standardError },
          people,
        )
        return lower > 0 || upper < 0
      })
      wrong += Number(found)
    }
    expect(wrong / trials).toBeLessThan(0.05)
  })

  test('planned looks keep nearly all power', () => {
    const normal = normalOf(chanceOf(5))
    const planned = [0.2, 0.4, 0.6, 0.8, 1]
    const bounds = boundsOf(planned)
    const drift = 2.8
    let single = 0
    let several = 0
    for (let trial = 0; trial < trials; trial++) {
      let sum = 0
      const z = planned.map((t) => {
        sum += normal() * Math.sqrt(0.2)
        return (sum + drift * t) / Math.sqrt(t)
      })
      single += Number((z.at(-1) ?? 0) > 1.96)
      several += Number(z.some((one, k) => one > (bounds[k] ?? 0)))
    }
    expect(several / single).toBeGreaterThan(0.95)
  })

  test('looking twice at the same data spends the budget once: the last look has all of it', () => {
    const [first = 0, again = 0] = boundsOf([0.5, 1], { information: [100, 100] })
    expect(first).toBeCloseTo(2.963, 2)
    expect(again).toBeCloseTo(1.96, 3)
  })
})

describe('the five words', () => {
  const evidence = {
    lower: 0.01,
    upper: 0.05,
    people: 1_000,
    worthHaving: 0.02,
    isBroken: false,
    isComparable: true,
    hurts: false,
  }

  test('follow from the interval alone', () => {
    const said = (more: Partial<typeof evidence>) => judge({ ...evidence, ...more }).verdict
    expect(said({})).toBe('effective')
    expect(said({ lower: -0.01, upper: 0.015 })).toBe('ineffective')
    expect(said({ lower: 0.001, upper: 0.015 })).toBe('ineffective')
    expect(said({ lower: -0.05, upper: -0.01 })).toBe('harmful')
    expect(said({ lower: -0.01, upper: 0.05 })).toBe('not_enough_evidence')
    expect(said({ lower: -0.01, upper: 0.05, hurts: true })).toBe('harmful')
    expect(said({ hurts: true })).toBe('effective')
    expect(said({ isBroken: true })).toBe('untrustworthy')
    expect(said({ isComparable: false })).toBe('not_enough_evidence')
  })

  test('so many more people leave no room for doubt: the interval then excludes nothing or something worth having', () => {
    const { verdict, peopleMissing } = judge({ ...evidence, lower: -0.01, upper: 0.05 })
    expect(verdict).toBe('not_enough_evidence')
    const width = (0.06 * Math.sqrt(1_000)) / Math.sqrt(1_000 + peopleMissing)
    expect(width).toBeLessThanOrEqual(0.02)
    expect(width).toBeGreaterThan(0.0199)
  })
})

describe.skipIf(absent)('simulated campaigns with known truth', () => {
  const rows = absent ? [] : readCsv('sim-campaigns/customers.csv.gz')
  const arm = (campaign: string, group: string) =>
    rows.filter((row) => row.campaign === campaign && row.group === group)
  const count = (people: Record<string, string>[], column = 'converted') => ({
    n: people.length,
    count: people.filter((row) => row[column] === '1').length,
  })

  /** @param plannedHoldout share of people that were to be held out */
  function verdictOf(campaign: string, plannedHoldout: number): Verdict {
    const [treated, control] = [arm(campaign, 'treated'), arm(campaign, 'holdout')]
    const isComparable = control.length > 1
    const { lower, upper } = isComparable
      ? differenceOfShares(count(control), count(treated))
      : { lower: 0, upper: 0 }
    const harm = differenceOfShares(count(control, 'unsubscribed'), count(treated, 'unsubscribed'))
    return judge({
      lower,
      upper,
      people: treated.length + control.length,
      worthHaving: 0.01,
      isBroken: sampleRatio([treated.length, control.length], [1 - plannedHoldout, plannedHoldout])
        .isBroken,
      isComparable,
      hurts: isComparable && harm.lower > 0,
    }).verdict
  }

  test('get the verdict that an honest retrospective must give', () => {
    expect(verdictOf('C1_true_lift', 0.25)).toBe('effective')
    expect(verdictOf('C2_no_effect', 0.25)).toBe('not_enough_evidence')
    expect(verdictOf('C5_underpowered', 0.2)).toBe('not_enough_evidence')
    expect(verdictOf('C6_srm_broken', 0.5)).toBe('untrustworthy')
    expect(verdictOf('C7_heterogeneous', 0.3)).toBe('effective')
  })

  test('nothing is claimed where nobody was held out at random', () => {
    expect(verdictOf('C3_this_period_mix_shift', 0)).toBe('not_enough_evidence')
    expect(verdictOf('C4_selected_high_intent', 0)).toBe('not_enough_evidence')
  })
})
