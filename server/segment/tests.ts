import type { DateWindow, NumberTest, PropertyTest, SegmentWindow } from '../../contract/segment.ts'
import { unreachable } from '../kernel/index.ts'
import { boundsOf, NEVER_MS, shiftsOf } from './moment.ts'
import type { Plan, Source } from './source.ts'

const SIGNS = { gte: '>=', gt: '>', lte: '<=', lt: '<', eq: '=' } as const

/** Whether a number passes, as SQL. @param scale what the column's unit is of the test's, for sums kept as whole numbers. */
export function numberSql(plan: Plan, x: string, test: NumberTest, scale = 1): string {
  const given = (value: number) => plan.params.add(value * scale, 'Float64')
  if (test.op === 'between') return `${x} >= ${given(test.from)} and ${x} <= ${given(test.to)}`
  return `${x} ${SIGNS[test.op]} ${given(test.value)}`
}

/** The same in TypeScript: what a person without any rows answers. */
export function passes(x: number, test: NumberTest): boolean {
  switch (test.op) {
    case 'gte':
      return x >= test.value
    case 'gt':
      return x > test.value
    case 'lte':
      return x <= test.value
    case 'lt':
      return x < test.value
    case 'eq':
      return x === test.value
    case 'between':
      return x >= test.from && x <= test.to
    default:
      return unreachable(test)
  }
}

/** Whether a text passes that may be missing (null), as SQL. */
export function textSql(plan: Plan, x: string, test: PropertyTest): string {
  switch (test.op) {
    case 'is':
      return `ifNull(${x} in ${plan.params.add(test.anyOf, 'Array(String)')}, 0)`
    case 'is_not':
      return `ifNull(${x} not in ${plan.params.add(test.anyOf, 'Array(String)')}, 1)`
    case 'contains':
      return `ifNull(positionCaseInsensitiveUTF8(${x}, ${plan.params.add(test.text, 'String')}) > 0, 0)`
    case 'exists':
      return `isNotNull(${x})`
    case 'absent':
      return `isNull(${x})`
    case 'number':
      return `ifNull(${numberSql(plan, `toFloat64OrNull(${x})`, test.test)}, 0)`
    default:
      return unreachable(test)
  }
}

/** What a missing text answers. */
export function isTrueOfNothing(test: PropertyTest): boolean {
  return test.op === 'absent' || test.op === 'is_not'
}

/** Whether an instant in milliseconds lies in a window, as SQL. */
export function withinSql(plan: Plan, ms: string, window: SegmentWindow | DateWindow): string {
  const { fromMs, toMs } = boundsOf(window, plan.ask)
  return (
    [
      fromMs === null ? '' : `${ms} >= ${plan.params.add(fromMs, 'Int64')}`,
      toMs === null ? '' : `${ms} < ${plan.params.add(toMs, 'Int64')}`,
    ]
      .filter(Boolean)
      .join(' and ') || '1'
  )
}

/** Whether a row's time lies in a window and has come. Compared as an instant, so that the engine can skip by it. */
export function rowWithinSql(plan: Plan, at: string, window: SegmentWindow): string {
  const { fromMs, toMs } = boundsOf(window, plan.ask)
  const upTo = toMs === null ? plan.ask.nowMs + 1 : Math.min(toMs, plan.ask.nowMs + 1)
  const instant = (ms: number) => `fromUnixTimestamp64Milli(${plan.params.add(ms, 'Int64')})`
  return [
    `${at} < ${instant(upTo)}`,
    ...(fromMs === null ? [] : [`${at} >= ${instant(fromMs)}`]),
  ].join(' and ')
}

/**
 * Notes when rows go into or out of a window by time alone: those still inside leave it, those of the future come. Filters
 * of the rows are left out on purpose: too early costs one look, and their values would have to be read.
 */
export function noteRowDues(plan: Plan, source: Source, at: string, window: SegmentWindow): void {
  const ms = `toUnixTimestamp64Milli(${at})`
  const coming = source.take(`minIf(${ms}, ${at} > ${plan.now})`)
  source.dues.add(orNever(plan, coming, coming))
  for (const shift of shiftsOf(window)) {
    const from = `fromUnixTimestamp64Milli(${plan.params.add(plan.ask.nowMs - shift, 'Int64')})`
    const inside = source.take(`minIf(${ms}, ${at} > ${from})`)
    source.dues.add(orNever(plan, inside, `${inside} + ${plan.params.add(shift, 'Int64')}`))
  }
}

/** Notes when one instant in milliseconds (0 for none) goes into or out of a window. */
export function noteInstantDues(
  plan: Plan,
  source: Source,
  ms: string,
  window: SegmentWindow | DateWindow,
): void {
  for (const shift of shiftsOf(window))
    source.dues.add(later(plan, ms, `${ms} + ${plan.params.add(shift, 'Int64')}`))
}

function orNever(plan: Plan, alias: string, due: string): string {
  return `if(${alias} = 0, ${never(plan)}, ${due})`
}

function later(plan: Plan, ms: string, due: string): string {
  return `if(${ms} = 0 or ${due} <= ${plan.nowMs}, ${never(plan)}, ${due})`
}

export function never(plan: Plan): string {
  return plan.params.add(NEVER_MS, 'Int64')
}
