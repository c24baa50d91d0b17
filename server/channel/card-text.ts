import type { Face } from './staff-card.ts'

/** What associates and managers read on cards of the app. Lengths are WeCom's advice: a button 10 characters, a title 36. */
const zh = {
  from: '留园 · 导购任务',
  nudge: (customer: string) => `给${customer}的话还没发`,
  nudge_why: (due: string) => `该在 ${due} 前做完`,
  closes: '最晚',
  customer: '客户',
  sent: '已发',
  later: '稍后',
  reason_later: '在提醒卡片上点了「稍后」',
  late: (who: string, count: number) => `${who} 有 ${count} 件任务超时`,
  late_why: (since: string) => `最早的一件该在 ${since} 前做完`,
  late_what: '请问一声，或者在控制台「触达 · 导购任务」里分给别人。',
  seen: '知道了',
  nameless: '一位客户',
  faces: { sent: '已记为发出', later: '已推后两小时', over: '已经处理过了', moved: '已转给别人' },
}
const en: typeof zh = {
  from: 'Liuyuan · tasks',
  nudge: (customer) => `A message to ${customer} waits`,
  nudge_why: (due) => `To be done by ${due}`,
  closes: 'Until',
  customer: 'For',
  sent: 'Sent',
  later: 'Later',
  reason_later: 'Tapped “later” on the reminder',
  late: (who, count) => `${who}: ${count} tasks are late`,
  late_why: (since) => `The first was to be done by ${since}`,
  late_what: 'Ask, or share them out in the console under Reach, Staff tasks.',
  seen: 'Seen',
  nameless: 'a customer',
  faces: {
    sent: 'Noted as sent',
    later: 'Left for 2 hours',
    over: 'Already decided',
    moved: 'With somebody else',
  },
} satisfies typeof zh & { faces: Record<Face, string> }

export function cardText(language: 'zh' | 'en'): typeof zh {
  return language === 'zh' ? zh : en
}
