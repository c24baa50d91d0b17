import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  notices: '企业微信的提醒',
  notices_what: '企业微信告诉我们、需要有人处理的事。处理好了就点「知道了」。',
  notice_settle: '知道了',
  notice_soon: '近日',
  somebody: '（不知道是谁）',
  notice_quota_low: '获客链接的额度快用完了（不到 20 次）',
  notice_quota_exhausted: '获客链接的额度用完了，点链接的人加不上导购',
  notice_quota_expiring: '{{count}} 次获客额度到 {{at}} 过期',
  notice_link_unavailable: '获客链接 {{link}} 没有人能接待了',
  notice_link_deleted: '获客链接 {{link}} 被删除了',
  notice_refused: '{{who}}不愿意由{{taker}}接替服务',
  notice_full: '{{taker}}的客户数满了，没能接替{{who}}',
  notice_transfer_failed: '{{who}}没能交给{{taker}}（企业微信说：{{reason}}）',
  next_quota_low: '在企业微信管理后台「客户联系 · 获客助手」购买额度，再点「知道了」。',
  next_quota_exhausted:
    '先停掉正在投放的链接，再到企业微信管理后台「客户联系 · 获客助手」购买额度；到账后这条提醒会自己消失。',
  next_quota_expiring: '趁过期前把链接多放出去；用不完的不退。',
  next_link_unavailable:
    '链接里的成员都加不了客户了（停用、离职或客户数满）。给它换上能接待的成员。',
  next_link_deleted: '印出去、放出去的这个链接已经打不开，请换成新的。',
  next_transfer_failed: '换一位导购再交接，或者让原来的导购继续服务。',
} as const

export const en: Same<typeof zh> = {
  notices: 'Told by WeCom',
  notices_what: 'What WeCom told us that somebody has to see to. Choose “Seen to” once it is done.',
  notice_settle: 'Seen to',
  notice_soon: 'soon',
  somebody: '(nobody known)',
  notice_quota_low: 'Fewer than 20 uses of acquisition links are left',
  notice_quota_exhausted: 'Acquisition links are used up: who opens one cannot add anybody',
  notice_quota_expiring: {
    one: '{{count}} use of acquisition links ends on {{at}}',
    other: '{{count}} uses of acquisition links end on {{at}}',
  },
  notice_link_unavailable: 'Nobody answers the acquisition link {{link}} any more',
  notice_link_deleted: 'The acquisition link {{link}} was deleted',
  notice_refused: '{{who}} does not want to be served by {{taker}}',
  notice_full: '{{taker}} has as many customers as WeCom allows and could not take over {{who}}',
  notice_transfer_failed: '{{taker}} could not take over {{who}} (WeCom says: {{reason}})',
  next_quota_low:
    'Buy quota in WeCom’s admin console, under customer contact, acquisition assistant, and choose “Seen to”.',
  next_quota_exhausted:
    'Stop what leads to these links, then buy quota in WeCom’s admin console, under customer contact, acquisition assistant. Once it is there, this goes by itself.',
  next_quota_expiring: 'Use the links before that day; what is left is not paid back.',
  next_link_unavailable:
    'Nobody of the link can add customers (disabled, left, or as many customers as WeCom allows). Give it somebody who can.',
  next_link_deleted: 'Wherever this link was printed or placed it opens nothing: replace it.',
  next_transfer_failed: 'Hand over to somebody else, or leave the customer where they are.',
}

export const noticeTexts = defineTexts('corp-notices', { zh, en })
