import type { CostOptions, Findings } from '../../contract/retrospective.ts'
import type { Experiment } from '../experiment/index.ts'
import { adjusted, byArm, type Width } from './compare.ts'
import type { Outcomes } from './outcomes.ts'

type Costs = { options: CostOptions; isDefault: boolean; marginPercent: number }
type Money = Findings['money']

/** What it brought and what it cost, over all treated people, in minor units. */
export function moneyOf(
  outcomes: Outcomes,
  { options, isDefault, marginPercent }: Costs,
  width: Width,
): Money {
  const { isControl, revenue, pastRevenue, orders, pastOrders, messages, tasks } = outcomes
  const each = adjusted(byArm(revenue, isControl), byArm(pastRevenue, isControl), width)
  const bought = adjusted(byArm(orders, isControl), byArm(pastOrders, isControl), width)
  const treated = outcomes.people - isControl.reduce((sum, one) => sum + one, 0)
  const staffMinutes = messages * options.minutesPerMessage + tasks * options.minutesPerTask
  const cost = Math.round(messages * options.message + staffMinutes * options.staffMinute)
  const over = (factor: number, less: number) => ({
    value: Math.round(each.effect * factor - less),
    lower: Math.round(each.lower * factor - less),
    upper: Math.round(each.upper * factor - less),
  })
  const margin = (treated * marginPercent) / 100
  const moreOrders = bought.effect * treated
  return {
    revenue: over(treated, 0),
    margin: over(margin, 0),
    marginPercent,
    cost,
    net: over(margin, cost),
    costPerOrder: moreOrders >= 1 ? Math.round(cost / moreOrders) : null,
    messages,
    tasks,
    staffMinutes,
    options,
    isDefault,
  }
}

/** Where nobody of the control group bought, a hundredth of an order each is worth having. */
const WORTH_OF_NOTHING = 0.01

/**
 * The smallest effect worth having, per person: the lift that was fixed at the start, or what pays for the touch where
 * that is more.
 */
export function worthHaving({
  experiment,
  outcomes,
  money,
  controlMean,
}: {
  experiment: Experiment
  outcomes: Outcomes
  money: Money
  controlMean: number
}): { value: number; from: 'lift' | 'cost' } {
  const { orders, revenue, isControl, people } = outcomes
  const bought = orders.reduce((sum, one) => sum + one, 0)
  const buyers = orders.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0)
  const spent = revenue.reduce((sum, one) => sum + one, 0)
  const unit = { orders: bought, buyers, revenue: spent }[experiment.metric]
  const treated = people - isControl.reduce((sum, one) => sum + one, 0)
  const lift = experiment.smallestLift * Math.max(0, controlMean)
  const costEach = treated > 0 ? money.cost / treated : 0
  const earnedPerUnit = unit > 0 ? ((spent / unit) * money.marginPercent) / 100 : 0
  const breakEven = earnedPerUnit > 0 ? costEach / earnedPerUnit : 0
  if (breakEven > lift) return { value: breakEven, from: 'cost' }
  if (lift > 0) return { value: lift, from: 'lift' }
  const perPerson = experiment.metric === 'revenue' ? 100 : 1
  return { value: WORTH_OF_NOTHING * perPerson, from: 'lift' }
}
