import type { SegmentCondition, TraitTest } from '../../contract/segment.ts'
import { intensityRule } from '../../science/intensity.ts'
import { readId, unreachable } from '../kernel/index.ts'
import type { Leaf } from './leaf.ts'
import type { Plan, Source } from './source.ts'
import {
  isTrueOfNothing,
  never,
  noteInstantDues,
  noteRowDues,
  rowWithinSql,
  textSql,
  withinSql,
} from './tests.ts'

const DAY_MS = 86_400_000
/** How much earlier than computed a decay is looked at: the computed instant is rounded. */
const EARLY_MS = 5
const NO_ID = '00000000-0000-0000-0000-000000000000'

type Of<Kind extends SegmentCondition['kind']> = Extract<SegmentCondition, { kind: Kind }>

/** What a customer is: the newest value of a trait over all rows of the person; of two told at once the older row's. */
export function traitLeaf(plan: Plan, { key, test }: Of<'trait'>): Leaf {
  const source = plan.source({
    key: `trait ${key}`,
    table: 'customer_trait',
    isFinal: true,
    where: `key = ${plan.params.add(key, 'String')}`,
  })
  const newest = source.take('argMax(tuple(if(empty = 1, null, value)), (at, -toInt64(customer)))')
  return { source, ...traitTestSql(plan, source, `${newest}.1`, test) }
}

function traitTestSql(
  plan: Plan,
  source: Source,
  value: string,
  test: TraitTest,
): Omit<Leaf, 'source'> {
  const found = `ifNull(${value}, '')`
  if (test.op !== 'date')
    return { test: textSql(plan, value, test), isTrueOfNobody: isTrueOfNothing(test), found }
  const zone = plan.params.add(plan.ask.timeZone, 'String')
  // Only what begins like a date is read as one: the engine would take a plain number for seconds since 1970.
  const instant = `parseDateTime64BestEffortOrNull(if(match(ifNull(${value}, ''), '^\\\\d{4}-\\\\d{2}-\\\\d{2}'), ${value}, null), 3, ${zone})`
  const ms = `ifNull(toUnixTimestamp64Milli(${instant}), 0)`
  noteInstantDues(plan, source, ms, test.window)
  return {
    test: `${ms} != 0 and ${withinSql(plan, ms, test.window)}`,
    isTrueOfNobody: false,
    found,
  }
}

/** Where a customer came from: what the row that stands for the person says. */
export function sourceLeaf(plan: Plan, { anyOf }: Of<'source'>): Leaf {
  const source = plan.source({
    key: 'arrival',
    table: 'customer_arrival',
    isFinal: true,
    where: '',
  })
  const from = source.take('argMin(source, (customer != person, customer))')
  return {
    source,
    test: `${from} in ${plan.params.add(anyOf, 'Array(String)')}`,
    isTrueOfNobody: false,
    found: from,
  }
}

/** By what a customer is known. */
export function identityLeaf(plan: Plan, { has }: Of<'identity'>): Leaf {
  const source = plan.source({
    key: `identity ${has}`,
    table: 'customer_identity',
    isFinal: true,
    where: `kind = ${plan.params.add(has, 'String')}\n      and gone = 0`,
  })
  const count = source.take('count()')
  return {
    source,
    test: `${count} > 0`,
    isTrueOfNobody: false,
    found: `toString(${count})`,
  }
}

/** What a customer needs, and how strongly: the same sum of decayed evidence that science/intensity.ts explains. */
export function tagLeaf(plan: Plan, { tagId, level }: Of<'tag'>): Leaf {
  const source = plan.source({
    key: `tag ${tagId}`,
    table: 'customer_tagging',
    isFinal: true,
    where: `tag = ${plan.params.add(readId('tag', tagId) ?? NO_ID, 'UUID')}\n      and gone = 0`,
  })
  noteRowDues(plan, source, 'at', { kind: 'ever' })
  const counts = rowWithinSql(plan, 'at', { kind: 'ever' })
  if (level === 'any') {
    const pieces = source.take(`countIf(sign = 1 and ${counts})`)
    return {
      source,
      test: `${pieces} > 0`,
      isTrueOfNobody: false,
      found: `toString(${pieces})`,
    }
  }
  const intensity = source.take(intensitySql(plan, counts))
  const least = plan.params.add(leastIntensity(level), 'Float64')
  if (level !== 'weak') {
    const decayDays = plan.params.add(intensityRule.halfLifeDays, 'Float64')
    const decayMs = `toInt64(floor(${decayDays} * log2(greatest(${intensity}, ${least}) / ${least}) * ${DAY_MS})) - ${EARLY_MS}`
    source.dues.add(
      `if(${intensity} < ${least}, ${never(plan)}, ${plan.nowMs} + greatest(1, ${decayMs}))`,
    )
  }
  return {
    source,
    test: level === 'weak' ? `${intensity} > 0` : `${intensity} >= ${least}`,
    isTrueOfNobody: false,
    found: `toString(${intensity})`,
  }
}

/** The intensity at which the display reaches a level: the inverse of 100 (1 − e^(−n/scale)). */
export function leastIntensity(level: 'weak' | 'medium' | 'strong'): number {
  const { scale, medium, strong } = intensityRule
  switch (level) {
    case 'weak':
      return 0
    case 'medium':
      return -scale * Math.log1p(-medium / 100)
    case 'strong':
      return -scale * Math.log1p(-strong / 100)
    default:
      return unreachable(level)
  }
}

/** Evidence from the newest back, of one instant the weightiest first (`tagIntensity`); what one source repeats on one day counts less each time; all of it decays. */
function intensitySql(plan: Plan, counts: string): string {
  const zone = plan.params.add(plan.ask.timeZone, 'String')
  const discount = plan.params.add(intensityRule.repeatDiscount, 'Float64')
  const halfLifeMs = plan.params.add(intensityRule.halfLifeDays * DAY_MS, 'Float64')
  const pieces = `arraySort(e -> (-e.1, -e.5, e.6), groupArrayIf((toUnixTimestamp64Milli(at), toDate(at, ${zone}), source, sign, weight, id), ${counts}))`
  const repeats = 'arrayEnumerateUniq(es.2, es.3, es.4)'
  const one = `(e, j) -> e.4 * e.5 * pow(${discount}, j - 1) * exp2((e.1 - ${plan.nowMs}) / ${halfLifeMs})`
  return `greatest(0., arraySum(${one}, ${pieces} as es, ${repeats}))`
}

/** Who follows the customer, or followed once. */
export function followLeaf(plan: Plan, { is, userids, states, window }: Of<'follow'>): Leaf {
  const source = plan.source({
    key: 'follow',
    table: 'customer_follow',
    isFinal: true,
    where: 'gone = 0',
  })
  const ended = "ifNull(ended_at, toDateTime64(0, 3, 'UTC'))"
  noteRowDues(plan, source, 'started_at', is === 'standing' ? window : { kind: 'ever' })
  noteRowDues(plan, source, ended, is === 'ended' ? window : { kind: 'ever' })
  const hasEnded = `ended_at is not null and ${ended} <= ${plan.now}`
  const isAsked =
    is === 'standing'
      ? `${rowWithinSql(plan, 'started_at', window)} and not (${hasEnded})`
      : `${rowWithinSql(plan, ended, window)} and ${hasEnded}`
  const chosen = [
    ...(userids.length > 0 ? [`userid in ${plan.params.add(userids, 'Array(String)')}`] : []),
    ...(states.length > 0 ? [`state in ${plan.params.add(states, 'Array(String)')}`] : []),
  ]
  const count = source.take(`countIf(${[isAsked, ...chosen].join(' and ')})`)
  return { source, test: `${count} > 0`, isTrueOfNobody: false, found: `toString(${count})` }
}

/** Who is in a customer group, or was and is in none of those that are asked about. */
export function groupLeaf(plan: Plan, { is, groupIds, window }: Of<'group_chat'>): Leaf {
  const source = plan.source({
    key: 'group_chat',
    table: 'group_membership',
    isFinal: true,
    where: '',
  })
  const left = "ifNull(left_at, toDateTime64(0, 3, 'UTC'))"
  noteRowDues(plan, source, 'joined_at', is === 'inside' ? window : { kind: 'ever' })
  noteRowDues(plan, source, left, is === 'left' ? window : { kind: 'ever' })
  const ids = groupIds.map((id) => readId('groupChat', id) ?? NO_ID)
  const chosen = ids.length === 0 ? '' : ` and group_chat in ${plan.params.add(ids, 'Array(UUID)')}`
  const hasLeft = `left_at is not null and ${left} <= ${plan.now}`
  const joined = (within: typeof window) => rowWithinSql(plan, 'joined_at', within)
  if (is === 'inside') {
    const count = source.take(`countIf(${joined(window)} and not (${hasLeft})${chosen})`)
    return { source, test: `${count} > 0`, isTrueOfNobody: false, found: `toString(${count})` }
  }
  const standing = source.take(`countIf(${joined({ kind: 'ever' })} and not (${hasLeft})${chosen})`)
  const count = source.take(`countIf(${rowWithinSql(plan, left, window)} and ${hasLeft}${chosen})`)
  const test = `${count} > 0 and ${standing} = 0`
  return { source, test, isTrueOfNobody: false, found: `toString(${count})` }
}
