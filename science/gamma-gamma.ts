import { covarianceAt } from './curvature.ts'
import { digamma, lnGamma } from './distribution.ts'
import { minimize, type Smooth } from './minimize.ts'

/**
 * Gamma-Gamma (Fader, Hardie & Lee 2005, JMR 42(4); note 2013): a purchase is worth Gamma(p, ν), and
 * ν ~ Gamma(q, rate v) differs between customers. v carries the unit of money.
 */
export type GammaGamma = { p: number; q: number; v: number }

/** Repeat spend of customers: `x` repeat purchase days, `mean` spend per repeat day in minor units. */
export type RepeatSpend = { x: ArrayLike<number>; mean: ArrayLike<number> }

/** The result of a fit; `meanSpend` is what a purchase is worth on average, in the unit of the input. */
export type GammaGammaFit =
  | {
      state: 'fitted'
      parameters: GammaGamma
      logLikelihood: number
      gradientNorm: number
      standardErrors: GammaGamma
      /** Lower Cholesky factor of the covariance of (ln p, ln q, ln v), for a bootstrap. */
      logCholesky: number[][]
      customers: number
      meanSpend: number
      /** corr(x, mean): the model assumes none. */
      correlation: number
      warnings: 'spend_depends_on_frequency'[]
    }
  | {
      /** q ≤ 1: the mean of the population is infinite in the model. Use the plain mean. */
      state: 'degenerate'
      reason: 'mean_undefined' | 'parameters_not_determined'
      meanSpend: number
      customers: number
    }
  | { state: 'refused'; reason: 'too_few_repeat_buyers'; have: number; need: number }

/** Fewer repeat buyers than this say little about how spend differs between customers. */
const repeatBuyersNeeded = 100
/** Correlation of frequency and spend above which the independence assumption is broken. */
const correlationBound = 0.3

/**
 * ln L of one customer with x ≥ 1: lnΓ(px+q) − lnΓ(px) − lnΓ(q) + q ln v + (px−1) ln z + px ln x
 * − (px+q) ln(v+xz).
 * @public
 */
export function gammaGammaLogLikelihood({ p, q, v }: GammaGamma, x: number, z: number): number {
  const shape = p * x
  const gammas = lnGamma(shape + q) - lnGamma(shape) - lnGamma(q)
  const money = q * Math.log(v) + (shape - 1) * Math.log(z) + shape * Math.log(x)
  return gammas + money - (shape + q) * Math.log(v + x * z)
}

/** E[mean spend | x, z] = p(v+xz)/(px+q−1); the population mean pv/(q−1) for x = 0. Requires q > 1. */
export const expectedSpend = ({ p, q, v }: GammaGamma, x: number, z: number): number =>
  (p * (v + x * z)) / (p * x + q - 1)

/** Fits Gamma-Gamma by maximum likelihood on customers with x ≥ 1 and a positive mean. */
export function fitGammaGamma(spend: RepeatSpend): GammaGammaFit {
  const data = repeatBuyers(spend)
  const customers = data.x.length
  if (customers < repeatBuyersNeeded) {
    const need = repeatBuyersNeeded
    return { state: 'refused', reason: 'too_few_repeat_buyers', have: customers, need }
  }
  const objective = objectiveOf(data)
  // Money is divided by its geometric mean, so that fen and yuan give the same path.
  const ends = [
    [1, 2, 2],
    [6, 4, 0.5],
    [60, 8, 0.1],
  ].map((start) => minimize(objective, start.map(Math.log), { maxIterations: 500 }))
  const best = ends.reduce((a, b) => (b.value < a.value ? b : a))
  const [p = 1, q = 1, scaled = 1] = Array.from(best.at, Math.exp)
  const parameters = { p, q, v: scaled * data.unit }
  const plainMean = data.unit * (data.z.reduce((sum, z) => sum + z, 0) / customers)
  if (q <= 1)
    return { state: 'degenerate', reason: 'mean_undefined', meanSpend: plainMean, customers }
  const curvature = covarianceAt(objective, best.at)
  if (!curvature) {
    const reason = 'parameters_not_determined'
    return { state: 'degenerate', reason, meanSpend: plainMean, customers }
  }
  const perCustomer = 1 / Math.sqrt(customers)
  const error = (i: number) => Math.sqrt(curvature.covariance[i]?.[i] ?? 0) * perCustomer
  const correlated = correlation(data.x, data.z)
  return {
    state: 'fitted',
    parameters,
    logLikelihood: -customers * (best.value + Math.log(data.unit)),
    gradientNorm: best.gradientNorm,
    standardErrors: { p: p * error(0), q: q * error(1), v: parameters.v * error(2) },
    logCholesky: curvature.cholesky.map((row) => row.map((c) => c * perCustomer)),
    customers,
    meanSpend: expectedSpend(parameters, 0, 0),
    correlation: correlated,
    warnings: Math.abs(correlated) > correlationBound ? ['spend_depends_on_frequency'] : [],
  }
}

type Buyers = { x: Float64Array; z: Float64Array; unit: number }

function repeatBuyers({ x, mean }: RepeatSpend): Buyers {
  const kept: number[] = []
  let logs = 0
  for (let i = 0; i < x.length; i++) {
    if ((x[i] ?? 0) < 1 || !((mean[i] ?? 0) > 0)) continue
    kept.push(i)
    logs += Math.log(mean[i] ?? 1)
  }
  const unit = Math.exp(logs / kept.length)
  return {
    x: Float64Array.from(kept, (i) => x[i] ?? 0),
    z: Float64Array.from(kept, (i) => (mean[i] ?? 0) / unit),
    unit,
  }
}

/** Mean negative log-likelihood and gradient in (ln p, ln q, ln v); gamma functions once per distinct x. */
function objectiveOf({ x, z }: Buyers): Smooth {
  const most = x.reduce((a, b) => Math.max(a, b), 0)
  const counts = new Float64Array(most + 1)
  const logSpend = z.map(Math.log)
  for (const repeats of x) counts[repeats] = (counts[repeats] ?? 0) + 1
  return (theta, gradient) => {
    const [p = 1, q = 1, v = 1] = Array.from(theta, (t) => Math.exp(Math.max(-40, Math.min(40, t))))
    let [value, dp, dq, dv] = [0, 0, 0, 0]
    for (let repeats = 1; repeats < counts.length; repeats++) {
      const count = counts[repeats] ?? 0
      if (count === 0) continue
      const shape = p * repeats
      const psi = digamma(shape + q)
      value += count * (lnGamma(shape + q) - lnGamma(shape) + shape * Math.log(repeats))
      dp += count * repeats * (psi - digamma(shape) + Math.log(repeats))
      dq += count * psi
    }
    value += x.length * (q * Math.log(v) - lnGamma(q))
    dq += x.length * (Math.log(v) - digamma(q))
    dv += (x.length * q) / v
    for (let i = 0; i < x.length; i++) {
      const repeats = x[i] ?? 0
      const total = v + repeats * (z[i] ?? 0)
      const shape = p * repeats
      const logTotal = Math.log(total)
      const logMean = logSpend[i] ?? 0
      value += (shape - 1) * logMean - (shape + q) * logTotal
      dp += repeats * (logMean - logTotal)
      dq -= logTotal
      dv -= (shape + q) / total
    }
    const scale = -1 / x.length
    gradient[0] = scale * p * dp
    gradient[1] = scale * q * dq
    gradient[2] = scale * v * dv
    return scale * value
  }
}

function correlation(a: Float64Array, b: Float64Array): number {
  const meanOf = (v: Float64Array) => v.reduce((sum, c) => sum + c, 0) / v.length
  const [ma, mb] = [meanOf(a), meanOf(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const da = (a[i] ?? 0) - ma
    const db = (b[i] ?? 0) - mb
    ab += da * db
    aa += da * da
    bb += db * db
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}
