import { stringify } from 'csv-stringify/sync'
import type { ExecutedRow } from '../../contract/staff-work.ts'

const heads = {
  zh: [
    '周一',
    '导购',
    'SOP',
    '派发',
    '做了',
    '按时',
    '电话说的',
    '没发',
    '过期',
    '收回',
    '待发',
    '已超时',
  ],
  en: [
    'Week from',
    'Associate',
    'SOP',
    'Given',
    'Done',
    'In time',
    'By phone',
    'Left out',
    'Too late',
    'Called back',
    'To do',
    'Late now',
  ],
}

/** The report as a file for a spreadsheet, which must not run a name as a formula. */
export function exportExecution(
  rows: readonly ExecutedRow[],
  nameOf: (userid: string) => string,
  language: 'zh' | 'en',
): string {
  const lines = rows.map((row) => [
    row.weekOn,
    nameOf(row.userid),
    row.journey?.name ?? '',
    row.given,
    row.done,
    row.inTime,
    row.byPhone,
    row.skipped,
    row.expired,
    row.cancelled,
    row.open,
    row.late,
  ])
  return stringify([heads[language], ...lines], { bom: true, escape_formulas: true })
}
