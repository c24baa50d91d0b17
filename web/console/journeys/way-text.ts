import { defineTexts, type Same } from '../../ui/index.ts'

/** Words of the steps and rules that lead people by their own ways: their own hour. */
const zh = {
  own_hour: '按每位客户自己最常回应的钟点',
  own_hour_help:
    '看 TA 过去半年里几点回消息、点链接、下单：够多（至少 5 次、分在 3 天）才算，少的往大家的习惯上靠；免打扰时段不会选。看不出来的人，按下面的时刻。',
  own_hour_else: '看不出来的，几点',
  says_own_hour: '{{count}} 天后，TA 最常回应的钟点（看不出就 {{time}}）',
  waited_own_hour: '等到 TA 自己的钟点',
  waited_stated_hour: '看不出钟点，等到写定的时刻',
  why_own_hour: '选 {{hour}} 点：记得 TA {{reactions}} 次回应，{{near}} 次在这前后一小时',
  why_stated_hour: 'TA 的回应只记得 {{reactions}} 次，看不出钟点，用写定的时刻',
} as const
const en: Same<typeof zh> = {
  own_hour: 'At the hour at which each customer reacts most',
  own_hour_help:
    'By the hours at which they wrote back, followed links and bought within half a year: five times on three days at least, and the fewer there are the more everybody’s habit counts. Never in quiet hours. Where nothing can be told, the time below holds.',
  own_hour_else: 'Where nothing can be told, at',
  says_own_hour: '{{count}} days on, at their own hour (else {{time}})',
  waited_own_hour: 'Waited for their own hour',
  waited_stated_hour: 'No hour could be told; waited for the stated time',
  why_own_hour:
    '{{hour}}:00, because {{near}} of {{reactions}} known reactions fell within an hour of it',
  why_stated_hour:
    'Only {{reactions}} reactions are known, which tells no hour: the stated time holds',
}

export const wayTexts = defineTexts('journey_ways', { zh, en })
