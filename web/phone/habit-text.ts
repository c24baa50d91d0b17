import { defineTexts, type Same } from '../ui/language.ts'

const zh = {
  habits: '客户的习惯',
  why: '定好以后，客户收到群发会自己反应：点开、回复、带朋友来，打扰太多就删掉导购。真实的效果因此是已知的，可以拿它对照产品算出来的结果。',
  live: '客户正按这些习惯自己反应',
  still: '现在客户不会自己反应，只有你替他们做',
  opens: '点开群发里的链接',
  replies: '收到群发后回复',
  invites: '点开之后带来一位朋友',
  bears: '几条以内不嫌烦',
  days: '按几天算',
  leaves: '再多一条就删掉导购',
  accepts: '同意换导购',
  says_nothing: '换导购时不说话（24 小时后自动完成）',
  percent: '%',
  messages: '条',
  day: '天',
  begin: '让客户按习惯反应',
  change: '改用这些习惯',
  stop: '停下',
  refused: '没有改成：请填 0 到 100 之间的百分比、1 天以上的天数。',
} as const

const en: Same<typeof zh> = {
  habits: 'Customers’ habits',
  why: 'With habits, customers answer mass messages by themselves: they open, write back, bring a friend, and delete the associate when disturbed too often. The true effect is then known, and what the product measures can be held against it.',
  live: 'Customers are living by these habits',
  still: 'Customers do nothing by themselves; only what you do for them',
  opens: 'Open the link of a mass message',
  replies: 'Write back to a mass message',
  invites: 'Bring a friend after opening',
  bears: 'Messages that disturb nobody',
  days: 'Within how many days',
  leaves: 'Delete the associate at each one more',
  accepts: 'Agree to another associate',
  says_nothing: 'Say nothing to another associate (done after 24 hours)',
  percent: '%',
  messages: '',
  day: 'd',
  begin: 'Let customers live by these',
  change: 'Use these instead',
  stop: 'Stop',
  refused: 'Not changed: shares are from 0 to 100, and the days at least 1.',
}

export const habitTexts = defineTexts('phone-habits', { zh, en })
