import { ties } from '../contract/delivery.ts'
import { rfmClassNames } from '../contract/insight.ts'
import type {
  DateWindow,
  EventMeasure,
  NumberTest,
  OrderMeasure,
  PredictionTest,
  PropertyFilter,
  PropertyTest,
  SegmentCondition,
  SegmentNode,
  SegmentWindow,
  TraitTest,
} from '../contract/segment.ts'
import type { Chance } from '../server/kernel/index.ts'

export const START_MS = Date.parse('2026-11-11T01:00:00Z')
const DAY = 86_400_000
export const EVENT_NAMES = ['viewed', 'bought', 'message.clicked'] as const
export const COLORS = ['red', 'Blue', '蓝色', '5', '12.5'] as const
export const TRAIT_KEYS = ['level', 'city', 'birthday'] as const
export const TAG_COUNT = 2
export const USERIDS = ['lan', 'mei'] as const
/** As they are shown. */
export const GROUPS = [
  'grp_018f0000000070008000000000000005',
  'grp_018f0000000070008000000000000006',
] as const
export const STATES = ['', 'store_1'] as const
export const JOURNEYS = ['jny_a', 'jny_b'] as const

/** Seeded choices. */
export function dice(chance: Chance) {
  const below = (n: number) => Math.floor(chance.fraction() * n)
  return {
    below,
    between: (from: number, to: number) => from + below(to - from + 1),
    pick: <T>(from: readonly T[]): T => {
      const chosen = from[below(from.length)]
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    },
    isOneIn: (n: number) => below(n) === 0,
  }
}
export type Dice = ReturnType<typeof dice>

/**
 * A tree of any form over some conditions. The trees of one workspace share their conditions, as those of a brand do.
 * @param others shown ids of segments that it may refer to.
 */
export function randomTree(
  d: Dice,
  conditions: SegmentCondition[],
  others: string[],
  deep = 0,
): SegmentNode {
  const kind = deep >= 3 ? 'leaf' : d.pick(['leaf', 'leaf', 'all', 'any', 'not'] as const)
  if (kind === 'leaf') {
    if (others.length > 0 && d.isOneIn(15)) return { kind: 'segment', segmentId: d.pick(others) }
    return d.pick(conditions)
  }
  if (kind === 'not') return { kind, of: randomTree(d, conditions, others, deep + 1) }
  const count = d.isOneIn(12) ? 0 : d.between(1, 3)
  const of = Array.from({ length: count }, () => randomTree(d, conditions, others, deep + 1))
  return { kind, of }
}

const KINDS = [
  'event',
  'event',
  'event',
  'event',
  'order',
  'order',
  'trait',
  'trait',
  'tag',
  'tag',
  'follow',
  'group_chat',
  'prediction',
  'prediction',
  'message',
  'identity',
  'source',
] as const

/** A condition of any kind. @param tags shown ids of tags. */
export function randomCondition(d: Dice, tags: string[]): SegmentCondition {
  const kind = d.pick(KINDS)
  switch (kind) {
    case 'event':
      return {
        kind,
        name: d.pick(EVENT_NAMES),
        where: d.isOneIn(2) ? [] : [randomFilter(d)],
        window: randomWindow(d),
        measure: randomMeasure(d),
      }
    case 'message':
      return {
        kind,
        result: 'clicked',
        journeyId: d.isOneIn(2) ? null : d.pick(JOURNEYS),
        stepId: null,
        window: randomWindow(d),
      }
    case 'order':
      return { kind, window: randomWindow(d), measure: randomOrderMeasure(d) }
    case 'trait':
      return { kind, key: d.pick(TRAIT_KEYS), test: randomTraitTest(d) }
    case 'tag':
      return {
        kind,
        tagId: d.pick(tags),
        level: d.pick(['any', 'weak', 'medium', 'strong'] as const),
      }
    case 'follow':
      return {
        kind,
        is: d.pick(['standing', 'ended'] as const),
        userids: d.isOneIn(2) ? [] : [d.pick(USERIDS)],
        states: d.isOneIn(2) ? [] : [d.pick(STATES)],
        window: randomWindow(d),
      }
    case 'group_chat':
      return {
        kind,
        is: d.pick(['inside', 'left'] as const),
        groupIds: d.isOneIn(2) ? [] : [d.pick(GROUPS)],
        window: randomWindow(d),
      }
    case 'prediction':
      return { kind, test: randomPrediction(d) }
    case 'identity':
      return { kind, has: d.pick(['phone', 'openid', 'anonymous_id'] as const) }
    case 'source':
      return { kind, anyOf: [d.pick(['site', 'app'] as const)] }
    default:
      return kind satisfies never
  }
}

function randomMeasure(d: Dice): EventMeasure {
  const test = smallNumber(d)
  const measures: EventMeasure[] = [
    { of: 'count', test },
    { of: 'sum', property: null, test: money(d) },
    { of: 'sum', property: 'n', test: { op: 'gte', value: d.between(-3, 20) / 2 } },
    { of: 'distinct', property: 'color', test },
    { of: 'days', test },
    { of: 'first', has: d.isOneIn(2) ? [] : [randomFilter(d)] },
    { of: 'last', has: d.isOneIn(2) ? [] : [randomFilter(d)] },
    { of: 'absence' },
  ]
  return d.pick(measures)
}

function randomOrderMeasure(d: Dice): OrderMeasure {
  const measures: OrderMeasure[] = [
    { of: 'count', test: smallNumber(d) },
    { of: 'sum', test: money(d) },
    { of: 'average', test: money(d) },
    { of: 'first' },
    { of: 'last' },
    { of: 'absence' },
  ]
  return d.pick(measures)
}

function randomPrediction(d: Dice): PredictionTest {
  const scores = () => (d.isOneIn(2) ? [] : [d.between(1, 5), d.between(1, 5)])
  const tests: PredictionTest[] = [
    { of: 'ltv_fifth', anyOf: [d.between(1, 5), d.between(1, 5)] },
    { of: 'ltv', test: money(d) },
    { of: 'p_alive', test: { op: d.pick(['lt', 'gte'] as const), value: d.between(0, 8) / 8 } },
    { of: 'expected', test: { op: 'gte', value: d.between(0, 16) / 4 } },
    { of: 'next_purchase', window: randomDateWindow(d) },
    { of: 'rfm', r: scores(), f: scores(), m: scores() },
    { of: 'tie', anyOf: [d.pick(ties), d.pick(ties)] },
    { of: 'rfm_class', anyOf: [d.pick(rfmClassNames.slice(0, 3))] },
  ]
  return d.pick(tests)
}

function randomTraitTest(d: Dice): TraitTest {
  if (d.isOneIn(3)) return { op: 'date', window: randomDateWindow(d) }
  return randomTextTest(d, ['上海', 'Beijing', '1', '2', '3.5'])
}

function randomFilter(d: Dice): PropertyFilter {
  if (d.isOneIn(4)) return { key: 'n', test: { op: 'number', test: smallNumber(d) } }
  return { key: 'color', test: randomTextTest(d, COLORS) }
}

function randomTextTest(d: Dice, values: readonly string[]): PropertyTest {
  const tests: PropertyTest[] = [
    { op: 'is', anyOf: [d.pick(values), d.pick(values)] },
    { op: 'is_not', anyOf: [d.pick(values)] },
    { op: 'contains', text: d.pick(values).slice(0, 2) },
    { op: 'exists' },
    { op: 'absent' },
    { op: 'number', test: smallNumber(d) },
  ]
  return d.pick(tests)
}

function smallNumber(d: Dice): NumberTest {
  if (d.isOneIn(4)) return { op: 'between', from: d.between(0, 2), to: d.between(1, 4) }
  return { op: d.pick(['gte', 'gt', 'lte', 'lt', 'eq'] as const), value: d.between(0, 3) }
}

function money(d: Dice): NumberTest {
  return { op: d.pick(['gte', 'lte', 'lt'] as const), value: d.between(0, 6) * 1_000 }
}

function randomWindow(d: Dice): SegmentWindow {
  if (d.isOneIn(4)) return { kind: 'ever' }
  if (d.isOneIn(4)) return days(d)
  return {
    kind: d.pick(['last', 'last', 'earlier'] as const),
    amount: d.pick([1, 2, 7, 30, 36]),
    unit: d.pick(['hour', 'day', 'day'] as const),
  }
}

function randomDateWindow(d: Dice): DateWindow {
  if (d.isOneIn(4)) return days(d)
  return {
    kind: d.pick(['last', 'earlier', 'next'] as const),
    amount: d.pick([1, 7, 30, 60]),
    unit: d.pick(['hour', 'day', 'day'] as const),
  }
}

function days(d: Dice) {
  const day = (offset: number) => new Date(START_MS + offset * DAY).toISOString().slice(0, 10)
  const from = d.between(-40, 20)
  return {
    kind: 'between' as const,
    from: d.isOneIn(4) ? null : day(from),
    to: d.isOneIn(4) ? null : day(from + d.between(0, 30)),
  }
}
