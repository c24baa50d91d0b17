import { createHash } from 'node:crypto'
import type { ImportKind, ImportSettings, RowError } from '../../contract/import.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { readCustomer, type ToldCustomer } from './read-customer.ts'
import { createReadInstant } from './read-instant.ts'
import { type RowContext, readOrder, type ToldOrder } from './read-order.ts'
import { ROW_CHARACTERS_MAX, type Row } from './split-rows.ts'

export type Told = { kind: 'orders'; row: ToldOrder } | { kind: 'customers'; row: ToldCustomer }
export type ReadRow = (row: Row) => { told: Told } | { errors: RowError[] }

/** A shop's clock may be ahead of ours by this much, zones included. */
const AHEAD_MS = 86_400_000
/** Beyond so many orders in one file repeated numbers are no longer looked for. */
const REMEMBERED_MAX = 2_000_000

export type ReadOptions = {
  kind: ImportKind
  settings: ImportSettings
  headers: string[]
  tenant: Pick<Tenant, 'timeZone' | 'currency'>
  fileHash: string
  now: Date
}

/** Reads the rows of one file in their order; remembers order numbers to notice one that comes again with other content. */
export function createReadRow(options: ReadOptions): ReadRow {
  const { kind, settings, headers, tenant, fileHash, now } = options
  const context: RowContext = {
    settings,
    headers,
    currency: tenant.currency,
    readInstant: createReadInstant(tenant.timeZone, settings.dayFirst),
    fileHash,
    latest: addMs(now, AHEAD_MS),
  }
  const isRepeated = createRepeats()
  return (row) => {
    if ('fault' in row) return { errors: [splitError(row)] }
    const cells = withoutEmptyEnd(row.cells, headers.length)
    if (cells.length !== headers.length) {
      const params = { found: cells.length, expected: headers.length }
      return { errors: [{ line: row.line, column: '', code: 'wrong_columns', params }] }
    }
    if (kind === 'customers') {
      const told = readCustomer(context, row.line, cells)
      return Array.isArray(told) ? { errors: told } : { told: { kind, row: told } }
    }
    const told = readOrder(context, row.line, cells)
    if (Array.isArray(told)) return { errors: told }
    const earlier = isRepeated(told)
    if (earlier === null) return { told: { kind, row: told } }
    const column = headers[settings.columns.indexOf('orderNo')] ?? ''
    return {
      errors: [{ line: row.line, column, code: 'order_repeated', params: { line: earlier } }],
    }
  }
}

function splitError(row: Extract<Row, { fault: string }>): RowError {
  const isLong = row.fault === 'row_too_long'
  return {
    line: row.line,
    column: '',
    code: row.fault,
    params: isLong ? { limit: ROW_CHARACTERS_MAX } : {},
  }
}

/** Some exports end every line with a delimiter. */
function withoutEmptyEnd(cells: string[], expected: number): string[] {
  let length = cells.length
  while (length > expected && cells[length - 1]?.trim() === '') length -= 1
  return length === cells.length ? cells : cells.slice(0, length)
}

/**
 * @returns a question: the line where the same order number stood with other content, or null. Refunds (negative lines)
 * belong to an order that stands elsewhere, and the very same row again does no harm.
 */
function createRepeats() {
  const seen = new Map<string, { line: number; content: string }>()
  return (told: ToldOrder): number | null => {
    if (told.order.no === null || told.order.orderedAt === null) return null
    const { line, ...rest } = told
    const content = createHash('sha1').update(JSON.stringify(rest)).digest('base64')
    const known = seen.get(told.order.key)
    if (!known) {
      if (seen.size < REMEMBERED_MAX) seen.set(told.order.key, { line, content })
      return null
    }
    return known.content === content ? null : known.line
  }
}
