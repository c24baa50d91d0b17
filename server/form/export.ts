import { stringify } from 'csv-stringify/sync'
import type { FormQuestion } from '../../contract/form.ts'
import type { Tenant } from '../kernel/index.ts'
import type { GivenAnswers } from './answers.ts'

/** A file has as many; more than this is narrowed down first. */
export const EXPORTED_MAX = 20_000

const heads = {
  zh: ['客户编号', '客户', '打开时间', '提交时间', '用时（秒）', '得分'],
  en: ['Customer no.', 'Customer', 'Opened', 'Submitted', 'Seconds', 'Score'],
}

/** Answers as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export function exportAnswers(
  { items, questions }: { items: readonly GivenAnswers[]; questions: readonly FormQuestion[] },
  { timeZone }: Pick<Tenant, 'timeZone'>,
  language: 'zh' | 'en',
): string {
  const local = (at: Date | null) => at?.toLocaleString('sv-SE', { timeZone }) ?? ''
  const rows = items.map(({ person, openedAt, finishedAt, seconds, score, texts }) => [
    person?.no ?? '',
    person?.name ?? '',
    local(openedAt),
    local(finishedAt),
    seconds ?? '',
    finishedAt === null ? '' : score,
    ...questions.map(({ id }) => texts.get(id) ?? ''),
  ])
  const head = [...heads[language], ...questions.map(({ key }) => key)]
  const text = stringify([head, ...rows], { escape_formulas: true, record_delimiter: '\r\n' })
  return `\ufeff${text}`
}
