import { stringify } from 'csv-stringify/sync'
import type { LedgerEntry } from '../../contract/ledger.ts'
import type { Tenant } from '../kernel/index.ts'

/** A file has as many; more than this is taken month by month. */
export const EXPORTED_MAX = 50_000

const heads = {
  zh: [
    ...['流水号', '时间', '类型', '事由', '单位', '数量', '金额（元）', '从（借）', '从谁'],
    ...['到（贷）', '到谁', '活动', '经手人', '占用结果', '链上序号'],
  ],
  en: [
    ...['No.', 'Time', 'Phase', 'Reason', 'Unit', 'Amount', 'Money', 'From (debit)', 'Whose'],
    ...['To (credit)', 'Whose', 'Campaign', 'By', 'Hold became', 'Place in the chain'],
  ],
}

/** What the console calls them. */
const words = {
  zh: {
    phase: { direct: '记账', hold: '占用', post: '入账', void: '释放' },
    unit: { fen: '钱', points: '积分', units: '件' },
    reason: {
      budget_set: '追加预算',
      budget_returned: '取回预算',
      stock_added: '入库',
      stock_withdrawn: '出库作废',
      granted: '发放奖励',
      clawed_back: '收回奖励',
      expired: '奖励过期',
      paid: '付款到账',
      payment_returned: '付款退回',
      redeemed: '使用积分',
      adjusted: '调整',
    },
    account: {
      funds: '品牌资金',
      budget: '预算',
      cost: '奖励成本',
      due: '应付客户',
      paid: '已付款',
      partner: '应付合伙人',
      points: '客户积分',
      points_issued: '积分发行',
      points_used: '积分已用',
      supply: '采购入库',
      stock: '奖励库存',
      goods: '客户领到',
    },
  },
  en: {
    phase: { direct: 'Done', hold: 'Held', post: 'Posted', void: 'Let go' },
    unit: { fen: 'Money', points: 'Points', units: 'Pieces' },
    reason: {
      budget_set: 'Budget set',
      budget_returned: 'Budget returned',
      stock_added: 'Stock added',
      stock_withdrawn: 'Stock withdrawn',
      granted: 'Reward given',
      clawed_back: 'Reward clawed back',
      expired: 'Reward expired',
      paid: 'Payment arrived',
      payment_returned: 'Payment returned',
      redeemed: 'Points used',
      adjusted: 'Adjusted',
    },
    account: {
      funds: 'Brand’s funds',
      budget: 'Budget',
      cost: 'Cost of rewards',
      due: 'Owed to customers',
      paid: 'Paid out',
      partner: 'Owed to partners',
      points: 'Customer’s points',
      points_issued: 'Points issued',
      points_used: 'Points used',
      supply: 'Supply',
      stock: 'Stock of a reward',
      goods: 'Received by customers',
    },
  },
} as const

/** Movements as CSV for those who keep the books: with a byte order mark, and cells that run nothing. */
export function exportEntries(
  entries: readonly LedgerEntry[],
  { timeZone }: Pick<Tenant, 'timeZone'>,
  language: 'zh' | 'en',
): string {
  const say = words[language]
  const rows = entries.map((one) => [
    one.id,
    new Date(one.at).toLocaleString('sv-SE', { timeZone }),
    say.phase[one.phase],
    say.reason[one.reason],
    say.unit[one.unit],
    one.amount,
    one.unit === 'fen' ? (one.amount / 100).toFixed(2) : '',
    ...[say.account[one.debit.kind], one.debit.owner.name],
    ...[say.account[one.credit.kind], one.credit.owner.name],
    one.campaign?.name ?? '',
    one.by ?? '',
    one.resolution === null ? '' : say.phase[one.resolution],
    one.chainNo ?? '',
  ])
  return stringify([heads[language], ...rows], {
    bom: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
}
