import { stringify } from 'csv-stringify/sync'
import type { ServiceCase } from '../../contract/care.ts'
import type { Tenant } from '../kernel/index.ts'

/** A file has as many; more than this is narrowed down first. */
export const EXPORTED_MAX = 20_000

const heads = {
  zh: [
    ...[
      '编号',
      '客户',
      '类别',
      '优先级',
      '状态',
      '内容',
      '负责人',
      '提出时间',
      '应首次回应',
      '首次回应',
    ],
    ...['应解决', '解决时间', '处理方式', '处理说明', '满意度', '是否超时'],
  ],
  en: [
    ...[
      'No.',
      'Customer',
      'Kind',
      'Priority',
      'State',
      'About',
      'Owner',
      'Opened',
      'Answer due',
      'Answered',
    ],
    ...['Solution due', 'Solved', 'What was done', 'In words', 'Satisfaction', 'Overdue'],
  ],
}

/** What the console calls them. */
const words = {
  zh: {
    kind: {
      question: '咨询',
      complaint: '投诉',
      after_sale: '售后',
      return: '退换货',
      other: '其他',
    },
    priority: { normal: '普通', urgent: '紧急' },
    state: {
      open: '待回应',
      answered: '处理中',
      waiting: '等客户',
      solved: '已解决',
      closed: '已关闭',
    },
    resolution: {
      explained: '解释清楚',
      refunded: '退款',
      replaced: '换货或补发',
      compensated: '补偿',
      passed_on: '转给别的部门',
      nothing: '无需处理',
      other: '其他',
    },
    overdue: { answer: '首次回应超时', resolve: '解决超时' },
  },
  en: {
    kind: {
      question: 'Question',
      complaint: 'Complaint',
      after_sale: 'After-sale',
      return: 'Return',
      other: 'Other',
    },
    priority: { normal: 'Normal', urgent: 'Urgent' },
    state: {
      open: 'To be answered',
      answered: 'Being dealt with',
      waiting: 'Waiting for the customer',
      solved: 'Solved',
      closed: 'Closed',
    },
    resolution: {
      explained: 'Explained',
      refunded: 'Refunded',
      replaced: 'Replaced or sent again',
      compensated: 'Compensated',
      passed_on: 'Passed on',
      nothing: 'Nothing to do',
      other: 'Other',
    },
    overdue: { answer: 'Answered too late', resolve: 'Past its time' },
  },
} as const

/** Cases as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export function exportCases(
  cases: readonly ServiceCase[],
  { timeZone }: Pick<Tenant, 'timeZone'>,
  language: 'zh' | 'en',
): string {
  const say = words[language]
  const usual: Record<string, string> = say.kind
  const local = (at: string | null) =>
    at === null ? '' : new Date(at).toLocaleString('sv-SE', { timeZone })
  const rows = cases.map((one) => [
    one.no,
    one.customer.name,
    one.kindName || (usual[one.kind] ?? one.kind),
    say.priority[one.priority],
    say.state[one.state],
    one.subject,
    one.owner?.name ?? '',
    local(one.openedAt),
    local(one.answerDueAt),
    local(one.answeredAt),
    local(one.resolveDueAt),
    local(one.solvedAt),
    one.resolutionKind === null ? '' : say.resolution[one.resolutionKind],
    one.resolution,
    one.satisfaction ?? '',
    one.overdue === null ? '' : say.overdue[one.overdue],
  ])
  const text = stringify([heads[language], ...rows], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return `\ufeff${text}`
}
