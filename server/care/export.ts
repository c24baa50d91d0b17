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

/** Cases as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export function exportCases(
  cases: readonly ServiceCase[],
  { timeZone }: Pick<Tenant, 'timeZone'>,
  language: 'zh' | 'en',
): string {
  const local = (at: string | null) =>
    at === null ? '' : new Date(at).toLocaleString('sv-SE', { timeZone })
  const rows = cases.map((one) => [
    one.no,
    one.customer.name,
    one.kindName || one.kind,
    one.priority,
    one.state,
    one.subject,
    one.owner?.name ?? '',
    local(one.openedAt),
    local(one.answerDueAt),
    local(one.answeredAt),
    local(one.resolveDueAt),
    local(one.solvedAt),
    one.resolutionKind ?? '',
    one.resolution,
    one.satisfaction ?? '',
    one.overdue ?? '',
  ])
  const text = stringify([heads[language], ...rows], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return `\ufeff${text}`
}
