import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  subscriptions: '公众号',
  subscribed: '已关注',
  unsubscribed: '已取关',
  since: '{{at}} 关注，',
  by_code: '扫「{{code}}」来的，来源「{{source}}」。',
  by_itself: '自己找到的，或来源不详。',
  no_unionid: '没有 UnionID，和其他渠道的身份对不上。',
  window: '到 {{until}} 之前还可以发客服消息。',
} as const

const en: Same<typeof zh> = {
  subscriptions: 'Official accounts',
  subscribed: 'Follows',
  unsubscribed: 'Left',
  since: 'Since {{at}}, ',
  by_code: 'by “{{code}}”, source “{{source}}”.',
  by_itself: 'found by themselves, or nobody knows from where.',
  no_unionid: 'No unionid: cannot be matched with other channels.',
  window: 'Customer-service messages may be sent until {{until}}.',
}

export const subscriptionTexts = defineTexts('official_subscription', { zh, en })
