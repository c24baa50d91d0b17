import { expect, test } from 'vitest'
import { z } from 'zod'
import { paretoNbdAlive, paretoNbdExpected, paretoNbdLogLikelihood } from './pareto-nbd.ts'
import { absent, readCsv, readJson } from './shared-data.fixture.ts'

const vectors = z.object({
  rows: z.array(
    z.union([
      z.object({
        model: z.literal('pareto_nbd'),
        params: z.object({ r: z.number(), alpha: z.number(), s: z.number(), beta: z.number() }),
        x: z.number(),
        t_x: z.number(),
        T: z.number(),
        horizon: z.number(),
        loglik: z.number(),
        p_alive: z.number(),
        expected_transactions: z.number(),
      }),
      z.object({ model: z.enum(['bgnbd', 'mbg_cnbd_k']) }),
    ]),
  ),
})

test.skipIf(absent)(
  'Pareto/NBD equals every 35-digit vector, x = 1500 too (needs ../shared/data)',
  () => {
    const { rows } = vectors.parse(readJson('stats-vectors/btyd_vectors.json'))
    let compared = 0
    for (const row of rows) {
      if (row.model !== 'pareto_nbd') continue
      const customer = { x: row.x, tx: row.t_x, T: row.T }
      const same = (ours: number, theirs: number) => expect(ours / theirs).toBeCloseTo(1, 9)
      same(paretoNbdLogLikelihood(row.params, customer), row.loglik)
      same(paretoNbdAlive(row.params, customer), row.p_alive)
      same(paretoNbdExpected(row.params, customer, row.horizon), row.expected_transactions)
      compared++
    }
    expect(compared).toBe(24)
  },
)

test.skipIf(absent)('the published CDNOW log-likelihood comes out (needs ../shared/data)', () => {
  const model = {
    r: 0.553277026937758,
    alpha: 10.577683345685676,
    s: 0.6062400569602228,
    beta: 11.668739031875111,
  }
  const sum = readCsv('cdnow/cdnow_sample_cbs_39w.csv.gz').reduce((total, row) => {
    const weeks = (text = '') => Math.round(7 * Number(text)) / 7
    const customer = { x: Number(row.x), tx: weeks(row.t_x), T: weeks(row.T) }
    return total + paretoNbdLogLikelihood(model, customer)
  }, 0)
  expect(sum).toBeCloseTo(-9594.976178939538, 5)
})

test('a lifetime rate far below the purchase scale stays accurate without repeat purchases', () => {
  // One-time buyers: the bracket's closed form at r = 1 is a rational integral.
  const [alpha, beta, T] = [10, 0.01, 39]
  const lnIntegrand = (tau: number) => -Math.log(alpha + tau) - 2 * Math.log(beta + tau)
  let integral = 0
  const steps = 400_000
  for (let i = 0; i < steps; i++) {
    const from = beta * ((beta + T) / beta) ** (i / steps)
    const to = beta * ((beta + T) / beta) ** ((i + 1) / steps)
    const middle = (from + to) / 2 - beta
    integral += (to - from) * Math.exp(lnIntegrand(middle))
  }
  const expected =
    Math.log(alpha) + Math.log(beta) + Math.log(1 / ((alpha + T) * (beta + T)) + integral)
  const model = { r: 1, alpha, s: 1, beta }
  expect(paretoNbdLogLikelihood(model, { x: 0, tx: 0, T })).toBeCloseTo(expected, 8)
})
