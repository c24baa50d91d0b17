import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { seededChance } from '../server/kernel/index.ts'
import { referralFactor } from './referral.ts'
import type { Delay } from './referral-delay.ts'
import { forestOf, type Participant } from './referral-forest.ts'
import { holds, told } from './referral-world.fixture.ts'
import { absent, readCsv, readJson } from './shared-data.fixture.ts'

const chance = () => seededChance(1)

const truths = z.record(
  z.string(),
  z.object({
    K_true: z.number(),
    nb_dispersion: z.number(),
    delay_mean_days: z.number(),
    delay_gamma_shape: z.number(),
    observed_until_day: z.number(),
    K_naive: z.number(),
    K_delay_corrected_with_true_delay: z.number(),
  }),
)

describe.skipIf(absent)('simulated referral campaigns with known truth', () => {
  const rows = absent ? [] : readCsv('sim-referral/referrals.csv.gz')
  const truth = absent ? {} : truths.parse(readJson('sim-referral/truth.json'))

  test.each(['A', 'B', 'C', 'D'])('campaign %s', (campaign) => {
    const known = truth[campaign]
    if (!known) throw new Error('the truth is not there')
    const people = rows
      .filter((row) => row.campaign === campaign)
      .map((row) => ({
        id: row.participant ?? '',
        joinedAt: Number(row.joined_day),
        parentId: row.invited_by || null,
      }))
    const now = known.observed_until_day
    const delay: Delay = {
      kind: 'gamma',
      shape: known.delay_gamma_shape,
      mean: known.delay_mean_days,
    }
    const given = told(referralFactor(people, { now, chance: chance(), delay }).honest)
    expect(given.naive).toBeCloseTo(known.K_naive, 12)
    expect(given.value).toBeCloseTo(known.K_delay_corrected_with_true_delay, 10)
    const { honest, growth } = referralFactor(people, { now, chance: chance() })
    expect(holds(told(honest), known.K_true)).toBe(true)
    // Nothing is on its way any more in A; in the others the naive figure is outside.
    if (campaign !== 'A') expect(told(honest).low).toBeGreaterThan(known.K_naive)
    expect(growth?.dispersion).toBeGreaterThan(known.nb_dispersion / 2)
    expect(growth?.dispersion).toBeLessThan(known.nb_dispersion * 2)
  })
})

const weibo = z.object({
  summary: z.object({ K: z.number(), nb_dispersion_k: z.number() }),
  censoring_test: z.array(
    z.object({
      T_minutes: z.number(),
      K_naive: z.number(),
      K_corrected: z.number(),
      K_final: z.number(),
    }),
  ),
})

describe.skipIf(absent)('reposts on Weibo as invitations', { timeout: 120_000 }, () => {
  const people: Participant[] = (absent ? [] : readCsv('weibo-cascades/cascades.csv.gz')).map(
    (row) => ({
      id: `${row.cascade_id}-${row.node}`,
      joinedAt: Number(row.minutes) / 1440,
      parentId: row.parent === '0' ? null : `${row.cascade_id}-${row.parent}`,
    }),
  )
  const reference = absent ? null : weibo.parse(readJson('weibo-cascades/reference.json'))
  const ever = Number.MAX_SAFE_INTEGER
  const forest = forestOf(people, { now: ever, isHonestOnly: true })
  const delays = forest.delay.filter((delay) => !Number.isNaN(delay)).sort()
  const asCounted: Delay = {
    kind: 'steps',
    days: [...delays],
    share: [...delays.keys()].map((i) => (i + 1) / delays.length),
  }

  test('the whole of it: K and how unevenly people are reposted', () => {
    const { honest, growth } = referralFactor(people, {
      now: ever,
      chance: chance(),
      delay: asCounted,
    })
    expect(told(honest).value).toBeCloseTo(reference?.summary.K ?? 0, 10)
    expect(growth?.dispersion).toBeCloseTo(reference?.summary.nb_dispersion_k ?? 0, 3)
  })

  test('half an hour to a day into it, the delay of before puts the naive figure right', () => {
    for (const cut of reference?.censoring_test ?? []) {
      const now = cut.T_minutes / 1440
      const { honest } = referralFactor(people, { now, chance: chance(), delay: asCounted })
      expect(honest.naive).toBeCloseTo(cut.K_naive, 10)
      expect(told(honest).value).toBeCloseTo(cut.K_corrected, 3)
      expect(holds(told(honest), cut.K_final)).toBe(true)
      expect(told(honest).low).toBeGreaterThan(cut.K_naive)
    }
  })

  test('a tail of weeks cannot be told from inside of six hours: a first campaign reads K too low', () => {
    const { honest } = referralFactor(people, { now: 0.25, chance: chance() })
    expect(told(honest).high).toBeLessThan(0.357)
    expect(told(honest).value).toBeGreaterThan(honest.naive ?? 0)
  })
})
