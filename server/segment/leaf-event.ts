import type {
  EventMeasure,
  PropertyFilter,
  SegmentCondition,
  SegmentWindow,
} from '../../contract/segment.ts'
import { readId, unreachable } from '../kernel/index.ts'
import type { Leaf } from './leaf.ts'
import type { Plan, Source } from './source.ts'
import { noteRowDues, numberSql, passes, rowWithinSql, textSql, withinSql } from './tests.ts'

/** Sums of values that a brand sent are kept as whole ten-thousandths: floating sums depend on their order. */
export const SUM_SCALE = 10_000
/** A number beyond this counts as none: its sum would leave 64 bits. */
const SUMMAND_MAX = 1_000_000_000_000

type EventCondition = Extract<SegmentCondition, { kind: 'event' | 'message' }>

/** What a person did, or what became of our messages to them. */
export function eventLeaf(plan: Plan, condition: EventCondition): Leaf {
  const asked = condition.kind === 'event' ? condition : messageAsEvents(condition)
  const source = plan.source({
    key: `event ${asked.name}`,
    table: 'event',
    isFinal: false,
    where: `name = ${plan.params.add(asked.name, 'String')}`,
  })
  noteRowDues(plan, source, 'at', asked.window)
  const matched = filtersSql(plan, asked.where)
  const inWindow = [rowWithinSql(plan, 'at', asked.window), ...matched].join(' and ')
  const { measure } = asked
  switch (measure.of) {
    case 'count':
      return counted(plan, source, source.take(`countIf(${inWindow})`), measure.test)
    case 'absence':
      return counted(plan, source, source.take(`countIf(${inWindow})`), { op: 'lt', value: 1 })
    case 'days': {
      const zone = plan.params.add(plan.ask.timeZone, 'String')
      const days = source.take(`uniqExactIf(toDate(at, ${zone}), ${inWindow})`)
      return counted(plan, source, days, measure.test)
    }
    case 'distinct': {
      const value = propertySql(plan, measure.property)
      const different = source.take(`uniqExactIf(${value}, ${inWindow})`)
      return counted(plan, source, different, measure.test)
    }
    case 'sum':
      return summed(plan, source, measure, inWindow)
    case 'first':
    case 'last':
      return oneEvent(plan, source, measure, { window: asked.window, matched })
    default:
      return unreachable(measure)
  }
}

function messageAsEvents({
  result,
  journeyId,
  stepId,
  window,
}: Extract<SegmentCondition, { kind: 'message' }>) {
  // Facts about messages carry the journey's own id, not the one that is shown.
  const journey = journeyId === null ? null : (readId('journey', journeyId) ?? journeyId)
  const where = [
    { key: 'journey_id', value: journey },
    { key: 'step_id', value: stepId },
  ].flatMap(({ key, value }): PropertyFilter[] =>
    value === null ? [] : [{ key, test: { op: 'is', anyOf: [value] } }],
  )
  const measure: EventMeasure = { of: 'count', test: { op: 'gte', value: 1 } }
  return { name: `message.${result}`, where, window, measure }
}

function counted(
  plan: Plan,
  source: Source,
  alias: string,
  test: Parameters<typeof numberSql>[2],
): Leaf {
  return {
    source,
    test: numberSql(plan, alias, test),
    isTrueOfNobody: passes(0, test),
    found: `toString(${alias})`,
  }
}

function summed(
  plan: Plan,
  source: Source,
  { property, test }: Extract<EventMeasure, { of: 'sum' }>,
  inWindow: string,
): Leaf {
  if (property === null)
    return counted(plan, source, source.take(`sumIf(value, ${inWindow})`), test)
  const number = `toFloat64OrZero(ifNull(${propertySql(plan, property)}, ''))`
  const whole = `toInt64(floor(if(abs(${number}) < ${SUMMAND_MAX}, ${number}, 0) * ${SUM_SCALE} + 0.5))`
  const sum = source.take(`sumIf(${whole}, ${inWindow})`)
  return {
    source,
    test: numberSql(plan, sum, test, SUM_SCALE),
    isTrueOfNobody: passes(0, test),
    found: `toString(${sum} / ${SUM_SCALE})`,
  }
}

/**
 * The first or last event, as one whole number: twice its instant, plus 1 when it said what was asked. Of several at the same
 * millisecond one that said it counts, so the answer does not depend on the order of rows.
 */
function oneEvent(
  plan: Plan,
  source: Source,
  { of, has }: Extract<EventMeasure, { of: 'first' | 'last' }>,
  { window, matched }: { window: SegmentWindow; matched: string[] },
): Leaf {
  const said = filtersSql(plan, has).join(' and ') || '1'
  const counts = [`at < fromUnixTimestamp64Milli(${plan.params.add(plan.ask.nowMs + 1, 'Int64')})`]
  const condition = [...counts, ...matched].join(' and ')
  const ms = 'toUnixTimestamp64Milli(at) * 2'
  const code =
    of === 'last'
      ? source.take(`maxIf(${ms} + (${said}), ${condition})`)
      : source.take(`minIf(${ms} + 1 - (${said}), ${condition})`)
  const instant = `intDiv(${code}, 2)`
  const isIn = withinSql(plan, instant, window)
  const rest = of === 'last' ? 1 : 0
  return {
    source,
    test: `${code} > 0 and ${code} % 2 = ${rest} and ${isIn}`,
    isTrueOfNobody: false,
    found: `if(${code} = 0, '', toString(${instant}))`,
  }
}

function filtersSql(plan: Plan, filters: readonly PropertyFilter[]): string[] {
  return filters.map(({ key, test }) => `(${textSql(plan, propertySql(plan, key), test)})`)
}

/** A value that came with an event, as text: a text as it is, everything else as JSON writes it, null when missing. */
function propertySql(plan: Plan, key: string): string {
  return `JSONExtract(props, ${plan.params.add(key, 'String')}, 'Nullable(String)')`
}
