import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  tie: '关系强弱',
  level_strong: '强',
  level_medium: '中',
  level_weak: '弱',
  level_silent: '沉默',
  carrier_strong: '适合进社群、一对一聊',
  carrier_medium: '以有用的内容为主，偶尔一对一',
  carrier_weak: '留在公众号和朋友圈，别一对一推销',
  carrier_silent: '很久没动静，先不打扰；有活动走公众号',
  moved: '{{when}} 起，之前是{{before}}',
  by_sign: '上次计算之后才来，先按最近一次动静算，明天起按关系强度算。',
  came: '近 90 天来过',
  spoken_to: '近 90 天一对一联系过',
  spoken_to_help: '只算导购做完的任务、回复和随手记的标签；群发不算，那不是来往。',
  times: '{{count}} 次',
  came_on: '最近一次来',
  long_ago: '半年多没来',
  both_ways: '来往',
  one_way: '单方面',
  two_way: '有来有往',
  chance: '两周内会来',
  chance_help: '由最近的来往估计：越近、越勤、越持久越高。每天重算；上下浮动不到一成时级别不变。',
  chance_of: '{{chance}}（平均 {{mean}}）',
  mode: '没有会话存档，聊天看不到：按点击、表单、订单、进群、浏览和员工的记录算。',
} as const

const en: Same<typeof zh> = {
  tie: 'Strength of the tie',
  level_strong: 'Strong.',
  level_medium: 'Medium.',
  level_weak: 'Weak.',
  level_silent: 'Silent.',
  carrier_strong: 'Fit for groups and talk one to one',
  carrier_medium: 'Mostly useful content, one to one now and then',
  carrier_weak: 'Leave to the official account and moments; no selling one to one',
  carrier_silent: 'No sign for long: leave in peace; news by the official account',
  moved: 'Since {{when}}; before: {{before}}',
  by_sign:
    'Came after the last computation: by the last sign of life for now, by strength from tomorrow on.',
  came: 'Came in the last 90 days',
  spoken_to: 'Spoken to one to one in the last 90 days',
  spoken_to_help:
    'Only tasks that associates did, answers, and tags noted by hand. Mass messages are no contact.',
  times: '{{count}} times',
  came_on: 'Last came',
  long_ago: 'not for half a year',
  both_ways: 'Contact',
  one_way: 'one-sided',
  two_way: 'both ways',
  chance: 'Comes within two weeks',
  chance_help:
    'Estimated from recent contact: the nearer, the more often, the longer, the higher. Computed daily; a level stays while the chance moves by less than a tenth.',
  chance_of: '{{chance}} ({{mean}} on average)',
  mode: 'Without a chat archive talk is not seen: clicks, forms, orders, groups, visits and what staff note stand for it.',
}

export const texts = defineTexts('tie', { zh, en })
