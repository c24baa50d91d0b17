import { type BgNbd, bgnbdAliveRows, perRow } from './bgnbd.ts'
import { type BgNbdFit, fitBgNbd } from './bgnbd-fit.ts'
import { normalQuantile } from './distribution.ts'
import type { PurchaseHistory } from './history.ts'
import { compressRows, type HistoryRows } from './history-rows.ts'

/** Weeks of an average year. */
const weeksPerYear = 365.2425 / 7

/** Purchases per living customer-year, its standard error on the log scale, and how it was found. */
export type PurchaseFrequency = {
  perYear: number
  logError: number
  low: number
  high: number
  level: number
  customers: number
  basis: 'model' | 'no_visible_loss' | 'rate_so_far'
}

/**
 * Mean posterior purchase rate of customers who have not left, Σ P(alive)(r+x)/(α+T) / Σ P(alive),
 * per year. The error comes from the covariance of the fit (delta method). Where no fit is allowed:
 * repeat purchases per customer-week so far, with an error that lets customers differ (quasi-Poisson).
 * BG/NBD counts everybody who bought once as alive, which keeps this number low where many never return.
 *
 * @returns undefined when nobody has bought again
 */
export function purchaseFrequency(
  history: PurchaseHistory,
  level = 0.95,
): PurchaseFrequency | undefined {
  if (history.repeats === 0) return undefined
  const fit = fitBgNbd(history)
  const rows = compressRows(history)
  const found = fit.state === 'refused' ? rateSoFar(rows) : modelled(fit, rows)
  const reach = Math.exp(normalQuantile((1 + level) / 2) * found.logError)
  const perYear = found.perWeek * weeksPerYear
  return {
    perYear,
    logError: found.logError,
    low: perYear / reach,
    high: perYear * reach,
    level,
    customers: history.x.length,
    basis: found.basis,
  }
}

type Found = { perWeek: number; logError: number; basis: PurchaseFrequency['basis'] }

function modelled(fit: Exclude<BgNbdFit, { state: 'refused' }>, rows: HistoryRows): Found {
  const logs =
    fit.state === 'fitted'
      ? [fit.parameters.r, fit.parameters.alpha, fit.parameters.a, fit.parameters.b]
      : [fit.nbd.r, fit.nbd.alpha]
  const rate = (moved: number[]) => {
    const [r = 1, alpha = 1, a, b] = moved
    return livingRate({ r, alpha, ...(a && b ? { a, b } : {}) }, rows)
  }
  const step = 1e-4
  const slope = logs.map((_, i) => {
    const at = (by: number) => rate(logs.map((p, j) => (j === i ? p * Math.exp(by) : p)))
    return (Math.log(at(step)) - Math.log(at(-step))) / (2 * step)
  })
  // |Lᵀ·slope|² is slope·covariance·slope.
  const variance = slope.reduce((sum, _, column) => {
    const part = slope.reduce((s, g, row) => s + g * (fit.logCholesky[row]?.[column] ?? 0), 0)
    return sum + part * part
  }, 0)
  const basis = fit.state === 'fitted' ? 'model' : 'no_visible_loss'
  return { perWeek: rate(logs), logError: Math.sqrt(variance), basis }
}

function livingRate(model: { r: number; alpha: number } | BgNbd, rows: HistoryRows): number {
  const alive = 'a' in model ? bgnbdAliveRows(model, rows) : undefined
  const rate = perRow(rows, ({ x, T }) => (model.r + x) / (model.alpha + T))
  let [purchases, living] = [0, 0]
  for (let i = 0; i < rate.length; i++) {
    const weight = (rows.count[i] ?? 0) * (alive?.[i] ?? 1)
    purchases += weight * (rate[i] ?? 0)
    living += weight
  }
  return purchases / living
}

function rateSoFar(rows: HistoryRows): Found {
  let [purchases, weeks] = [0, 0]
  for (let i = 0; i < rows.count.length; i++) {
    purchases += (rows.count[i] ?? 0) * (rows.x[i] ?? 0)
    weeks += (rows.count[i] ?? 0) * ((rows.ageDays[i] ?? 0) / 7)
  }
  const perWeek = purchases / weeks
  let squares = 0
  for (let i = 0; i < rows.count.length; i++) {
    const foretold = perWeek * ((rows.ageDays[i] ?? 0) / 7)
    squares += (rows.count[i] ?? 0) * ((rows.x[i] ?? 0) - foretold) ** 2
  }
  return { perWeek, logError: Math.sqrt(squares) / purchases, basis: 'rate_so_far' }
}
