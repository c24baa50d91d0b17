import type { Comparison, CostOptions, Findings, MetricName } from '../../contract/retrospective.ts'
import { sumsOf } from '../../science/arm-sums.ts'
import { confidenceSequence } from '../../science/confidence-sequence.ts'
import { relativeLift } from '../../science/difference.ts'
import { beliefOf } from '../../science/effect-belief.ts'
import { sampleRatio } from '../../science/sample-ratio.ts'
import { minimumDetectableEffect } from '../../science/sample-size.ts'
import { judge } from '../../science/verdict.ts'
import type { Experiment } from '../experiment/index.ts'
import { adjusted, byArm, compared, intervalOf, type Width } from './compare.ts'
import { cappedRevenue, factorsOf, groupsOf, harmOf, luckOf, mixOf } from './findings-parts.ts'
import { moneyOf, worthHaving } from './money.ts'
import type { Outcomes } from './outcomes.ts'

export type FindingsAsked = {
  experiment: Experiment
  outcomes: Outcomes
  /** All who were divided, also those left out of the comparison. */
  divided: { treated: number; control: number; open: number }
  costs: { options: CostOptions; isDefault: boolean; marginPercent: number }
  isBehind: boolean
}

/** The first reading: as exact as it is, before the looks decide how sure one may be. */
export function firstReading({
  experiment,
  outcomes,
}: Pick<FindingsAsked, 'experiment' | 'outcomes'>) {
  const { post, past } = columnsOf(experiment.metric, outcomes)
  const read = adjusted(byArm(post, outcomes.isControl), byArm(past, outcomes.isControl), {
    multiple: 1.96,
  })
  const control = outcomes.isControl.reduce((sum, one) => sum + one, 0)
  return {
    effect: read.effect,
    standardError: read.standardError,
    control,
    treated: outcomes.people - control,
  }
}

/**
 * Everything that a retrospective says, from what became of the people and how wide the look's interval must be. Pure:
 * the same outcomes give the same findings.
 */
export function findingsOf(asked: FindingsAsked, look: Findings['look'], width: Width): Findings {
  const { experiment, outcomes, divided, costs } = asked
  const { isControl } = outcomes
  const { metric } = experiment
  const columns = columnsOf(metric, outcomes)
  const post = byArm(columns.post, isControl)
  const { found, standardError, ...main } = adjusted(post, byArm(columns.past, isControl), width)
  const people = { control: post.control.length, treated: post.treated.length }
  const all = people.control + people.treated
  const money = moneyOf(outcomes, costs, width)
  const worth = worthHaving({ experiment, outcomes, money, controlMean: main.control })
  const harm = harmOf(outcomes, width)
  const ratio = sampleRatio(
    [divided.treated, divided.control],
    [1 - experiment.holdoutShare, experiment.holdoutShare],
  )
  const isComparable = people.control > 1 && people.treated > 1
  const judged = judge({
    lower: main.lower,
    upper: main.upper,
    people: all,
    worthHaving: worth.value,
    isBroken: ratio.isBroken,
    isComparable,
    hurts: isComparable && harm.some(({ lower }) => lower > 0),
  })
  const lift = relativeLift(sumsOf(post.control), sumsOf(post.treated))
  const luck = luckOf(outcomes, width)
  const capped = cappedRevenue(outcomes, width)
  const revenue = compared(byArm(outcomes.revenue, isControl), width)
  return {
    question: questionOf(experiment),
    verdict: judged.verdict,
    peopleMissing: judged.peopleMissing,
    people: {
      ...people,
      crossed: outcomes.crossed,
      merged: outcomes.merged,
      open: divided.open,
      reached: count(outcomes.reached, isControl, 0),
    },
    look,
    primary: {
      ...main,
      unadjusted: { value: found.unadjusted.effect, ...intervalOf(found.unadjusted, width) },
      varianceReduction: found.varianceReduction,
      lift: lift && { value: lift.effect, ...intervalOf(lift, width) },
      worthHaving: worth.value,
      worthFrom: worth.from,
      detectable: minimumDetectableEffect(standardError),
      sequence: sequenceOf({ effect: main.effect, standardError }, all),
    },
    metrics: METRICS.map((name) => ({
      metric: name,
      ...plain(
        adjusted(
          byArm(columnsOf(name, outcomes).post, isControl),
          byArm(columnsOf(name, outcomes).past, isControl),
          width,
        ),
      ),
    })),
    capped,
    belief: beliefIn({ effect: main.effect, standardError }),
    sampleRatio: { ...divided, p: ratio.p, isBroken: ratio.isBroken },
    money,
    groups: groupsOf(columns.post, outcomes, width),
    mix: mixOf(columns.post, outcomes),
    factors: factorsOf(outcomes),
    luck,
    harm,
    doubts: doubtsOf(asked, { luck, capped, revenue }),
  }
}

const METRICS: readonly MetricName[] = ['orders', 'buyers', 'revenue']

/** What is counted of each person, and the same in the year before. */
export function columnsOf(
  metric: MetricName,
  { orders, revenue, pastOrders, pastRevenue }: Outcomes,
): { post: Float64Array; past: Float64Array } {
  const bought = (column: Float64Array) => column.map((one) => (one > 0 ? 1 : 0))
  if (metric === 'orders') return { post: orders, past: pastOrders }
  if (metric === 'revenue') return { post: revenue, past: pastRevenue }
  return { post: bought(orders), past: bought(pastOrders) }
}

function questionOf(experiment: Experiment): Findings['question'] {
  const { title, meant, metric, windowDays, holdoutShare, withoutReason, smallestLift } = experiment
  return {
    title,
    meant,
    metric,
    windowDays,
    holdoutShare,
    withoutReason,
    smallestLift,
    begunAt: experiment.begunAt.toISOString(),
    closedAt: experiment.closedAt?.toISOString() ?? null,
  }
}

function sequenceOf(of: { effect: number; standardError: number }, people: number) {
  const { lower, upper } = confidenceSequence(of, people)
  return { lower, upper }
}

function beliefIn(of: { effect: number; standardError: number }): Findings['belief'] {
  const belief = beliefOf(of)
  if (!belief) return null
  const { chancePositive, lossIfDone, lossIfLeft } = belief
  return { chancePositive, lossIfDone, lossIfLeft }
}

function plain({ control, treated, effect, lower, upper, p }: Comparison): Comparison {
  return { control, treated, effect, lower, upper, p }
}

function count(flags: Uint8Array, isControl: Uint8Array, arm: 0 | 1): number {
  return flags.reduce((sum, flag, i) => sum + (isControl[i] === arm ? flag : 0), 0)
}

/** Of a hundred sound experiments one would differ before the start as much as this. */
const PAST_P = 0.01
const CROSSED_SHARE = 0.01

function doubtsOf(
  { outcomes, divided, isBehind }: FindingsAsked,
  { luck, capped, revenue }: Pick<Findings, 'luck' | 'capped'> & { revenue: Comparison },
): Findings['doubts'] {
  const crossedShare = outcomes.crossed / Math.max(1, outcomes.people + outcomes.crossed)
  const tells = ({ lower, upper }: { lower: number; upper: number }) => lower > 0 || upper < 0
  const asked: [Findings['doubts'][number], boolean][] = [
    ['windows_open', divided.open > 0],
    ['nobody_reached', count(outcomes.reached, outcomes.isControl, 0) === 0 && divided.treated > 0],
    ['history_behind', isBehind],
    ['past_differs', luck.before.p < PAST_P],
    [
      'few_carry_it',
      tells(revenue) && Math.sign(luck.withoutTop.effect) !== Math.sign(revenue.effect),
    ],
    ['cap_changes_it', tells(revenue) !== tells(capped)],
    ['many_crossed', crossedShare > CROSSED_SHARE],
  ]
  return asked.filter(([, holds]) => holds).map(([code]) => code)
}
