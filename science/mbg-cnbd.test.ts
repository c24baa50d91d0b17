import { expect, test } from 'vitest'
import { z } from 'zod'
import { mbgCnbdAlive, mbgCnbdExpected, mbgCnbdLogLikelihood, mbgCnbdNext } from './mbg-cnbd.ts'
import { absent, readJson } from './shared-data.fixture.ts'

const vectors = z.object({
  rows: z.array(
    z.union([
      z.object({
        model: z.literal('mbg_cnbd_k'),
        k: z.number(),
        params: z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() }),
        x: z.number(),
        t_x: z.number(),
        T: z.number(),
        horizon: z.number(),
        loglik_without_litt_term: z.number(),
        p_alive: z.number(),
        expected_transactions_exact: z.number(),
        p_next_purchase_within_horizon_given_alive: z.number(),
      }),
      z.object({ model: z.enum(['bgnbd', 'pareto_nbd']) }),
    ]),
  ),
})

test.skipIf(absent)('MBG/CNBD-k equals every 35-digit vector (needs ../shared/data)', () => {
  const { rows } = vectors.parse(readJson('stats-vectors/btyd_vectors.json'))
  let compared = 0
  for (const row of rows) {
    if (row.model !== 'mbg_cnbd_k') continue
    const model = { k: row.k, ...row.params }
    const customer = { x: row.x, tx: row.t_x, T: row.T }
    const same = (ours: number, theirs: number) => expect(ours / theirs).toBeCloseTo(1, 9)
    same(mbgCnbdLogLikelihood(model, customer), row.loglik_without_litt_term)
    same(mbgCnbdAlive(model, customer), row.p_alive)
    same(mbgCnbdExpected(model, customer, row.horizon), row.expected_transactions_exact)
    const next = mbgCnbdNext(model, customer, row.horizon)
    same(next, row.p_next_purchase_within_horizon_given_alive)
    compared++
  }
  expect(compared).toBe(21)
})

test('the summed log gaps enter k − 1 times', () => {
  const model = { k: 3, r: 0.5, alpha: 2, a: 0.9, b: 1.6 }
  const customer = { x: 2, tx: 6, T: 20 }
  const without = mbgCnbdLogLikelihood(model, customer)
  expect(mbgCnbdLogLikelihood(model, customer, 1.5)).toBeCloseTo(without + 3, 12)
})

test('a customer just seen is likelier to be here than one long silent', () => {
  const model = { k: 2, r: 1.3, alpha: 2.8, a: 0.4, b: 0.8 }
  const recent = mbgCnbdAlive(model, { x: 5, tx: 38, T: 39 })
  expect(recent).toBeGreaterThan(mbgCnbdAlive(model, { x: 5, tx: 10, T: 39 }))
})
