import type { Backtest } from '../../contract/insight.ts'
import { backtest } from '../../science/backtest.ts'
import type { Purchases } from '../../science/history.ts'
import { dayText } from './day.ts'

/** The share of the observed time that is held out, within bounds in days. */
const HELD_OUT_SHARE = 0.25
const HELD_OUT_DAYS_MIN = 28
const HELD_OUT_DAYS_MAX = 182
/** Bias up to which a forecast is called good or fair. */
const GOOD = 0.1
const FAIR = 0.25

/**
 * Asks the model about the brand's own last months and says how it did. Stationary models over-forecast a shop that
 * shrinks and miss seasons; this is where it shows.
 */
export function heldOut(purchases: Purchases, cutDay: number): Backtest {
  const first = purchases.day.reduce((least, day) => Math.min(least, day), cutDay)
  const days = Math.min(HELD_OUT_DAYS_MAX, Math.round((cutDay - first) * HELD_OUT_SHARE))
  if (days < HELD_OUT_DAYS_MIN) return { state: 'refused', reason: 'calibration_too_short' }
  const tested = backtest(purchases, cutDay, days)
  if (tested.state === 'refused') return { state: 'refused', reason: tested.reason }
  const { predicted, actual, biasPercent, meanAbsoluteError } = tested.error
  const bias = biasPercent / 100
  return {
    state: 'done',
    cutOn: dayText(tested.cutDay),
    untilOn: dayText(cutDay),
    customers: tested.customers,
    predicted,
    actual,
    bias,
    meanAbsoluteError,
    verdict: verdictOf(bias),
  }
}

function verdictOf(bias: number): 'good' | 'fair' | 'over' | 'under' {
  if (Math.abs(bias) <= GOOD) return 'good'
  if (Math.abs(bias) <= FAIR) return 'fair'
  return bias > 0 ? 'over' : 'under'
}
