import { Temporal } from 'temporal-polyfill'
import type {
  DateWindow,
  EventMeasure,
  NumberTest,
  OrderMeasure,
  PredictionTest,
  PropertyFilter,
  PropertyTest,
  SegmentNode,
  SegmentWindow,
  TraitTest,
} from '../contract/segment.ts'
import { tagIntensity } from '../science/intensity.ts'

/** Everything that is known of one person, all numbers together. Instants in milliseconds. */
export type PersonFacts = {
  source: string
  traits: { key: string; value: unknown; at: number; customer: number }[]
  identities: Set<string>
  events: { name: string; at: number; value: number; props: Record<string, unknown> }[]
  orders: { at: number; net: number; isWhole: boolean }[]
  taggings: { tagId: string; source: string; sign: 1 | -1; weight: number; at: number }[]
  follows: { userid: string; state: string; startedAt: number; endedAt: number | null }[]
  groups: { group: string; joinedAt: number; leftAt: number | null }[]
  value: ValueFacts | null
  layer: LayerFacts | null
}
export type ValueFacts = {
  orders: number
  first_on: string
  last_on: string
  p_alive: number
  expected_12m: number
  ltv_12m: number
  r: number
  f: number
  m: number
}
export type LayerFacts = { tie: string; rfm_class: string }
export type OracleAsk = {
  now: number
  timeZone: string
  trees: ReadonlyMap<string, SegmentNode>
  fifths: readonly number[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LEVELS = { none: 0, weak: 1, medium: 2, strong: 3 } as const

/** Whether a tree holds for a person: the definition, read as slowly and plainly as it can be. */
export function holds(tree: SegmentNode, person: PersonFacts, ask: OracleAsk): boolean {
  switch (tree.kind) {
    case 'all':
      return tree.of.every((child) => holds(child, person, ask))
    case 'any':
      return tree.of.some((child) => holds(child, person, ask))
    case 'not':
      return !holds(tree.of, person, ask)
    case 'segment': {
      const other = ask.trees.get(tree.segmentId)
      return other ? holds(other, person, ask) : false
    }
    case 'trait': {
      const told = person.traits.filter(({ key }) => key === tree.key)
      told.sort((a, b) => b.at - a.at || a.customer - b.customer)
      return traitPasses(told[0]?.value ?? null, tree.test, ask)
    }
    case 'source':
      return tree.anyOf.includes(person.source)
    case 'identity':
      return person.identities.has(tree.has)
    case 'tag':
      return tagHolds(tree, person, ask)
    case 'follow':
      return person.follows.some((follow) => {
        if (tree.userids.length > 0 && !tree.userids.includes(follow.userid)) return false
        if (tree.states.length > 0 && !tree.states.includes(follow.state)) return false
        const hasEnded = follow.endedAt !== null && follow.endedAt <= ask.now
        if (tree.is === 'ended')
          return hasEnded && happenedWithin(follow.endedAt ?? 0, tree.window, ask)
        return !hasEnded && happenedWithin(follow.startedAt, tree.window, ask)
      })
    case 'group_chat': {
      const asked = person.groups.filter(
        ({ group }) => tree.groupIds.length === 0 || tree.groupIds.includes(group),
      )
      const hasLeft = (one: PersonFacts['groups'][number]) =>
        one.leftAt !== null && one.leftAt <= ask.now
      const inside = asked.filter((one) => one.joinedAt <= ask.now && !hasLeft(one))
      if (tree.is === 'inside')
        return inside.some(({ joinedAt }) => happenedWithin(joinedAt, tree.window, ask))
      const gone = asked.filter(
        (one) => hasLeft(one) && happenedWithin(one.leftAt ?? 0, tree.window, ask),
      )
      return inside.length === 0 && gone.length > 0
    }
    case 'event':
      return eventHolds(tree.name, tree.where, tree.window, tree.measure, person, ask)
    case 'message': {
      const where: PropertyFilter[] = []
      if (tree.journeyId !== null)
        where.push({ key: 'journey_id', test: { op: 'is', anyOf: [tree.journeyId] } })
      if (tree.stepId !== null)
        where.push({ key: 'step_id', test: { op: 'is', anyOf: [tree.stepId] } })
      const measure: EventMeasure = { of: 'count', test: { op: 'gte', value: 1 } }
      return eventHolds(`message.${tree.result}`, where, tree.window, measure, person, ask)
    }
    case 'order':
      return orderHolds(tree.window, tree.measure, person, ask)
    case 'prediction':
      if (tree.test.of === 'tie' || tree.test.of === 'rfm_class')
        return person.layer !== null && layerHolds(tree.test, person.layer)
      return person.value !== null && predictionHolds(tree.test, person.value, ask)
    default:
      return tree satisfies never
  }
}

function eventHolds(
  name: string,
  where: PropertyFilter[],
  window: SegmentWindow,
  measure: EventMeasure,
  person: PersonFacts,
  ask: OracleAsk,
): boolean {
  const all = person.events.filter(
    (event) => event.name === name && event.at <= ask.now && saysAll(event.props, where),
  )
  const inside = all.filter(({ at }) => happenedWithin(at, window, ask))
  switch (measure.of) {
    case 'count':
      return compares(inside.length, measure.test)
    case 'absence':
      return inside.length === 0
    case 'days':
      return compares(new Set(inside.map(({ at }) => dayOf(at, ask.timeZone))).size, measure.test)
    case 'distinct': {
      const { property } = measure
      const values = inside.map(({ props }) => textOf(props[property])).filter((t) => t !== null)
      return compares(new Set(values).size, measure.test)
    }
    case 'sum': {
      const { property } = measure
      const summands = inside.map(({ value, props }) =>
        property === null ? value : (numberOf(textOf(props[property])) ?? 0),
      )
      return compares(
        summands.reduce((sum, n) => sum + n, 0),
        measure.test,
      )
    }
    case 'first':
    case 'last': {
      const edge =
        measure.of === 'first'
          ? Math.min(...all.map(({ at }) => at))
          : Math.max(...all.map(({ at }) => at))
      const there = all.filter(({ at }) => at === edge)
      return (
        there.some(({ props }) => saysAll(props, measure.has)) && happenedWithin(edge, window, ask)
      )
    }
    default:
      return measure satisfies never
  }
}

function orderHolds(
  window: SegmentWindow,
  measure: OrderMeasure,
  person: PersonFacts,
  ask: OracleAsk,
): boolean {
  const all = person.orders.filter(({ at, net, isWhole }) => at <= ask.now && (net > 0 || isWhole))
  const inside = all.filter(({ at }) => happenedWithin(at, window, ask))
  const sum = inside.reduce((total, { net }) => total + net, 0)
  switch (measure.of) {
    case 'count':
      return compares(inside.length, measure.test)
    case 'sum':
      return compares(sum, measure.test)
    case 'average':
      return inside.length > 0 && compares(sum / inside.length, measure.test)
    case 'absence':
      return inside.length === 0
    case 'first':
    case 'last': {
      if (all.length === 0) return false
      const instants = all.map(({ at }) => at)
      const edge = measure.of === 'first' ? Math.min(...instants) : Math.max(...instants)
      return happenedWithin(edge, window, ask)
    }
    default:
      return measure satisfies never
  }
}

type LayerTest = Extract<PredictionTest, { of: 'tie' | 'rfm_class' }>

function layerHolds(test: LayerTest, layer: LayerFacts): boolean {
  return test.anyOf.some((name) => name === layer[test.of])
}

function predictionHolds(
  test: Exclude<PredictionTest, LayerTest>,
  value: ValueFacts,
  ask: OracleAsk,
): boolean {
  switch (test.of) {
    case 'ltv_fifth':
      return test.anyOf.includes(1 + ask.fifths.filter((cut) => value.ltv_12m >= cut).length)
    case 'ltv':
      return compares(value.ltv_12m, test.test)
    case 'expected':
      return compares(value.expected_12m, test.test)
    case 'p_alive':
      return value.last_on > value.first_on && compares(value.p_alive, test.test)
    case 'next_purchase': {
      if (value.expected_12m < 0.1) return false
      const days = Math.floor(365 / value.expected_12m)
      const on = Temporal.PlainDate.from(value.last_on).add({ days })
      return dateWithin(on.toZonedDateTime(ask.timeZone).epochMilliseconds, test.window, ask)
    }
    case 'rfm':
      return (
        value.orders > 0 &&
        (['r', 'f', 'm'] as const).every(
          (score) => test[score].length === 0 || test[score].includes(value[score]),
        )
      )
    default:
      return test satisfies never
  }
}

function tagHolds(
  { tagId, level }: Extract<SegmentNode, { kind: 'tag' }>,
  person: PersonFacts,
  { now, timeZone }: OracleAsk,
): boolean {
  const evidence = person.taggings.filter((piece) => piece.tagId === tagId && piece.at <= now)
  if (level === 'any') return evidence.some(({ sign }) => sign === 1)
  const strength = tagIntensity(
    evidence.map(({ source, weight, sign, at }) => ({
      source,
      weight,
      sign,
      ageDays: (now - at) / DAY,
      day: Number(dayOf(at, timeZone).replaceAll('-', '')),
    })),
  )
  return LEVELS[strength.level] >= LEVELS[level]
}

function traitPasses(value: unknown, test: TraitTest, ask: OracleAsk): boolean {
  const text = textOf(value)
  if (test.op !== 'date') return textPasses(text, test)
  if (text === null || !/^\d{4}-\d{2}-\d{2}/.test(text)) return false
  const at =
    text.length === 10
      ? Temporal.PlainDate.from(text).toZonedDateTime(ask.timeZone).epochMilliseconds
      : Date.parse(text)
  return dateWithin(at, test.window, ask)
}

function textPasses(text: string | null, test: PropertyTest): boolean {
  switch (test.op) {
    case 'is':
      return text !== null && test.anyOf.includes(text)
    case 'is_not':
      return text === null || !test.anyOf.includes(text)
    case 'contains':
      return text?.toLowerCase().includes(test.text.toLowerCase()) ?? false
    case 'exists':
      return text !== null
    case 'absent':
      return text === null
    case 'number': {
      const number = numberOf(text)
      return number !== null && compares(number, test.test)
    }
    default:
      return test satisfies never
  }
}

function saysAll(props: Record<string, unknown>, filters: PropertyFilter[]): boolean {
  return filters.every(({ key, test }) => textPasses(textOf(props[key]), test))
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function numberOf(text: string | null): number | null {
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}

function compares(x: number, test: NumberTest): boolean {
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
      return test.from <= x && x <= test.to
    default:
      return test satisfies never
  }
}

/** Whether something that happened lies in a window; what is still to come does not. */
function happenedWithin(at: number, window: SegmentWindow, ask: OracleAsk): boolean {
  if (at > ask.now) return false
  return window.kind === 'ever' || dateWithin(at, window, ask)
}

function dateWithin(at: number, window: DateWindow, { now, timeZone }: OracleAsk): boolean {
  if (window.kind === 'between') {
    const day = dayOf(at, timeZone)
    return (window.from === null || day >= window.from) && (window.to === null || day <= window.to)
  }
  const length = window.amount * (window.unit === 'day' ? DAY : HOUR)
  if (window.kind === 'next') return at >= now && at - now < length
  if (at > now) return false
  return window.kind === 'last' ? now - at < length : now - at >= length
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dayOf(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone })
  formats.set(timeZone, format)
  return format.format(at)
}
