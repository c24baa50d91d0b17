import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type PairedSums, type Sums, sumsOf } from './arm-sums.ts'
import { confidenceSequence } from './confidence-sequence.ts'
import { cuped } from './cuped.ts'
import { logMeanParts, mixAndRate, shapley } from './decomposition.ts'
import { differenceOfMeans, differenceOfShares, relativeLift, wilson } from './difference.ts'
import { beliefOf } from './effect-belief.ts'
import { falseDiscovery } from './many-tests.ts'
import { boundsOf, type Spending, spent } from './planned-looks.ts'
import { sampleRatio } from './sample-ratio.ts'
import { peopleNeeded } from './sample-size.ts'
import { absent, readCsv, readJson } from './shared-data.fixture.ts'
import { winsorized } from './winsorize.ts'

const number = z.number()
const pair = z.tuple([number, number])
const vectors = absent ? [] : z.array(z.unknown()).parse(readJson('stats-vectors/vectors.json'))

/** The reference rows of a function, checked against their shape. */
function rowsOf<I extends z.ZodType, E extends z.ZodType>(fn: string, input: I, expected: E) {
  const row = z.object({ fn: z.literal(fn), input, expected })
  return vectors.flatMap((one) => {
    const named = z.object({ fn: z.string() }).parse(one)
    return named.fn === fn ? [row.parse(one)] : []
  })
}

/** Equal up to a share of the larger one, as the reference suggests. */
function near(found: number | undefined, expected: number, relative = 1e-9) {
  const bound = relative * Math.max(1e-6, Math.abs(expected))
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(bound)
}

function summed(n: number, mean: number, sd: number): Sums {
  return { n, sum: n * mean, sumSquares: (n - 1) * sd * sd + n * mean * mean }
}

const sums = z
  .object({ n: number, sum: number, sum_squares: number })
  .transform((row): Sums => ({ n: row.n, sum: row.sum, sumSquares: row.sum_squares }))
const paired = z
  .object({ post: sums, pre: sums, sum_products: number })
  .transform(({ post, pre, sum_products: sumProducts }): PairedSums => ({ post, pre, sumProducts }))

describe.skipIf(absent)('against the shared vectors', () => {
  test('difference of means and relative lift (scipy)', () => {
    const rows = rowsOf(
      'welch_t',
      z.object({
        n_control: number,
        mean_control: number,
        sd_control: number,
        n_treatment: number,
        mean_treatment: number,
        sd_treatment: number,
      }),
      z.object({
        diff: number,
        se: number,
        df: number,
        p: number,
        ci: pair,
        rel_lift: number,
        rel_se_delta: number,
        rel_ci_delta_t: pair,
      }),
    )
    expect(rows.length).toBe(10)
    for (const { input, expected } of rows) {
      const control = summed(input.n_control, input.mean_control, input.sd_control)
      const treated = summed(input.n_treatment, input.mean_treatment, input.sd_treatment)
      const found = differenceOfMeans(control, treated)
      near(found.effect, expected.diff, 1e-8)
      near(found.standardError, expected.se, 1e-8)
      near(found.df, expected.df, 1e-7)
      near(found.p, expected.p, 1e-5)
      near(found.lower, expected.ci[0], 1e-6)
      near(found.upper, expected.ci[1], 1e-6)
      const lift = relativeLift(control, treated)
      near(lift?.effect, expected.rel_lift, 1e-8)
      near(lift?.standardError, expected.rel_se_delta, 1e-8)
      near(lift?.lower, expected.rel_ci_delta_t[0], 1e-5)
      near(lift?.upper, expected.rel_ci_delta_t[1], 1e-5)
    }
  })

  test('difference of shares (statsmodels)', () => {
    const rows = rowsOf(
      'two_proportions',
      z.object({ x_control: number, n_control: number, x_treatment: number, n_treatment: number }),
      z.object({ diff: number, p_pooled: number, se_unpooled: number, newcombe_ci: pair }),
    )
    expect(rows.length).toBe(14)
    for (const { input, expected } of rows) {
      const found = differenceOfShares(
        { n: input.n_control, count: input.x_control },
        { n: input.n_treatment, count: input.x_treatment },
      )
      near(found.effect, expected.diff)
      near(found.standardError, expected.se_unpooled)
      near(found.p, expected.p_pooled, 1e-7)
      near(found.lower, expected.newcombe_ci[0])
      near(found.upper, expected.newcombe_ci[1])
    }
  })

  test('interval of one share (statsmodels)', () => {
    const rows = rowsOf(
      'one_proportion_ci',
      z.object({ x: number, n: number, alpha: number }),
      z.object({ wilson: pair }),
    )
    expect(rows.length).toBe(8)
    for (const { input, expected } of rows) {
      const found = wilson({ n: input.n, count: input.x }, input.alpha)
      near(found.lower, expected.wilson[0])
      near(found.upper, expected.wilson[1])
    }
  })

  test('CUPED from sums', () => {
    const plain = z.object({ diff: number, se: number, p: number, ci: pair })
    const rows = rowsOf(
      'cuped_mean_from_sums',
      z.object({ control: paired, treatment: paired }),
      z.object({ theta_pooled: number, adj: plain, unadj: plain, variance_reduction: number }),
    )
    expect(rows.length).toBe(4)
    for (const { input, expected } of rows) {
      const found = cuped(input.control, input.treatment)
      near(found.theta, expected.theta_pooled, 1e-6)
      near(found.unadjusted.effect, expected.unadj.diff, 1e-8)
      near(found.unadjusted.standardError, expected.unadj.se, 1e-7)
      near(found.adjusted.effect, expected.adj.diff, 1e-6)
      near(found.adjusted.standardError, expected.adj.se, 1e-6)
      near(found.varianceReduction, expected.variance_reduction, 1e-6)
    }
  })

  test('sample-ratio check (scipy)', () => {
    const rows = rowsOf(
      'srm_chi2',
      z.object({ observed: z.array(number), weights: z.array(number) }),
      z.object({ chi2: number, df: number, p: number }),
    )
    expect(rows.length).toBe(5)
    for (const { input, expected } of rows) {
      const found = sampleRatio(input.observed, input.weights)
      near(found.chiSquare, expected.chi2)
      expect(found.df).toBe(expected.df)
      near(found.p, expected.p, 1e-8)
      expect(found.isBroken).toBe(expected.p < 0.001)
    }
  })

  test('planned looks spend the error budget as R gsDesign does', () => {
    const kinds: Record<string, Spending> = {
      obf_1983_total_alpha: 'obrien_fleming_total',
      obf_per_side: 'obrien_fleming',
      pocock: 'pocock',
    }
    const rows = rowsOf(
      'lan_demets_bounds',
      z.object({ information_fractions: z.array(number), alpha: number, kind: z.string() }),
      z.object({ z_bounds: z.array(number), cumulative_alpha: z.array(number) }),
    )
    expect(rows.length).toBe(7)
    for (const { input, expected } of rows) {
      const kind = kinds[input.kind]
      const { alpha, information_fractions: fractions } = input
      const found = boundsOf(fractions, { alpha, ...(kind ? { kind } : {}) })
      for (const [k, bound] of expected.z_bounds.entries()) near(found[k], bound, 1e-5)
      for (const [k, total] of expected.cumulative_alpha.entries())
        near(spent(fractions[k] ?? 0, alpha, kind), total, 1e-7)
    }
  })

  test('the confidence sequence equals its paper', () => {
    const rows = rowsOf(
      'asymptotic_confidence_sequence',
      z.object({ diff: number, se: number, n_total: number, alpha: number, n_star: number }),
      z.object({ ci: pair, p: number }),
    )
    expect(rows.length).toBe(5)
    for (const { input, expected } of rows) {
      const found = confidenceSequence(
        { effect: input.diff, standardError: input.se },
        input.n_total,
        { alpha: input.alpha, tunedFor: input.n_star },
      )
      near(found.lower, expected.ci[0])
      near(found.upper, expected.ci[1])
      near(found.p, expected.p)
    }
  })

  test('the belief in an effect equals GrowthBook', () => {
    const rows = rowsOf(
      'gaussian_effect_bayes',
      z.object({
        effect: number,
        se: number,
        prior_mean: number,
        prior_sd: number,
        proper: z.boolean(),
      }),
      z.object({
        mean: number,
        sd: number,
        chance_to_win: number,
        ci: pair,
        risk_choose_treatment: number,
        risk_choose_control: number,
      }),
    )
    expect(rows.length).toBe(5)
    for (const { input, expected } of rows) {
      const prior = input.proper ? { mean: input.prior_mean, deviation: input.prior_sd } : null
      const found = beliefOf({ effect: input.effect, standardError: input.se }, prior)
      near(found?.mean, expected.mean)
      near(found?.deviation, expected.sd)
      near(found?.chancePositive, expected.chance_to_win)
      near(found?.lower, expected.ci[0])
      near(found?.lossIfDone, expected.risk_choose_treatment, 1e-7)
      near(found?.lossIfLeft, expected.risk_choose_control, 1e-7)
    }
  })

  test('people needed (closed forms), false discoveries (statsmodels)', () => {
    const sizes = rowsOf(
      'sample_size_two_means_t',
      z.object({ sd: number, diff: number, alpha: number, power: number }),
      z.object({ n_per_arm_z: number }),
    )
    expect(sizes.length).toBe(4)
    for (const { input, expected } of sizes) {
      const { diff, sd, alpha, power } = input
      const asked = { effect: diff, variance: sd * sd, holdoutShare: 0.5 }
      near(peopleNeeded(asked, { alpha, power }) / 2, expected.n_per_arm_z)
    }
    const tests = rowsOf(
      'multiple_testing',
      z.object({ p: z.array(number) }),
      z.object({ benjamini_hochberg: z.object({ reject: z.array(z.boolean()) }) }),
    )
    expect(tests.length).toBe(3)
    for (const { input, expected } of tests)
      expect(falseDiscovery(input.p).map((p) => p <= 0.05)).toEqual(
        expected.benjamini_hochberg.reject,
      )
  })

  test('a change is taken apart: Shapley, logarithmic means, mix and rate', () => {
    const designs = z.array(z.unknown()).parse(readJson('stats-vectors/design_vectors.json'))
    const funnel = z.object({
      fn: z.literal('funnel_shapley'),
      input: z.object({
        before: z.record(z.string(), number),
        after: z.record(z.string(), number),
      }),
      expected: z.object({
        total: number,
        shapley: z.record(z.string(), number),
        lmdi: z.record(z.string(), number),
      }),
    })
    const mix = z.object({
      fn: z.literal('mix_rate_decomposition'),
      input: z.object({ before: z.record(z.string(), pair), after: z.record(z.string(), pair) }),
      expected: z.object({
        total: number,
        mix: number,
        rate: number,
        by_segment: z.record(z.string(), z.object({ mix_centred: number, rate: number })),
      }),
    })
    let met = 0
    for (const row of designs) {
      const read = funnel.safeParse(row)
      if (read.success) {
        met++
        const { input, expected } = read.data
        const factors = Object.keys(input.before).map((name) => ({
          name,
          before: input.before[name] ?? 0,
          after: input.after[name] ?? 0,
        }))
        const found = shapley(factors)
        near(found.total, expected.total)
        for (const { name, part } of found.parts) near(part, expected.shapley[name] ?? 0)
        for (const { name, part } of logMeanParts(factors)?.parts ?? [])
          near(part, expected.lmdi[name] ?? 0)
      }
      const mixed = mix.safeParse(row)
      if (mixed.success) {
        met++
        const { input, expected } = mixed.data
        const groups = (of: Record<string, [number, number]>) =>
          Object.entries(of).map(([name, [people, total]]) => ({ name, people, total }))
        const found = mixAndRate(groups(input.before), groups(input.after))
        near(found.total, expected.total)
        near(found.mix, expected.mix)
        near(found.rate, expected.rate)
        for (const group of found.groups) {
          near(group.mix, expected.by_segment[group.name]?.mix_centred ?? 0)
          near(group.rate, expected.by_segment[group.name]?.rate ?? 0)
        }
      }
    }
    expect(met).toBe(2)
  })
})

describe.skipIf(absent)('on real experiments', () => {
  test('Hillstrom: men’s mail brings visits and spend, and past spend explains 0.05% of the variance', () => {
    const rows = readCsv('hillstrom/hillstrom_head.csv.gz')
    const arm = (name: string, column: string) =>
      Float64Array.from(
        rows.filter(({ segment }) => segment === name),
        (row) => Number(row[column]),
      )
    const found = differenceOfMeans(
      sumsOf(arm('No E-Mail', 'visit')),
      sumsOf(arm('Mens E-Mail', 'visit')),
    )
    near(found.effect, 0.07732699458379659)
    const pairs = (name: string) => {
      const [post, pre] = [arm(name, 'spend'), arm(name, 'history')]
      const sumProducts = post.reduce((sum, one, i) => sum + one * (pre[i] ?? 0), 0)
      return { post: sumsOf(post), pre: sumsOf(pre), sumProducts }
    }
    const spend = cuped(pairs('No E-Mail'), pairs('Mens E-Mail'))
    expect(spend.varianceReduction).toBeGreaterThan(0)
    expect(spend.varianceReduction).toBeLessThan(0.002)
    expect(spend.adjusted.lower).toBeGreaterThan(0)
  })

  test('Cookie Cats: one player decides the plain figure; capped at 99.9% he does not', () => {
    const rows = readCsv('cookie-cats/cookie_cats.csv.gz')
    const all = Float64Array.from(rows, ({ sum_gamerounds: rounds }) => Number(rounds))
    const { values, cap } = winsorized(all)
    near(cap, 1073.6240000000107)
    const arm = (of: Float64Array, version: string) =>
      sumsOf(of.filter((_, i) => rows[i]?.version === version))
    const plain = differenceOfMeans(arm(all, 'gate_30'), arm(all, 'gate_40'))
    near(plain.p, 0.37592438, 1e-6)
    const held = differenceOfMeans(arm(values, 'gate_30'), arm(values, 'gate_40'))
    near(held.effect, -0.0956444941735, 1e-5)
    near(held.p, 0.88337113, 1e-5)
  })
})
