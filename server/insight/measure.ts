import type { Rfm, ValueFit, ValueOptions } from '../../contract/insight.ts'
import { rfmClassNames } from '../../contract/insight.ts'
import { monthlyCohorts } from '../../science/cohort.ts'
import { historyOf, type PurchaseDays, purchaseDays } from '../../science/history.ts'
import {
  type RfmScores,
  type RfmValues,
  rfmClasses,
  rfmClassOf,
  rfmScores,
} from '../../science/rfm.ts'
import { breathe } from './breathe.ts'
import { concentrationOf } from './concentration.ts'
import { dayText } from './day.ts'
import { doubtsOf } from './doubts.ts'
import type { StoredValue } from './fit-store.ts'
import { forecast, type Predictions, valueForecast } from './forecast.ts'
import { gapCurves } from './gap-curves.ts'
import { heldOut } from './held-out.ts'
import type { PeoplePurchases } from './purchases.ts'

/** One row per person for the snapshot; all arrays in one order. */
export type ValueColumns = {
  numbers: Float64Array
  orders: Int32Array
  spent: Float64Array
  firstDay: Int32Array
  lastDay: Int32Array
  scores: RfmScores
  /** Null without a model. */
  predictions: Predictions | null
}

export type Measured = {
  state: 'fitted' | 'degenerate' | 'refused'
  /** Without the ties, which are measured from contact. */
  stored: Omit<StoredValue, 'ties'>
  columns: ValueColumns
}

/**
 * Everything the value pages say, from what people bought. Pure: the same purchases, day and chance give the same.
 * @param asOfDay the workspace's calendar day of the analysis
 */
export async function measure(
  purchases: PeoplePurchases,
  input: { asOfDay: number; options: ValueOptions; chance: () => number },
): Promise<Measured> {
  const cutDay = observedUntil(purchases.day, input.asOfDay)
  const days = purchaseDays(purchases, cutDay)
  const history = historyOf(purchases, cutDay)
  const people = peopleOf(purchases, days)
  const values: RfmValues = {
    recencyDays: people.lastDay.map((day) => input.asOfDay - day),
    orders: people.orders,
    amount: people.spent,
  }
  const scores = rfmScores(values)
  const spentInAll = total(people.spent)
  const meanSpend = days.day.length > 0 ? spentInAll / days.day.length : 0
  await breathe()
  const foretold = await forecast(history, {
    meanSpend,
    options: input.options,
    chance: input.chance,
  })
  await breathe()
  const backtest = heldOut(purchases, cutDay)
  const data = {
    customers: days.customers,
    orders: total(people.orders),
    purchaseDays: days.day.length,
    repeatPurchases: history.repeats,
    spent: spentInAll,
    ...spanOf(days.day),
    cutOn: dayText(cutDay),
    ordersOfNobody: purchases.ordersOfNobody,
  }
  const { purchaseModel, spendModel } = foretold
  const fit: Omit<ValueFit, 'id' | 'asOf' | 'finishedAt'> = {
    options: input.options,
    data,
    purchaseModel,
    spendModel,
    backtest,
    forecast: valueForecast(foretold, {
      x: history.x,
      spent: people.spent,
      orders: people.orders,
      mScore: scores.monetary,
    }),
    concentration: concentrationOf(people.spent),
    doubts: doubtsOf({ data, purchaseModel, spendModel, backtest, history }),
  }
  const { predictions } = foretold
  await breathe()
  return {
    state: purchaseModel.state,
    stored: {
      fit,
      repurchase: {
        medianGapDays: Number.isNaN(history.medianGapDays) ? null : history.medianGapDays,
        curves: days.customers > 0 ? gapCurves(days, cutDay) : [],
      },
      rfm:
        days.customers > 0 ? rfmOf(values, scores, { predictions, asOfDay: input.asOfDay }) : null,
      cohorts: cohortsOf(purchases),
    },
    columns: { ...people, scores, predictions },
  }
}

/**
 * The last day that counts as observed: the day of the analysis once something was bought on it, otherwise the day
 * before, because a day that has only begun would look like a day without purchases.
 */
export function observedUntil(day: Int32Array, asOfDay: number): number {
  let last = asOfDay - 1
  for (const on of day) if (on > last) last = on
  return Math.min(last, asOfDay)
}

/** Per person of the merged purchase days, in their order: who, orders, spend, first and last day. */
function peopleOf(purchases: PeoplePurchases, days: PurchaseDays) {
  const n = days.customers
  const numbers = new Float64Array(n)
  const orders = new Int32Array(n)
  const spent = new Float64Array(n)
  const firstDay = new Int32Array(n)
  const lastDay = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    const key = days.customer[i] ?? 0
    const from = days.start[i] ?? 0
    const to = days.start[i + 1] ?? 0
    numbers[i] = purchases.numbers[key] ?? 0
    orders[i] = purchases.orders[key] ?? 0
    firstDay[i] = days.day[from] ?? 0
    lastDay[i] = days.day[to - 1] ?? 0
    let sum = 0
    for (let j = from; j < to; j++) sum += days.amount[j] ?? 0
    spent[i] = sum
  }
  return { numbers, orders, spent, firstDay, lastDay }
}

function spanOf(day: Int32Array): { firstOn: string | null; lastOn: string | null } {
  if (day.length === 0) return { firstOn: null, lastOn: null }
  let first = day[0] ?? 0
  let last = first
  for (const on of day) {
    if (on < first) first = on
    if (on > last) last = on
  }
  return { firstOn: dayText(first), lastOn: dayText(last) }
}

function rfmOf(
  values: RfmValues,
  scores: RfmScores,
  { predictions, asOfDay }: { predictions: Predictions | null; asOfDay: number },
): Omit<Rfm, 'asOf'> {
  const { classOf, medians } = rfmClassOf(values)
  const people = new Float64Array(rfmClasses.length)
  const spent = new Float64Array(rfmClasses.length)
  const ltv12 = new Float64Array(rfmClasses.length)
  for (let i = 0; i < classOf.length; i++) {
    const at = classOf[i] ?? 0
    people[at] = (people[at] ?? 0) + 1
    spent[at] = (spent[at] ?? 0) + (values.amount[i] ?? 0)
    ltv12[at] = (ltv12[at] ?? 0) + (predictions?.ltv12[i] ?? 0)
  }
  const { recency, frequency, monetary } = scores
  return {
    asOfOn: dayText(asOfDay),
    people: classOf.length,
    cuts: { r: scores.cuts.recency, f: scores.cuts.frequency, m: scores.cuts.monetary },
    medians: {
      recencyDays: medians.recencyDays,
      frequency: medians.orders,
      spent: medians.amount,
    },
    scores: { r: countScores(recency), f: countScores(frequency), m: countScores(monetary) },
    classes: rfmClassNames.map((name) => {
      const at = rfmClasses.indexOf(name)
      return {
        name,
        people: people[at] ?? 0,
        spent: spent[at] ?? 0,
        ltv12: predictions ? Math.round(ltv12[at] ?? 0) : null,
      }
    }),
  }
}

function countScores(scores: Uint8Array): number[] {
  const counts = [0, 0, 0, 0, 0]
  for (const score of scores) counts[score - 1] = (counts[score - 1] ?? 0) + 1
  return counts
}

function cohortsOf(purchases: PeoplePurchases) {
  return monthlyCohorts(purchases).map(({ month, size, active, revenue }) => ({
    month: `${month}-01`,
    people: size,
    active,
    revenue,
  }))
}

function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0
  return sum
}
