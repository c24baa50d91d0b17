import { createHash } from 'node:crypto'
import { BILL_LINES_MAX, type BillFault, type BillLine } from '../../contract/source-report.ts'
import { csvColumns, csvRows, type Outcome, ok, parseAmount, refused } from '../kernel/index.ts'
import { type Place, placeKey, placesByName } from './place.ts'

/** How platforms call the columns of their bills; the first that is there counts. */
const COLUMNS = {
  source: [
    '来源',
    '渠道',
    '推广计划',
    '广告计划',
    '计划名称',
    '计划',
    '账户',
    'source',
    'campaign',
    'channel',
  ],
  amount: ['金额', '消耗', '花费', '费用', '总花费', '总消耗', 'amount', 'cost', 'spend'],
  fromOn: ['开始日期', '日期', '时间', '消耗日期', 'from', 'date', 'day'],
  toOn: ['结束日期', 'to', 'until'],
  note: ['说明', '备注', 'note'],
} as const
type Column = keyof typeof COLUMNS

export type ReadLine = BillLine & { sourceId: string; wayId: string | null }

/** Whether it is the same file. */
export function hashOfBill(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Reads a bill line by line. What cannot be taken is told with its line; the rest can go in all the same. */
export function readBill(
  text: string,
  { places, currency }: { places: readonly Place[]; currency: string },
): Outcome<{ lines: ReadLine[]; faults: BillFault[] }, 'unreadable'> {
  const rows = csvRows(text)
  if (rows === null) return refused('unreadable', { detail: 'CSV' })
  const [head = [], ...body] = rows
  const columnOf = csvColumns(head, COLUMNS)
  const missing = (['source', 'amount', 'fromOn'] as const).find((key) => columnOf(key) === null)
  if (missing) return refused('unreadable', { detail: COLUMNS[missing][0] })
  if (body.length > BILL_LINES_MAX) return refused('unreadable', { detail: `> ${BILL_LINES_MAX}` })
  const byName = placesByName(places)
  const lines: ReadLine[] = []
  const faults: BillFault[] = []
  body.forEach((cells, i) => {
    const cell = (key: Column) => (cells[columnOf(key) ?? -1] ?? '').trim()
    const line = i + 2
    if (cells.every((one) => one.trim() === '')) return
    const read = readLine({ line, cell, byName, currency })
    if ('fault' in read) faults.push(read)
    else lines.push(read)
  })
  return ok({ lines, faults })
}

function readLine({
  line,
  cell,
  byName,
  currency,
}: {
  line: number
  cell: (key: Column) => string
  byName: ReadonlyMap<string, Place[]>
  currency: string
}): ReadLine | BillFault {
  const source = cell('source')
  const [place, ...others] = byName.get(placeKey(source)) ?? []
  if (!place) return { line, fault: 'no_source', found: source }
  if (others.length > 0) return { line, fault: 'several_sources', found: source }
  const read = parseAmount(cell('amount'), currency)
  if (!read.ok || read.value < 0) return { line, fault: 'bad_amount', found: cell('amount') }
  const fromOn = readDay(cell('fromOn'))
  if (fromOn === null) return { line, fault: 'bad_day', found: cell('fromOn') }
  const toOn = cell('toOn') === '' ? fromOn : readDay(cell('toOn'))
  if (toOn === null) return { line, fault: 'bad_day', found: cell('toOn') }
  if (toOn < fromOn) return { line, fault: 'day_order', found: `${fromOn} > ${toOn}` }
  const { sourceId, wayId, path } = place
  const amount = read.value
  return {
    line,
    source,
    path,
    sourceId,
    wayId,
    amount,
    fromOn,
    toOn,
    note: cell('note').slice(0, 200),
  }
}

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$|^(\d{4})(\d{2})(\d{2})$/

/** 2026-11-03, 2026/11/3, 2026年11月3日, 20261103; a day that is none is null. */
function readDay(told: string): string | null {
  const found = DAY.exec(told)
  if (!found) return null
  const [year = '', month = '', day = ''] = found.slice(1).filter((part) => part !== undefined)
  const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${on}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(on) ? on : null
}
