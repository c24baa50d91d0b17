import { stringify } from 'csv-stringify/sync'
import type { CustomerRow } from '../../contract/customer.ts'
import type { CustomerFilter } from '../../contract/customer-filter.ts'
import { currencyDigits, type Seal, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { dress } from './dress.ts'
import { listCustomers } from './list.ts'
import { rowsNumbered } from './rows-numbered.ts'

const PAGE_ROWS = 1_000
/** Excel opens a million rows; a larger brand exports by filters. */
const ROWS_MAX = 1_000_000

const heads = {
  zh: [
    '客户号',
    '客户编号',
    '姓名',
    '身份（已隐去）',
    '来源',
    '首次出现',
    '最近出现',
    '订单数',
    '订单金额',
    '最近下单',
    '标签',
  ],
  en: [
    'No.',
    'Id',
    'Name',
    'Identities (masked)',
    'Source',
    'First seen',
    'Last seen',
    'Orders',
    'Order total',
    'Last order',
    'Tags',
  ],
}

/**
 * The persons of a list as CSV, page by page, so that a million of them need no memory. It begins with a byte order
 * mark (Excel), keeps personal identities masked, and disarms cells that a spreadsheet would run as a formula. Each page
 * is a transaction of its own: who changes places meanwhile may be missing or stand there twice.
 */
export async function* exportCustomers(
  deps: { db: Database; seal: Seal },
  tenant: Tenant,
  { filter, language }: { filter: CustomerFilter; language: 'zh' | 'en' },
): AsyncGenerator<string> {
  yield headOf(language)
  let cursor: string | undefined
  for (let sent = 0; sent < ROWS_MAX; sent += PAGE_ROWS) {
    const { rows, next } = await deps.db.inWorkspace(tenant.id, async (tx) => {
      const asked = { filter, limit: PAGE_ROWS, cursor, isCounted: false }
      const page = await listCustomers(tx, tenant, deps.seal, asked)
      return { rows: await dress(tx, tenant.id, page.persons), next: page.next }
    })
    yield lines(rows.map((row) => cells(row, tenant)))
    if (next === null) return
    cursor = next
  }
}

/** The same file for the persons of some numbers, which come in pages: the members of a segment. */
export async function* exportNumbered(
  db: Database,
  tenant: Tenant,
  { pages, language }: { pages: AsyncIterable<number[]>; language: 'zh' | 'en' },
): AsyncGenerator<string> {
  yield headOf(language)
  for await (const page of pages)
    for (let from = 0; from < page.length; from += PAGE_ROWS) {
      const numbers = page.slice(from, from + PAGE_ROWS)
      const rows = await db.inWorkspace(tenant.id, (tx) => rowsNumbered(tx, tenant.id, numbers))
      yield lines(rows.map((row) => cells(row, tenant)))
    }
}

function headOf(language: 'zh' | 'en'): string {
  return `\ufeff${lines([heads[language]])}`
}

function cells(row: CustomerRow, tenant: Tenant): (string | number)[] {
  const digits = currencyDigits(tenant.currency)
  return [
    row.no,
    row.id,
    row.name ?? '',
    row.identities.map(({ masked }) => masked).join(' '),
    row.source,
    local(row.firstSeenAt, tenant.timeZone),
    local(row.lastSeenAt, tenant.timeZone),
    row.orders,
    (row.total / 10 ** digits).toFixed(digits),
    row.lastOrderAt === null ? '' : local(row.lastOrderAt, tenant.timeZone),
    row.tags.map(({ name }) => name).join(' '),
  ]
}

function local(at: string, timeZone: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone })
}

function lines(rows: (string | number)[][]): string {
  return stringify(rows, { escape_formulas: true, record_delimiter: '\r\n' })
}
