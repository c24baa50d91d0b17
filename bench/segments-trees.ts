import type { PropertyFilter, SegmentNode, SegmentWindow } from '../contract/segment.ts'
import { intensityRule } from '../science/intensity.ts'
import { newId, showId } from '../server/kernel/index.ts'

/** Tags of the bench's people, as uuids. */
export const tags = { sensitive: newId(), giftBox: newId() }

/**
 * A segment of the bench: its tree, and the statement that one would write first for it, which yields the persons. It reads
 * raw events, whose `user` is the person already; the other tables know numbers (`PERSON`).
 */
export type Asked = {
  name: string
  /** @param idOf the shown id of a segment that stands before this one. */
  tree: (idOf: (name: string) => string) => SegmentNode
  naive: (nowMs: number) => string
}

/** Every hundredth number was found to be the one before it. */
export const PERSON = 'customer - (customer % 100 = 99)'

const DAY_MS = 86_400_000
const VIEWED = 'Product Viewed'
const BOUGHT = 'Order Completed'
const SHARED = 'Product Shared'

const last = (amount: number): SegmentWindow => ({ kind: 'last', amount, unit: 'day' })
const ever: SegmentWindow = { kind: 'ever' }
const daysAgo = (nowMs: number, days: number) =>
  `fromUnixTimestamp64Milli(toInt64(${nowMs - days * DAY_MS}), 'UTC')`

type Measure = Extract<SegmentNode, { kind: 'event' }>['measure']
const event = (
  name: string,
  window: SegmentWindow,
  measure: Measure,
  where: PropertyFilter[] = [],
): SegmentNode => ({ kind: 'event', name, where, window, measure })
const atLeast = (value: number): Measure => ({ of: 'count', test: { op: 'gte', value } })

const users = (condition: string, having = '1') =>
  `select user from raw_event where ${condition} group by user having ${having}`
const newest = (key: string) => `argMax(JSONExtractString(properties, '${key}'), at)`
const text = (key: string) => `JSONExtractString(properties, '${key}')`

/** Four of mixed kinds: those that the field's figures are known for. */
export const four: Asked[] = [
  {
    name: '等级二以上，三十天两单',
    tree: () => ({
      kind: 'all',
      of: [
        {
          kind: 'trait',
          key: 'level',
          test: { op: 'number', test: { op: 'gte', value: 2 } },
        },
        event(BOUGHT, last(30), atLeast(2), [
          { key: 'amount', test: { op: 'number', test: { op: 'gte', value: 100 } } },
        ]),
      ],
    }),
    naive: (now) => `select user
      from (${users("event = 'identify'", `toFloat64OrZero(${newest('level')}) >= 2`)})
      where user in (${users(`event = '${BOUGHT}' and at > ${daysAgo(now, 30)} and JSONExtractFloat(properties, 'amount') >= 100`, 'count() >= 2')})`,
  },
  {
    name: '最近看的是 s5',
    tree: () =>
      event(VIEWED, ever, { of: 'last', has: [{ key: 'sku', test: { op: 'is', anyOf: ['s5'] } }] }),
    naive: () => users(`event = '${VIEWED}'`, `${newest('sku')} = 's5'`),
  },
  {
    name: '城市 c1',
    tree: () => ({ kind: 'trait', key: 'city', test: { op: 'is', anyOf: ['c1'] } }),
    naive: () => users("event = 'identify'", `${newest('city')} = 'c1'`),
  },
  {
    name: '买过五次',
    tree: () => event(BOUGHT, ever, atLeast(5)),
    naive: () => users(`event = '${BOUGHT}'`, 'count() >= 5'),
  },
]

/** What else a brand keeps up: sixteen more, of every kind. */
export const sixteen: Asked[] = [
  {
    name: '七天内看过，三十天没买',
    tree: () => ({
      kind: 'all',
      of: [event(VIEWED, last(7), atLeast(1)), event(BOUGHT, last(30), { of: 'absence' })],
    }),
    naive: (now) => `select distinct user from raw_event
      where event = '${VIEWED}' and at > ${daysAgo(now, 7)}
        and user not in (select user from raw_event where event = '${BOUGHT}' and at > ${daysAgo(now, 30)})`,
  },
  {
    name: '三十天分享过两样',
    tree: () =>
      event(SHARED, last(30), {
        of: 'distinct',
        property: 'sku',
        test: { op: 'gte', value: 2 },
      }),
    naive: (now) =>
      users(`event = '${SHARED}' and at > ${daysAgo(now, 30)}`, `uniqExact(${text('sku')}) >= 2`),
  },
  {
    name: '三十天有三天来看',
    tree: () => event(VIEWED, last(30), { of: 'days', test: { op: 'gte', value: 3 } }),
    naive: (now) =>
      users(
        `event = '${VIEWED}' and at > ${daysAgo(now, 30)}`,
        "uniqExact(toDate(at, 'Asia/Shanghai')) >= 3",
      ),
  },
  {
    name: '三十天花了五百元',
    tree: () =>
      event(BOUGHT, last(30), { of: 'sum', property: null, test: { op: 'gte', value: 50_000 } }),
    naive: (now) =>
      users(`event = '${BOUGHT}' and at > ${daysAgo(now, 30)}`, 'sum(value) >= 50000'),
  },
  {
    name: '买过 s7 或 s11',
    tree: () =>
      event(BOUGHT, ever, atLeast(1), [{ key: 'sku', test: { op: 'is', anyOf: ['s7', 's11'] } }]),
    naive: () =>
      `select distinct user from raw_event where event = '${BOUGHT}' and ${text('sku')} in ('s7', 's11')`,
  },
  {
    name: '官网来的，有手机号',
    tree: () => ({
      kind: 'all',
      of: [
        { kind: 'source', anyOf: ['官网'] },
        { kind: 'identity', has: 'phone' },
      ],
    }),
    naive: () => `select distinct customer from customer_arrival
      where source = '官网' and customer % 100 != 99
        and customer in (select ${PERSON} from customer_identity where kind = 'phone' and gone = 0)`,
  },
  {
    name: '强烈需要：敏感肌',
    tree: () => ({ kind: 'tag', tagId: showId('tag', tags.sensitive), level: 'strong' }),
    naive: (now) => `select ${PERSON} as person from customer_tagging
      where tag = '${tags.sensitive}' and gone = 0
      group by person
      having sum(weight * exp2((toUnixTimestamp64Milli(at) - ${now}) / ${intensityRule.halfLifeDays * DAY_MS}))
        >= ${-intensityRule.scale * Math.log1p(-intensityRule.strong / 100)}`,
  },
  {
    name: '礼盒标签，十四天没买',
    tree: () => ({
      kind: 'all',
      of: [
        { kind: 'tag', tagId: showId('tag', tags.giftBox), level: 'any' },
        event(BOUGHT, last(14), { of: 'absence' }),
      ],
    }),
    naive: (now) => `select distinct ${PERSON} as person from customer_tagging
      where tag = '${tags.giftBox}' and gone = 0
        and person not in (select user from raw_event where event = '${BOUGHT}' and at > ${daysAgo(now, 14)})`,
  },
  {
    name: '五位导购的好友',
    tree: () => ({
      kind: 'follow',
      is: 'standing',
      userids: ['a1', 'a2', 'a3', 'a4', 'a5'],
      states: [],
      window: ever,
    }),
    naive: () => `select distinct ${PERSON} as person from customer_follow
      where gone = 0 and ended_at is null and userid in ('a1', 'a2', 'a3', 'a4', 'a5')`,
  },
  {
    name: '三十天内流失的好友',
    tree: () => ({ kind: 'follow', is: 'ended', userids: [], states: [], window: last(30) }),
    naive: (now) => `select distinct ${PERSON} as person from customer_follow
      where gone = 0 and ended_at > ${daysAgo(now, 30)}`,
  },
  {
    name: '三十天两个订单',
    tree: () => ({
      kind: 'order',
      window: last(30),
      measure: { of: 'count', test: { op: 'gte', value: 2 } },
    }),
    naive: (now) => `select ${PERSON} as person from customer_order
      where (paid > refunded or refunded = 0) and ordered_at > ${daysAgo(now, 30)}
      group by person having count() >= 2`,
  },
  {
    name: '四十五天没再下单',
    tree: () => ({
      kind: 'order',
      window: { kind: 'earlier', amount: 45, unit: 'day' },
      measure: { of: 'last' },
    }),
    naive: (now) => `select ${PERSON} as person from customer_order
      where (paid > refunded or refunded = 0)
      group by person having max(ordered_at) <= ${daysAgo(now, 45)}`,
  },
  {
    name: '价值高，快要走了',
    tree: () => ({
      kind: 'all',
      of: [
        { kind: 'prediction', test: { of: 'p_alive', test: { op: 'lt', value: 0.3 } } },
        { kind: 'prediction', test: { of: 'ltv_fifth', anyOf: [4, 5] } },
      ],
    }),
    naive: () => `select distinct ${PERSON} as person from customer_value
      where toFloat64(p_alive) < 0.3 and last_on > first_on
        and ltv_12m >= (select quantileExact(0.6)(ltv_12m) from customer_value)`,
  },
  {
    name: '曾经常买，很久没来',
    tree: () => ({ kind: 'prediction', test: { of: 'rfm', r: [1, 2], f: [4, 5], m: [] } }),
    naive: () =>
      `select distinct ${PERSON} as person from customer_value where orders > 0 and r in (1, 2) and f in (4, 5)`,
  },
  {
    name: '七天内会员到期',
    tree: () => ({
      kind: 'trait',
      key: 'expiresOn',
      test: { op: 'date', window: { kind: 'next', amount: 7, unit: 'day' } },
    }),
    naive: (now) => `select user from (
        select user, argMax(${text('expiresOn')}, at) as day
        from raw_event where event = 'identify' and ${text('expiresOn')} != '' group by user
      )
      where toUnixTimestamp64Milli(parseDateTime64BestEffort(day, 3, 'Asia/Shanghai')) between ${now} and ${now + 7 * DAY_MS - 1}`,
  },
  {
    name: '两单的人，没有分享',
    tree: (idOf) => ({
      kind: 'all',
      of: [
        { kind: 'segment', segmentId: idOf('等级二以上，三十天两单') },
        { kind: 'not', of: { kind: 'segment', segmentId: idOf('三十天分享过两样') } },
      ],
    }),
    naive: (now) => `select user from (${four[0]?.naive(now)})
      where user not in (${sixteen[1]?.naive(now)})`,
  },
]
