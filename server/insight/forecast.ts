import type {
  Estimate,
  PurchaseModel as PurchaseModelShown,
  SpendModel as SpendModelShown,
  ValueForecast,
  ValueOptions,
} from '../../contract/insight.ts'
import { bgnbdAliveRows, bgnbdExpectedRows, nbdExpected, perRow } from '../../science/bgnbd.ts'
import { type BgNbdFit, fitBgNbd } from '../../science/bgnbd-fit.ts'
import { expectedSpend, fitGammaGamma, type GammaGammaFit } from '../../science/gamma-gamma.ts'
import type { PurchaseHistory } from '../../science/history.ts'
import { compressRows, type HistoryRows, spread } from '../../science/history-rows.ts'
import {
  lifetimeValues,
  type PurchaseModel,
  type SpendModel,
  totalValue,
  weeksPerMonth,
} from '../../science/ltv.ts'
import { moneyBins, shareBins } from './bins.ts'
import { breathe } from './breathe.ts'

/** Below this a customer is called leaving: more likely gone than not, with room for the model's error. */
export const P_ALIVE_LEAVING = 0.3
/** The best are the best fifth, as in 二八. */
export const BEST_SHARE = 0.2
/** Repeat buyers from whom spend is learned: ten times more change no digit that is shown and cost ten times as much. */
const SPEND_SAMPLE_MAX = 100_000
/** a + b from which on the chance to leave differs by less than a hundredth between people. */
export const SAME_LOSS_SUM = 1e4
/** Standard deviation of a log-parameter beyond which the data do not determine it: a factor of twenty each way. */
export const LOG_SPREAD_MAX = 3
const WEEKS_12 = 12 * weeksPerMonth
/** The nearer future, for what one does next: money is not discounted over it. */
const WEEKS_90D = 90 / 7

/** What is foretold of every person, in the order of the history. Money in minor units after margin and discount. */
export type Predictions = {
  /** 1 for people with one purchase and where no loss is visible: then it is not to be shown. */
  pAlive: Float64Array
  expected12: Float64Array
  spendExpected: Float64Array
  ltv12: Float64Array
  ltv36: Float64Array
  /** Of the next 90 days. */
  value90: Float64Array
}

export type Forecast = {
  purchaseModel: PurchaseModelShown
  spendModel: SpendModelShown
  /** Null when the purchase model was refused. */
  predictions: Predictions | null
  totals: { ltv12: Estimate; ltv36: Estimate } | null
}

type Terms = { margin: number; monthlyDiscount: number }

/**
 * Fits how people buy (BG/NBD, or NBD where nobody visibly leaves) and how much they spend (Gamma-Gamma, or the mean),
 * and foretells every person. Sources and traps: Fader, Hardie & Lee 2005 (two papers), cited in `science/`.
 * @param meanSpend mean of all purchase days, minor units: used where Gamma-Gamma cannot be
 * @param chance uniform on [0, 1), for the interval of the total
 */
export async function forecast(
  history: PurchaseHistory,
  {
    meanSpend,
    options,
    chance,
  }: { meanSpend: number; options: ValueOptions; chance: () => number },
): Promise<Forecast> {
  const fit = fitBgNbd(history)
  await breathe()
  const gammaGamma = fitGammaGamma(spendSample(history))
  await breathe()
  const shown = {
    purchaseModel: shownPurchases(fit),
    spendModel: shownSpend(gammaGamma, meanSpend),
  }
  if (fit.state === 'refused') return { ...shown, predictions: null, totals: null }
  const rows = compressRows(history)
  const model = purchaseModelOf(fit)
  const spend = spendModelOf(gammaGamma, meanSpend)
  const terms = termsOf(options)
  const { meanRepeatSpend } = history
  const values = lifetimeValues({ model, spend, rows, meanRepeatSpend, terms })
  await breathe()
  const spendExpected = Float64Array.from(history.x, (x, i) =>
    spendOf(spend, x, meanRepeatSpend[i] ?? 0),
  )
  const expected90 = spread(rows, expectedRows(model, rows, WEEKS_90D))
  const predictions: Predictions = {
    pAlive: spread(rows, aliveRows(model, rows)),
    expected12: spread(rows, expectedRows(model, rows, WEEKS_12)),
    spendExpected,
    value90: expected90.map((orders, i) => terms.margin * orders * (spendExpected[i] ?? 0)),
    ltv12: values.within12,
    ltv36: values.within36,
  }
  await breathe()
  const logCholesky = {
    purchases: tamed(fit.logCholesky, [2, 3]),
    ...(gammaGamma.state === 'fitted' ? { spend: tamed(gammaGamma.logCholesky, [1, 2]) } : {}),
  }
  const common = { model, spend, rows, meanRepeatSpend, terms, logCholesky, chance }
  const total = (months: 12 | 36, perCustomer: Float64Array): Estimate => {
    const { total: value, low, high } = totalValue({ ...common, months, perCustomer })
    return { value: Math.round(value), lower: Math.round(low), upper: Math.round(high) }
  }
  const totals = { ltv12: total(12, values.within12), ltv36: total(36, values.within36) }
  return { ...shown, predictions, totals }
}

/** What the page shows of the predictions. @param people spend and orders in the order of the history */
export function valueForecast(
  { predictions, totals, purchaseModel }: Forecast,
  people: { x: Int32Array; spent: Float64Array; orders: Int32Array; mScore: Uint8Array },
): ValueForecast | null {
  if (!predictions || !totals) return null
  const { ltv12, pAlive, expected12 } = predictions
  const repeat = indexesWhere(people.x, (x) => x > 0)
  const isLossVisible = purchaseModel.state === 'fitted'
  const pick = (values: Float64Array) => Float64Array.from(repeat, (i) => values[i] ?? 0)
  return {
    ...totals,
    expectedPurchases12: sum(expected12),
    ltvBins: moneyBins(ltv12),
    aliveBins: isLossVisible ? shareBins(pick(pAlive), pick(people.spent)) : null,
    boughtOnce: people.x.length - repeat.length,
    best: bestOf(ltv12, people),
    leaving: isLossVisible ? leavingOf(repeat, pAlive, people) : null,
  }
}

function bestOf(
  ltv12: Float64Array,
  people: { spent: Float64Array; orders: Int32Array },
): ValueForecast['best'] {
  const count = Math.ceil(ltv12.length * BEST_SHARE)
  const ltvFrom = ltv12.slice().sort()[ltv12.length - count] ?? 0
  const best = indexesWhere(ltv12, (value) => value >= ltvFrom)
  const total = (values: ArrayLike<number>) => best.reduce((all, i) => all + (values[i] ?? 0), 0)
  return {
    people: best.length,
    ltvFrom: Math.round(ltvFrom),
    ltv12: Math.round(total(ltv12)),
    spent: total(people.spent),
    meanOrders: best.length > 0 ? total(people.orders) / best.length : 0,
  }
}

/**
 * Of those who have spent most (score 5), who is probably gone. By what they have spent, not by expected value: the
 * expected value of somebody who leaves is already small, so nobody would ever be found.
 */
function leavingOf(
  repeat: Int32Array,
  pAlive: Float64Array,
  people: { spent: Float64Array; mScore: Uint8Array },
): NonNullable<ValueForecast['leaving']> {
  let count = 0
  let spent = 0
  for (const i of repeat) {
    if (people.mScore[i] !== 5 || (pAlive[i] ?? 1) >= P_ALIVE_LEAVING) continue
    count += 1
    spent += people.spent[i] ?? 0
  }
  return { people: count, spent, pAliveBelow: P_ALIVE_LEAVING }
}

function termsOf(options: ValueOptions): Terms {
  return {
    margin: options.marginPercent / 100,
    monthlyDiscount: (1 + options.discountPercent / 100) ** (1 / 12) - 1,
  }
}

/** Every so-manyth repeat buyer, at most {@link SPEND_SAMPLE_MAX}. */
function spendSample({ x, meanRepeatSpend }: PurchaseHistory): {
  x: Float64Array
  mean: Float64Array
} {
  const repeat = indexesWhere(x, (purchases) => purchases > 0)
  const stride = Math.ceil(repeat.length / SPEND_SAMPLE_MAX)
  const kept = repeat.filter((_, i) => i % stride === 0)
  return {
    x: Float64Array.from(kept, (i) => x[i] ?? 0),
    mean: Float64Array.from(kept, (i) => meanRepeatSpend[i] ?? 0),
  }
}

function purchaseModelOf(fit: Exclude<BgNbdFit, { state: 'refused' }>): PurchaseModel {
  if (fit.state === 'degenerate') return { kind: 'nbd', ...fit.nbd }
  const { r, alpha, a, b } = fit.parameters
  // Beyond this sum the chance to leave is the same for everybody; larger numbers only lose digits.
  const scale = Math.min(1, SAME_LOSS_SUM / (a + b))
  return { kind: 'bgnbd', r, alpha, a: a * scale, b: b * scale }
}

function spendModelOf(fit: GammaGammaFit, meanSpend: number): SpendModel {
  if (fit.state === 'fitted') return { kind: 'gamma-gamma', ...fit.parameters }
  return { kind: 'mean', mean: meanSpend }
}

function spendOf(spend: SpendModel, x: number, mean: number): number {
  if (spend.kind === 'mean') return spend.mean
  return mean > 0 ? expectedSpend(spend, x, mean) : expectedSpend(spend, 0, 0)
}

function aliveRows(model: PurchaseModel, rows: HistoryRows): Float64Array {
  return model.kind === 'bgnbd' ? bgnbdAliveRows(model, rows) : perRow(rows, () => 1)
}

function expectedRows(model: PurchaseModel, rows: HistoryRows, weeks: number): Float64Array {
  return model.kind === 'bgnbd'
    ? bgnbdExpectedRows(model, rows, weeks)
    : perRow(rows, (customer) => nbdExpected(model, customer, weeks))
}

/**
 * Takes the ridge out of a spread. Where people are alike (all leave as easily, all spend alike) the likelihood knows
 * only the ratio of two parameters, and their common scale has no bound: a draw from it overflows. The ratio's spread
 * stays, the common scale is held still.
 * @param root lower Cholesky factor of the covariance of log-parameters; @param pair the two that share a scale
 */
function tamed(root: number[][], [one, other]: [number, number]): number[][] {
  const shared = root[one]?.[one] ?? 0
  return root.map((row, i) => {
    const still = shared > LOG_SPREAD_MAX && (i === one || i === other) ? shared : 0
    const held = row.map((value, j) => (j === one ? value - still : value))
    return held.map((value) => Math.max(-LOG_SPREAD_MAX, Math.min(LOG_SPREAD_MAX, value)))
  })
}

function shownPurchases(fit: BgNbdFit): PurchaseModelShown {
  if (fit.state === 'refused')
    return { state: 'refused', reason: fit.reason, missing: [fit.missing] }
  if (fit.state === 'degenerate') {
    const { reason, nbd, logLikelihood, missing } = fit
    return { state: 'degenerate', reason, nbd, logLikelihood, missing }
  }
  const { parameters, standardErrors, logLikelihood, gradientNorm, starts } = fit
  const { agreeingStarts, distinctRows } = fit
  return {
    state: 'fitted',
    parameters,
    standardErrors,
    logLikelihood,
    gradientNorm,
    starts,
    agreeingStarts,
    distinctRows,
  }
}

function shownSpend(fit: GammaGammaFit, meanSpend: number): SpendModelShown {
  if (fit.state !== 'fitted')
    return { state: 'refused', reason: fit.reason, meanSpend: Math.round(meanSpend) }
  const { parameters, logLikelihood, customers, correlation } = fit
  const mean = Math.round(fit.meanSpend)
  return { state: 'fitted', parameters, logLikelihood, customers, meanSpend: mean, correlation }
}

const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0)

function indexesWhere(values: ArrayLike<number>, wanted: (value: number) => boolean): Int32Array {
  const found = new Int32Array(values.length)
  let size = 0
  for (let i = 0; i < values.length; i++) if (wanted(values[i] ?? 0)) found[size++] = i
  return found.subarray(0, size)
}
