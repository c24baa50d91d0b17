import type { BgNbd } from './bgnbd.ts'
import { bgnbdObjective, nbdObjective } from './bgnbd-likelihood.ts'
import { covarianceAt } from './curvature.ts'
import type { PurchaseHistory } from './history.ts'
import { compressRows, type HistoryRows, thinRows } from './history-rows.ts'
import { type Minimum, minimize, type Smooth } from './minimize.ts'

/** Below these a fit would be a guess with a decimal point; see {@link fitBgNbd}. */
export const bgnbdNeeds = { customers: 200, repeatPurchases: 100, medianGaps: 3 } as const

/** What a refused fit lacks: `have` against `need`, in the unit the name says. */
export type Missing = {
  what: 'customers' | 'repeat_purchases' | 'calibration_days' | 'visible_loss' | 'curvature'
  have: number
  need: number
}

/** The result of a fit. Only `fitted` carries a P(alive) that may be shown. */
export type BgNbdFit =
  | {
      state: 'fitted'
      parameters: BgNbd
      logLikelihood: number
      /** Largest gradient component per customer, by log-parameter. */
      gradientNorm: number
      starts: number
      /** Starts that ended within 1e-5 log-likelihood per customer of the best. */
      agreeingStarts: number
      /** Standard errors of the parameters themselves (delta method from the log scale). */
      standardErrors: BgNbd
      /** Lower Cholesky factor of the covariance of (ln r, ln α, ln a, ln b), for a bootstrap. */
      logCholesky: number[][]
      customers: number
      distinctRows: number
    }
  | {
      /** No customer loss is visible in these data (a → 0): use the NBD and hide P(alive). */
      state: 'degenerate'
      reason: 'no_visible_loss' | 'parameters_not_determined'
      missing: Missing
      nbd: { r: number; alpha: number }
      /** Lower Cholesky factor of the covariance of (ln r, ln α); empty when not determined. */
      logCholesky: number[][]
      logLikelihood: number
      /** What allowing for loss would add; near 0 here. */
      gainFromLoss: number
      gradientNorm: number
      customers: number
    }
  | {
      state: 'refused'
      reason: 'too_few_customers' | 'too_few_repeat_purchases' | 'calibration_too_short'
      missing: Missing
    }

/** Distinct rows above which the three starts run on a sample and only the winner on everything. */
const fullStartsUpTo = 20_000

const starts = [
  [1, 1, 1, 1],
  [1, 3, 1, 3],
  [0.3, 5, 0.8, 2.5],
]

/**
 * Fits BG/NBD by maximum likelihood. Refuses with fewer than 200 customers, 100 repeat purchases, or
 * a calibration period shorter than three median gaps. Names the degenerate case instead of hiding it
 * in absurd parameters: on some shops the likelihood is highest with no loss at all.
 */
export function fitBgNbd(history: PurchaseHistory): BgNbdFit {
  const refusal = refusalOf(history)
  return refusal ?? fitBgNbdRows(compressRows(history))
}

/** {@link fitBgNbd} on rows that are already known to be enough. */
export function fitBgNbdRows(rows: HistoryRows): BgNbdFit {
  const objective = bgnbdObjective(rows)
  const { best, agreeing } = bestOfStarts(rows, objective)
  const [r = 1, alpha = 1, a = 1, b = 1] = Array.from(best.at, Math.exp)
  const logLikelihood = -best.value * rows.customers
  if (a / (a + b) < 0.02) {
    const nbd = fitNbdRows(rows)
    const gainFromLoss = logLikelihood - nbd.logLikelihood
    // 1.92 is the 95% bound of half a chi-square: loss that the data cannot tell from none.
    if (gainFromLoss < 1.92 || a / (a + b) < 1e-4) {
      const missing: Missing = { what: 'visible_loss', have: Math.max(0, gainFromLoss), need: 1.92 }
      return { state: 'degenerate', reason: 'no_visible_loss', missing, ...nbd, gainFromLoss }
    }
  }
  const curvature = covarianceAt(objective, best.at)
  if (!curvature) {
    const nbd = fitNbdRows(rows)
    const gainFromLoss = logLikelihood - nbd.logLikelihood
    const missing: Missing = { what: 'curvature', have: 0, need: 1 }
    return {
      state: 'degenerate',
      reason: 'parameters_not_determined',
      missing,
      ...nbd,
      gainFromLoss,
    }
  }
  // The objective is a mean, so its inverse Hessian is customers times the covariance.
  const perCustomer = 1 / Math.sqrt(rows.customers)
  const error = (i: number) => Math.sqrt(curvature.covariance[i]?.[i] ?? 0) * perCustomer
  return {
    state: 'fitted',
    parameters: { r, alpha, a, b },
    logLikelihood,
    gradientNorm: best.gradientNorm,
    starts: starts.length,
    agreeingStarts: agreeing,
    standardErrors: { r: r * error(0), alpha: alpha * error(1), a: a * error(2), b: b * error(3) },
    logCholesky: curvature.cholesky.map((row) => row.map((v) => v * perCustomer)),
    customers: rows.customers,
    distinctRows: rows.count.length,
  }
}

/** NBD by maximum likelihood: the fallback where no loss is visible. */
export function fitNbdRows(rows: HistoryRows): {
  nbd: { r: number; alpha: number }
  logLikelihood: number
  gradientNorm: number
  customers: number
  logCholesky: number[][]
} {
  const objective = nbdObjective(rows)
  const { at, value, gradientNorm } = minimize(objective, [0, 1])
  const [r = 1, alpha = 1] = Array.from(at, Math.exp)
  const { customers } = rows
  const root = covarianceAt(objective, at)?.cholesky ?? []
  return {
    nbd: { r, alpha },
    logLikelihood: -value * customers,
    gradientNorm,
    customers,
    logCholesky: root.map((row) => row.map((v) => v / Math.sqrt(customers))),
  }
}

function bestOfStarts(rows: HistoryRows, objective: Smooth): { best: Minimum; agreeing: number } {
  const stride = Math.ceil(rows.count.length / fullStartsUpTo)
  const first = stride > 1 ? bgnbdObjective(thinRows(rows, stride)) : objective
  const tolerance = stride > 1 ? 1e-6 : 1e-9
  const ends = starts.map((start) => minimize(first, start.map(Math.log), { tolerance }))
  const lowest = ends.reduce((a, b) => (b.value < a.value ? b : a))
  const agreeing = ends.filter((end) => end.value - lowest.value < 1e-5).length
  return {
    best: stride > 1 ? minimize(objective, lowest.at, { tolerance: 1e-8 }) : lowest,
    agreeing,
  }
}

function refusalOf(history: PurchaseHistory): BgNbdFit | undefined {
  const customers = history.x.length
  const { repeats, medianGapDays, calibrationDays } = history
  const { customers: few, repeatPurchases, medianGaps } = bgnbdNeeds
  if (customers < few) {
    const missing: Missing = { what: 'customers', have: customers, need: few }
    return { state: 'refused', reason: 'too_few_customers', missing }
  }
  if (repeats < repeatPurchases) {
    const missing: Missing = { what: 'repeat_purchases', have: repeats, need: repeatPurchases }
    return { state: 'refused', reason: 'too_few_repeat_purchases', missing }
  }
  const need = Math.ceil(medianGaps * medianGapDays)
  if (calibrationDays < need) {
    const missing: Missing = { what: 'calibration_days', have: calibrationDays, need }
    return { state: 'refused', reason: 'calibration_too_short', missing }
  }
  return undefined
}
