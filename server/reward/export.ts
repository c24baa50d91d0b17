import { stringify } from 'csv-stringify/sync'
import type { RewardGrant } from '../../contract/reward.ts'
import type { Tenant } from '../kernel/index.ts'

/** A file has as many; more than this is narrowed down first. */
export const EXPORTED_MAX = 20_000

const heads = {
  zh: [
    ...['奖励', '类型', '客户', '状态', '成本（元）', '金额（元）', '积分', '活动'],
    ...['发放时间', '冻结期到', '生效时间', '结束时间', '原因', '快递单号'],
  ],
  en: [
    ...['Reward', 'Kind', 'Customer', 'State', 'Cost', 'Amount', 'Points', 'Campaign'],
    ...['Granted', 'Held until', 'Posted', 'Ended', 'Reason', 'Parcel'],
  ],
}

/** What the console calls them. */
const words = {
  zh: {
    kind: { coupon: '优惠券', gift: '实物礼品', points: '积分', payment: '微信红包' },
    state: {
      pending: '待生效',
      frozen: '已冻结',
      posted: '已生效',
      awaiting: '待客户确认收款',
      paid: '已到账',
      returned: '已退回',
      expired: '已过期',
      cancelled: '已取消',
      clawed_back: '已收回',
    },
    campaign: { referral: '裂变活动', hook: '引流钩子', journey: 'SOP', manual: '手动发放' },
  },
  en: {
    kind: { coupon: 'Coupon', gift: 'Gift', points: 'Points', payment: 'WeChat payment' },
    state: {
      pending: 'Held',
      frozen: 'Frozen',
      posted: 'Posted',
      awaiting: 'To be confirmed',
      paid: 'Paid',
      returned: 'Returned',
      expired: 'Expired',
      cancelled: 'Cancelled',
      clawed_back: 'Clawed back',
    },
    campaign: { referral: 'Referral', hook: 'Hook', journey: 'SOP', manual: 'By hand' },
  },
} as const

/** Grants as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export function exportGrants(
  grants: readonly RewardGrant[],
  { timeZone }: Pick<Tenant, 'timeZone'>,
  language: 'zh' | 'en',
): string {
  const say = words[language]
  const local = (at: string | null) =>
    at === null ? '' : new Date(at).toLocaleString('sv-SE', { timeZone })
  const yuan = (fen: number | null) => (fen === null ? '' : (fen / 100).toFixed(2))
  const rows = grants.map((one) => [
    ...[one.reward.name, say.kind[one.kind], one.customer.name, say.state[one.state]],
    ...[yuan(one.cost), yuan(one.amount), one.points ?? ''],
    one.campaign.name || say.campaign[one.campaign.kind],
    ...[local(one.grantedAt), local(one.holdUntil), local(one.postedAt), local(one.endedAt)],
    ...[one.reason, one.parcel],
  ])
  return stringify([heads[language], ...rows], {
    bom: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
}
