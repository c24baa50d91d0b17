import type {
  DateWindow,
  EventMeasure,
  NumberTest,
  OrderMeasure,
  PredictionTest,
  PropertyFilter,
  SegmentCondition,
  SegmentNode,
  SegmentWindow,
  TraitTest,
} from './segment.ts'
import type { SegmentNames } from './segment-view.ts'
import { en, zh } from './segment-words.ts'

/** In what language a tree is told, what its ids are called (`SegmentNames`), and how money (minor units) is written. */
export type Speech = {
  language: 'zh' | 'en'
  names: SegmentNames
  money: (minor: number) => string
}

const VALUES_TOLD = 3

/** A whole tree in one sentence: 「城市」是「杭州」，并且近 30 天下单至少 2 次的客户. */
export function describeTree(tree: SegmentNode, speech: Speech): string {
  if (isGroup(tree) && tree.kind !== 'not' && tree.of.length === 0)
    return wordsIn(speech)[tree.kind === 'all' ? 'everybody' : 'nobody']
  return say(speech, 'sentence', { what: clauseOf(tree, speech) })
}

/** A node of a tree as a part of a sentence. */
export function clauseOf(node: SegmentNode, speech: Speech): string {
  switch (node.kind) {
    case 'not':
      return say(speech, 'not', { what: clauseOf(node.of, speech) })
    case 'all':
    case 'any': {
      if (node.of.length === 0) return wordsIn(speech)[node.kind === 'all' ? 'everybody' : 'nobody']
      const [only] = node.of
      if (only && node.of.length === 1) return clauseOf(only, speech)
      return node.of
        .map((child) => {
          const what = clauseOf(child, speech)
          const isMixed = isGroup(child) && child.kind !== 'not' && child.of.length > 1
          return isMixed ? say(speech, 'inside', { what }) : what
        })
        .join(wordsIn(speech)[node.kind])
    }
    default:
      return describeCondition(node, speech)
  }
}

function isGroup(node: SegmentNode): node is Exclude<SegmentNode, SegmentCondition> {
  return node.kind === 'all' || node.kind === 'any' || node.kind === 'not'
}

/** One condition in words. */
export function describeCondition(condition: SegmentCondition, speech: Speech): string {
  const named = (id: string) => speech.names[id] ?? wordsIn(speech).gone
  switch (condition.kind) {
    case 'trait':
      return say(speech, 'trait', { key: condition.key, test: textTest(condition.test, speech) })
    case 'source':
      return say(speech, 'source', { values: anyOf(condition.anyOf, speech) })
    case 'identity':
      return say(speech, 'identity', { identity: wordsIn(speech)[`identity_${condition.has}`] })
    case 'tag':
      return say(speech, `tag_${condition.level}`, { tag: named(condition.tagId) })
    case 'follow':
      return follow(condition, speech)
    case 'group_chat':
      return inGroup(condition, speech)
    case 'event':
      return happened(condition, speech)
    case 'order':
      return ordered(condition, speech)
    case 'prediction':
      return predicted(condition.test, speech)
    case 'message':
      return messaged(condition, speech, named)
    case 'segment':
      return say(speech, 'segment', { segment: named(condition.segmentId) })
    default:
      return condition satisfies never
  }
}

type Of<Kind extends SegmentCondition['kind']> = Extract<SegmentCondition, { kind: Kind }>

function follow({ is, userids, states, window }: Of<'follow'>, speech: Speech): string {
  const names = userids.map((userid) => speech.names[`userid:${userid}`] ?? userid)
  const who = names.length === 0 ? wordsIn(speech).anybody : anyOf(names, speech)
  const by = states.length === 0 ? '' : say(speech, 'by_state', { values: anyOf(states, speech) })
  return say(speech, `follow_${is}`, { window: when(window, speech), who }) + by
}

function inGroup({ is, groupIds, window }: Of<'group_chat'>, speech: Speech): string {
  const names = groupIds.map((id) => speech.names[id] ?? wordsIn(speech).gone)
  const group = names.length === 0 ? wordsIn(speech).any_group : anyOf(names, speech)
  return say(speech, `group_${is}`, { window: when(window, speech), group })
}

function happened({ name, where, window, measure }: Of<'event'>, speech: Speech): string {
  const base = { name, where: filtered(where, speech), window: when(window, speech) }
  switch (measure.of) {
    case 'count':
    case 'days':
      return say(speech, `event_${measure.of}`, { ...base, test: compared(measure.test, speech) })
    case 'distinct':
      return say(speech, 'event_distinct', {
        ...base,
        property: measure.property,
        test: compared(measure.test, speech),
      })
    case 'sum':
      return measure.property === null
        ? say(speech, 'event_sum', { ...base, test: compared(measure.test, speech, speech.money) })
        : say(speech, 'event_sum_of', {
            ...base,
            property: measure.property,
            test: compared(measure.test, speech),
          })
    case 'first':
    case 'last':
      return say(speech, `event_${measure.of}`, {
        ...base,
        window: base.window || wordsIn(speech).ever,
        has: filtered(measure.has, speech),
      })
    case 'absence':
      return say(speech, 'event_absence', base)
    default:
      return measure satisfies never
  }
}

function ordered(
  { window, measure }: { window: SegmentWindow; measure: OrderMeasure },
  speech: Speech,
) {
  const told = when(window, speech)
  switch (measure.of) {
    case 'count':
      return say(speech, 'order_count', { window: told, test: compared(measure.test, speech) })
    case 'sum':
    case 'average': {
      const test = compared(measure.test, speech, speech.money)
      return say(speech, `order_${measure.of}`, { window: told, test })
    }
    case 'first':
    case 'last':
      return say(speech, `order_${measure.of}`, { window: told || wordsIn(speech).ever })
    case 'absence':
      return say(speech, 'order_absence', { window: told })
    default:
      return measure satisfies never
  }
}

function predicted(test: PredictionTest, speech: Speech): string {
  const words = wordsIn(speech)
  switch (test.of) {
    case 'ltv_fifth': {
      const fifths = [words.fifth_1, words.fifth_2, words.fifth_3, words.fifth_4, words.fifth_5]
      const chosen = [...test.anyOf].sort((a, b) => b - a).flatMap((n) => fifths[n - 1] ?? [])
      return say(speech, 'ltv_fifth', { values: chosen.join(words.or) })
    }
    case 'ltv':
      return say(speech, 'ltv', { test: compared(test.test, speech, speech.money) })
    case 'p_alive':
      return say(speech, 'p_alive', { test: compared(test.test, speech, percent) })
    case 'expected':
      return say(speech, 'expected', { test: compared(test.test, speech) })
    case 'next_purchase':
      return say(speech, 'next_purchase', { window: when(test.window, speech) })
    case 'rfm': {
      const scores = (['r', 'f', 'm'] as const).flatMap((score) =>
        test[score].length === 0
          ? []
          : [say(speech, `rfm_${score}`, { values: test[score].join('/') })],
      )
      return say(speech, 'rfm', { scores: scores.join(words.filters) })
    }
    case 'tie':
      return say(speech, 'tie', {
        values: test.anyOf.map((level) => words[`tie_${level}`]).join(words.or),
      })
    case 'rfm_class':
      return say(speech, 'rfm_class', {
        values: test.anyOf.map((name) => words[`rfm_${name}`]).join(words.or),
      })
    default:
      return test satisfies never
  }
}

function messaged(
  { result, journeyId, stepId, window }: Of<'message'>,
  speech: Speech,
  named: (id: string) => string,
): string {
  const journey = journeyId === null ? '' : named(journeyId)
  const from =
    journeyId === null
      ? ''
      : stepId === null
        ? say(speech, 'from_journey', { journey })
        : say(speech, 'from_step', { journey, step: named(`${journeyId}/${stepId}`) })
  const told = wordsIn(speech)[`message_${result}`]
  return say(speech, 'message', { window: when(window, speech), result: told, from })
}

function textTest(test: TraitTest, speech: Speech): string {
  switch (test.op) {
    case 'is':
    case 'is_not':
      return say(speech, test.op, { values: anyOf(test.anyOf, speech) })
    case 'contains':
      return say(speech, 'contains', { text: test.text })
    case 'exists':
    case 'absent':
      return wordsIn(speech)[test.op]
    case 'number':
      return say(speech, 'number', { test: compared(test.test, speech) })
    case 'date':
      return say(speech, 'date', { window: when(test.window, speech) })
    default:
      return test satisfies never
  }
}

function filtered(filters: readonly PropertyFilter[], speech: Speech): string {
  if (filters.length === 0) return ''
  const told = filters.map(({ key, test }) =>
    say(speech, 'trait', { key, test: textTest(test, speech) }),
  )
  return say(speech, 'where', { filters: told.join(wordsIn(speech).filters) })
}

function when(window: SegmentWindow | DateWindow, speech: Speech): string {
  if (window.kind === 'ever') return ''
  if (window.kind !== 'between')
    return say(speech, window.kind, {
      n: String(window.amount),
      unit: wordsIn(speech)[window.unit],
    })
  const { from, to } = window
  if (from !== null && to !== null) return say(speech, 'days', { from, to })
  if (from !== null) return say(speech, 'since', { from })
  return to === null ? '' : say(speech, 'until', { to })
}

function compared(
  test: NumberTest,
  speech: Speech,
  written: (value: number) => string = (value) => String(value),
): string {
  if (test.op === 'between')
    return say(speech, 'between', { from: written(test.from), to: written(test.to) })
  return say(speech, test.op, { n: written(test.value) })
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}

function anyOf(values: readonly string[], speech: Speech): string {
  const told = values.slice(0, VALUES_TOLD).map((text) => say(speech, 'quoted', { text }))
  const some = told.join(wordsIn(speech).or)
  return values.length <= VALUES_TOLD
    ? some
    : say(speech, 'more', { some, count: String(values.length) })
}

function wordsIn({ language }: Speech): Record<keyof typeof zh, string> {
  return language === 'en' ? en : zh
}

function say(speech: Speech, key: keyof typeof zh, values: Record<string, string>): string {
  return wordsIn(speech)[key].replace(
    /\{(\w+)\}/g,
    (whole, name: string, at: number, text: string) => {
      const value = values[name] ?? ''
      if (name !== 'window' || speech.language === 'en') return value
      return spaced(value, { before: text.charAt(at - 1), after: text.charAt(at + whole.length) })
    },
  )
}

const HANZI = /\p{Script=Han}/u

/** A number beside a hanzi stands off a little. */
function spaced(window: string, { before, after }: { before: string; after: string }): string {
  const left = HANZI.test(before) && /^\d/.test(window) ? ' ' : ''
  const right = HANZI.test(after) && /\d$/.test(window) ? ' ' : ''
  return left + window + right
}

/** What an event's measure compares as money: only sums of what events carried. */
export function isMoney(measure: EventMeasure): boolean {
  return measure.of === 'sum' && measure.property === null
}
