import { stringify } from 'csv-stringify/sync'
import type { ReplyWait } from '../../contract/reply.ts'
import type { Tenant } from '../kernel/index.ts'

const heads = {
  zh: [
    '客户',
    '导购',
    '来信时间',
    '条数',
    '应回复',
    '怎么知道的',
    '结果',
    '结束时间',
    '用时（上班分钟）',
    '是否超时',
  ],
  en: [
    ...['Customer', 'Associate', 'Wrote', 'Messages', 'Due', 'Known from', 'Outcome', 'Ended'],
    ...['Working minutes', 'Late'],
  ],
}
const words = {
  zh: {
    team: '客服',
    heard: { chat: '企业微信', staff: '人工记录' },
    outcome: { answered: '已回复', noted: '导购说已回', let_be: '不用回', lapsed: '没人回' },
    waiting: '等回复',
    late: '超时',
  },
  en: {
    team: 'Customer service',
    heard: { chat: 'WeCom', staff: 'Written down' },
    outcome: {
      answered: 'Answered',
      noted: 'Said to be answered',
      let_be: 'Needed no answer',
      lapsed: 'Never answered',
    },
    waiting: 'Waiting',
    late: 'late',
  },
} as const

/** Waits as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export function exportReplies(
  waits: readonly ReplyWait[],
  { timeZone }: Pick<Tenant, 'timeZone'>,
  language: 'zh' | 'en',
): string {
  const say = words[language]
  const local = (at: string | null) =>
    at === null ? '' : new Date(at).toLocaleString('sv-SE', { timeZone })
  const rows = waits.map((one) => [
    one.customer.name,
    one.associate?.name ?? say.team,
    local(one.askedAt),
    one.messages,
    local(one.dueAt),
    say.heard[one.heard],
    one.outcome === null ? say.waiting : say.outcome[one.outcome],
    local(one.endedAt),
    one.answerMinutes ?? '',
    one.isOverdue ? say.late : '',
  ])
  const text = stringify([heads[language], ...rows], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return `\ufeff${text}`
}
