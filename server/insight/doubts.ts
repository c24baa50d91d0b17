import type {
  Backtest,
  Doubt,
  PurchaseModel,
  SpendModel,
  ValueData,
} from '../../contract/insight.ts'
import type { PurchaseHistory } from '../../science/history.ts'
import { LOG_SPREAD_MAX, SAME_LOSS_SUM } from './forecast.ts'

/** A 36-month value from less history than this is mostly the model's own idea. */
const HISTORY_DAYS_ENOUGH = 365

/** Reasons to trust the figures less, most important first. Each is a sentence on the page. */
export function doubtsOf(measured: {
  data: ValueData
  purchaseModel: PurchaseModel
  spendModel: SpendModel
  backtest: Backtest
  history: PurchaseHistory
}): Doubt[] {
  const { data, purchaseModel, spendModel, backtest, history } = measured
  const doubts: Doubt[] = []
  const add = (code: Doubt['code'], params: Record<string, number> = {}) =>
    doubts.push({ code, params })
  if (purchaseModel.state === 'degenerate') add('no_visible_loss')
  if (backtest.state === 'done') {
    const { bias, predicted, actual } = backtest
    if (backtest.verdict === 'over') add('backtest_over', { bias, predicted, actual })
    if (backtest.verdict === 'under') add('backtest_under', { bias, predicted, actual })
  } else if (purchaseModel.state !== 'refused') add('no_backtest')
  if (purchaseModel.state === 'fitted') {
    const { starts, agreeingStarts, parameters, standardErrors } = purchaseModel
    const { a, b } = parameters
    if (a + b > SAME_LOSS_SUM || standardErrors.a / a > LOG_SPREAD_MAX)
      add('loss_alike', { share: a / (a + b) })
    if (agreeingStarts < starts) add('starts_disagree', { starts, agreeingStarts })
  }
  if (spendModel.state === 'fitted' && Math.abs(spendModel.correlation) > 0.3)
    add('spend_depends_on_frequency', { correlation: spendModel.correlation })
  if (spendModel.state === 'refused' && purchaseModel.state !== 'refused') add('mean_spend_used')
  if (purchaseModel.state !== 'refused' && history.calibrationDays < HISTORY_DAYS_ENOUGH)
    add('short_history', { days: history.calibrationDays })
  if (data.ordersOfNobody > 0) add('orders_of_nobody', { orders: data.ordersOfNobody })
  return doubts
}
