import { expect, test } from 'vitest'
import type { SegmentCondition, SegmentNode } from './segment.ts'
import { describeCondition, describeTree, type Speech } from './segment-sentence.ts'

const names = {
  tag_1: '敏感肌',
  grp_1: '福利群',
  seg_1: '老客',
  jny_1: '新客关怀',
  'jny_1/s1': '问候',
  'userid:lan': '兰兰',
}
const money = (minor: number) => `¥${(minor / 100).toFixed(2)}`
const zh: Speech = { language: 'zh', names, money }
const en: Speech = { language: 'en', names, money }

const last30 = { kind: 'last', amount: 30, unit: 'day' } as const
const ever = { kind: 'ever' } as const
const twice = { op: 'gte', value: 2 } as const
const event: Omit<Extract<SegmentCondition, { kind: 'event' }>, 'measure'> = {
  kind: 'event',
  name: '看过',
  where: [],
  window: last30,
}

const leaves: [SegmentCondition, string, string][] = [
  [
    { kind: 'trait', key: '城市', test: { op: 'is', anyOf: ['杭州', '上海'] } },
    '「城市」是「杭州」 或 「上海」',
    '“城市” is “杭州” or “上海”',
  ],
  [
    { kind: 'trait', key: '城市', test: { op: 'is_not', anyOf: ['a', 'b', 'c', 'd'] } },
    '「城市」不是「a」 或 「b」 或 「c」等 4 项',
    '“城市” is not “a” or “b” or “c” and others (4 in all)',
  ],
  [
    { kind: 'trait', key: '备注', test: { op: 'contains', text: '孕' } },
    '「备注」含有「孕」',
    '“备注” contains “孕”',
  ],
  [{ kind: 'trait', key: '生日', test: { op: 'exists' } }, '「生日」有值', '“生日” is known'],
  [{ kind: 'trait', key: '生日', test: { op: 'absent' } }, '「生日」没有值', '“生日” is not known'],
  [
    {
      kind: 'trait',
      key: '年龄',
      test: { op: 'number', test: { op: 'between', from: 20, to: 30 } },
    },
    '「年龄」20 到 30',
    '“年龄” is 20 to 30',
  ],
  [
    {
      kind: 'trait',
      key: '到期日',
      test: { op: 'date', window: { kind: 'next', amount: 7, unit: 'day' } },
    },
    '「到期日」在未来 7 天',
    '“到期日” lies in the next 7 days',
  ],
  [{ kind: 'source', anyOf: ['官网'] }, '来自「官网」', 'they came from “官网”'],
  [{ kind: 'identity', has: 'phone' }, '有手机号', 'they have a phone number'],
  [
    { kind: 'tag', tagId: 'tag_1', level: 'any' },
    '带有标签「敏感肌」',
    'they have the tag “敏感肌”',
  ],
  [
    { kind: 'tag', tagId: 'tag_1', level: 'strong' },
    '「敏感肌」需求强烈',
    'their need for “敏感肌” is strong',
  ],
  [{ kind: 'tag', tagId: 'tag_2', level: 'weak' }, '有「（已不在）」的需求', 'they need “(gone)”'],
  [
    { kind: 'follow', is: 'standing', userids: ['lan'], states: ['poster'], window: last30 },
    '近 30 天添加了「兰兰」（渠道参数「poster」）',
    'they added “兰兰” in the last 30 days by the code “poster”',
  ],
  [
    { kind: 'follow', is: 'ended', userids: [], states: [], window: ever },
    '与任一员工解除了好友',
    'they and an associate parted',
  ],
  [
    { kind: 'group_chat', is: 'inside', groupIds: ['grp_1'], window: last30 },
    '近 30 天加入了「福利群」并且还在',
    'they joined “福利群” in the last 30 days and are still in it',
  ],
  [
    { kind: 'group_chat', is: 'left', groupIds: [], window: ever },
    '退出了任一客户群',
    'they left a customer group',
  ],
  [
    { ...event, measure: { of: 'count', test: twice } },
    '近 30 天「看过」至少 2 次',
    '“看过” happened at least 2 times in the last 30 days',
  ],
  [
    {
      ...event,
      where: [{ key: '品类', test: { op: 'is', anyOf: ['防晒'] } }],
      measure: { of: 'sum', property: null, test: { op: 'gt', value: 10_000 } },
    },
    '近 30 天「看过」（「品类」是「防晒」）的金额合计多于 ¥100.00',
    'the money of “看过” (“品类” is “防晒”) is more than ¥100.00 in the last 30 days',
  ],
  [
    { ...event, measure: { of: 'sum', property: '件数', test: { op: 'lt', value: 3 } } },
    '近 30 天「看过」的「件数」合计少于 3',
    'the sum of “件数” of “看过” is less than 3 in the last 30 days',
  ],
  [
    { ...event, measure: { of: 'distinct', property: '品类', test: { op: 'eq', value: 3 } } },
    '近 30 天「看过」的「品类」有正好 3 种',
    '“看过” had exactly 3 kinds of “品类” in the last 30 days',
  ],
  [
    { ...event, measure: { of: 'days', test: { op: 'lte', value: 3 } } },
    '近 30 天有至多 3 天「看过」',
    '“看过” happened on at most 3 days in the last 30 days',
  ],
  [
    { ...event, window: ever, measure: { of: 'first', has: [] } },
    '第一次「看过」在任何时候',
    'the first “看过” was at any time',
  ],
  [
    {
      ...event,
      window: { kind: 'earlier', amount: 6, unit: 'hour' },
      measure: { of: 'last', has: [{ key: '页', test: { op: 'exists' } }] },
    },
    '最近一次「看过」在 6 小时以前（「页」有值）',
    'the last “看过” was more than 6 hours ago (“页” is known)',
  ],
  [
    { ...event, measure: { of: 'absence' } },
    '近 30 天没有「看过」',
    '“看过” did not happen in the last 30 days',
  ],
  [
    { kind: 'order', window: ever, measure: { of: 'count', test: twice } },
    '下单至少 2 次',
    'they ordered at least 2 times',
  ],
  [
    {
      kind: 'order',
      window: { kind: 'between', from: '2026-11-01', to: '2026-11-11' },
      measure: { of: 'sum', test: { op: 'gte', value: 50_000 } },
    },
    '2026-11-01 至 2026-11-11 消费至少 ¥500.00',
    'they spent at least ¥500.00 from 2026-11-01 to 2026-11-11',
  ],
  [
    {
      kind: 'order',
      window: { kind: 'between', from: null, to: '2026-11-11' },
      measure: { of: 'average', test: { op: 'gte', value: 50_000 } },
    },
    '2026-11-11 及以前客单价至少 ¥500.00',
    'their average order is at least ¥500.00 until 2026-11-11',
  ],
  [
    { kind: 'order', window: last30, measure: { of: 'first' } },
    '首次下单在近 30 天',
    'their first order was in the last 30 days',
  ],
  [
    {
      kind: 'order',
      window: { kind: 'between', from: '2026-01-01', to: null },
      measure: { of: 'last' },
    },
    '最近一次下单在 2026-01-01 起',
    'their last order was since 2026-01-01',
  ],
  [
    { kind: 'order', window: last30, measure: { of: 'absence' } },
    '近 30 天没有下单',
    'they did not order in the last 30 days',
  ],
  [
    { kind: 'prediction', test: { of: 'ltv_fifth', anyOf: [4, 5] } },
    '未来一年价值位于前 20% 或 第 20%–40%',
    'their value of the next year is in the top 20% or 20%–40%',
  ],
  [
    { kind: 'prediction', test: { of: 'ltv', test: { op: 'gte', value: 10_000 } } },
    '未来一年价值至少 ¥100.00',
    'their value of the next year is at least ¥100.00',
  ],
  [
    { kind: 'prediction', test: { of: 'p_alive', test: { op: 'lt', value: 0.3 } } },
    '还会再来的可能少于 30%',
    'the chance that they come again is less than 30%',
  ],
  [
    { kind: 'prediction', test: { of: 'expected', test: { op: 'gte', value: 1.5 } } },
    '未来一年预计下单至少 1.5 次',
    'they are expected to order at least 1.5 times in the next year',
  ],
  [
    {
      kind: 'prediction',
      test: { of: 'next_purchase', window: { kind: 'next', amount: 7, unit: 'day' } },
    },
    '预计下次购买在未来 7 天',
    'the next purchase is expected in the next 7 days',
  ],
  [
    { kind: 'prediction', test: { of: 'rfm', r: [4, 5], f: [], m: [5] } },
    'RFM 分数：近度 4/5，额度 5',
    'their RFM scores are recency 4/5, money 5',
  ],
  [
    { kind: 'prediction', test: { of: 'tie', anyOf: ['strong', 'medium'] } },
    '关系强 或 中',
    'the tie to them is strong or medium',
  ],
  [
    { kind: 'prediction', test: { of: 'rfm_class', anyOf: ['important_keep'] } },
    'RFM 类别是重要保持',
    'their RFM class is important: keep',
  ],
  [
    { kind: 'message', result: 'clicked', journeyId: 'jny_1', stepId: 's1', window: last30 },
    '近 30 天点过消息里的链接（来自 SOP「新客关怀」的「问候」）',
    'they followed a link in a message of the SOP “新客关怀”, step “问候” in the last 30 days',
  ],
  [
    { kind: 'message', result: 'sent', journeyId: 'jny_1', stepId: null, window: ever },
    '收到过消息（来自 SOP「新客关怀」）',
    'they got a message of the SOP “新客关怀”',
  ],
  [{ kind: 'segment', segmentId: 'seg_1' }, '在人群「老客」里', 'they are in the segment “老客”'],
]

test.for(leaves)('%o is told in both languages', ([leaf, chinese, english]) => {
  expect(describeCondition(leaf, zh)).toBe(chinese)
  expect(describeCondition(leaf, en)).toBe(english)
})

test('a tree is one sentence, and groups inside of groups stand in brackets', () => {
  const [one, two, three] = [leaves[7]?.[0], leaves[8]?.[0], leaves[9]?.[0]]
  if (!one || !two || !three) throw new Error('no leaves')
  const tree: SegmentNode = {
    kind: 'all',
    of: [one, { kind: 'any', of: [two, three] }, { kind: 'not', of: three }],
  }
  expect(describeTree(tree, zh)).toBe(
    '来自「官网」，并且（有手机号，或者带有标签「敏感肌」），并且排除（带有标签「敏感肌」）的客户',
  )
  expect(describeTree(tree, en)).toBe(
    'Customers where they came from “官网”, and (they have a phone number, or they have the tag “敏感肌”), and not (they have the tag “敏感肌”)',
  )
  expect(describeTree({ kind: 'all', of: [] }, zh)).toBe('全部客户')
  expect(describeTree({ kind: 'any', of: [] }, en)).toBe('Nobody')
})
