import type { Backtest } from '../../contract/insight.ts'
import { bgnbdExpectedRows, nbdExpected, perRow } from '../../science/bgnbd.ts'
import { type BgNbdFit, fitBgNbd } from '../../science/bgnbd-fit.ts'
import { historyOf, type Purchases, purchaseDays } from '../../science/history.ts'
import { compressRows, type HistoryRows, spread } from '../../science/history-rows.ts'
import { dayText } from './day.ts'

/** The share of the observed time that is held out. */
const HELD_OUT_SHARE = 0.25
const HELD_OUT_DAYS_MIN = 28
const HELD_OUT_DAYS_MAX = 182
/** Bias up to which a forecast is called good or fair. */
const GOOD = 0.1
const FAIR = 0.25

/**
 * Asks the model about a past that is known: fitted on the days before, it foretells the purchase days of the last
 * quarter of the history, and is held against what happened. Stationary models over-forecast a shop that shrinks and
 * miss seasons; this is where it shows.
 */
export function heldOut(purchases: Purchases, cutDay: number): Backtest {
  const first = purchases.day.reduce((least, day) => Math.min(least, day), cutDay)
  const wanted = Math.round((cutDay - first) * HELD_OUT_SHARE)
  const days = Math.min(HELD_OUT_DAYS_MAX, wanted)
  if (days < HELD_OUT_DAYS_MIN) return { state: 'refused', reason: 'calibration_too_short' }
  const until = cutDay - days
  const history = historyOf(purchases, until)
  const fit = fitBgNbd(history)
  if (fit.state === 'refused') return { state: 'refused', reason: fit.reason }
  const rows = compressRows(history)
  const foretold = spread(rows, expectedRows(fit, rows, days / 7))
  const actual = purchasesAfter(purchases, { until, cutDay })
  return compare(foretold, history.customer, actual, { until, cutDay })
}

function expectedRows(
  fit: Exclude<BgNbdFit, { state: 'refused' }>,
  rows: HistoryRows,
  weeks: number,
): Float64Array {
  return fit.state === 'fitted'
    ? bgnbdExpectedRows(fit.parameters, rows, weeks)
    : perRow(rows, (customer) => nbdExpected(fit.nbd, customer, weeks))
}

/** Purchase days after `until` per key. */
function purchasesAfter(
  purchases: Purchases,
  { until, cutDay }: { until: number; cutDay: number },
): Int32Array {
  const days = purchaseDays(purchases, cutDay)
  const after = new Int32Array(purchases.customers)
  for (let i = 0; i < days.customers; i++) {
    const key = days.customer[i] ?? 0
    for (let j = days.start[i] ?? 0; j < (days.start[i + 1] ?? 0); j++)
      if ((days.day[j] ?? 0) > until) after[key] = (after[key] ?? 0) + 1
  }
  return after
}

function compare(
  foretold: Float64Array,
  customer: Int32Array,
  after: Int32Array,
  { until, cutDay }: { until: number; cutDay: number },
): Backtest {
  let predicted = 0
  let actual = 0
  let error = 0
  for (let i = 0; i < foretold.length; i++) {
    const expected = foretold[i] ?? 0
    const came = after[customer[i] ?? 0] ?? 0
    predicted += expected
    actual += came
    error += Math.abs(expected - came)
  }
  // With nobody coming back, any forecast is infinitely too high; one purchase stands for none.
  const bias = (predicted - actual) / Math.max(1, actual)
  return {
    state: 'done',
    cutOn: dayText(until),
    untilOn: dayText(cutDay),
    customers: foretold.length,
    predicted,
    actual,
    bias,
    meanAbsoluteError: error / foretold.length,
    verdict: verdictOf(bias),
  }
}

function verdictOf(bias: number): 'good' | 'fair' | 'over' | 'under' {
  if (Math.abs(bias) <= GOOD) return 'good'
  if (Math.abs(bias) <= FAIR) return 'fair'
  return bias > 0 ? 'over' : 'under'
}
