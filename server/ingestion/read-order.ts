import type { IdentityClaim, IdentityKind } from '../../contract/identity.ts'
import type { ColumnField, ImportSettings, RowError, RowErrorCode } from '../../contract/import.ts'
import { identityFields } from '../../contract/import.ts'
import { keyOfNumber, REFUND_TOTAL, type RecordedOrder } from '../commerce/index.ts'
import type { PRIVATE } from '../event/index.ts'
import { parseAmount } from '../kernel/index.ts'
import { stageOf } from './order-stage.ts'
import { openCells } from './personal-column.ts'
import type { ReadInstant } from './read-instant.ts'

/** One row of a file as it is stored for the river. */
export type ToldOrder = {
  line: number
  order: Omit<RecordedOrder, typeof PRIVATE>
  attributes: Record<string, string>
  claims: IdentityClaim[]
  name: string | null
}

export type RowContext = {
  settings: ImportSettings
  /** The names of the columns; positions where the file has no header. */
  headers: string[]
  currency: string
  readInstant: ReadInstant
  /** Hex of the file's hash: the key of orders without numbers. */
  fileHash: string
  /** Nothing can have happened after this instant. */
  latest: Date
}

export type Cells = {
  line: number
  text(field: ColumnField): string
  has(field: ColumnField): boolean
  all(field: ColumnField): { header: string; text: string }[]
  fail(field: ColumnField, code: RowErrorCode, params?: Record<string, string | number>): null
  errors: RowError[]
}

/** Reads an order from a row, or says for each column what was expected there. Amounts exactly, in minor units. */
export function readOrder(
  context: RowContext,
  line: number,
  row: string[],
): ToldOrder | RowError[] {
  const cells = cellsOf(context.settings, context.headers, line, row)
  const order = readAmountsAndDates(context, cells)
  if (order === null || cells.errors.length > 0) return cells.errors
  return {
    line,
    order,
    attributes: openCells(cells.all('attribute')),
    claims: claimsOf(cells),
    name: cells.text('name') || null,
  }
}

function readAmountsAndDates(context: RowContext, cells: Cells): ToldOrder['order'] | null {
  checkCurrency(context, cells)
  const orderedAt = instantOf(context, cells, 'orderedAt') ?? instantOf(context, cells, 'paidAt')
  if (!orderedAt && cells.errors.length === 0) {
    cells.fail(cells.has('orderedAt') ? 'orderedAt' : 'paidAt', 'missing')
  }
  const amount = amountOf(context, cells, 'amount') ?? amountOf(context, cells, 'paid')
  if (amount === null && cells.errors.length === 0) {
    cells.fail(cells.has('amount') ? 'amount' : 'paid', 'missing')
  }
  if (!orderedAt || amount === null || cells.errors.length > 0) return null
  const no = cells.text('orderNo') || null
  const shop = cells.text('shop')
  const ownKey = `line:${context.fileHash}:${cells.line}`
  const key = no === null ? ownKey : keyOfNumber(shop, no)
  const base = { key, no, shop, cancelledAt: null, items: itemsOf(cells) }
  if (amount < 0) {
    if (no === null) {
      return cells.fail(cells.has('amount') ? 'amount' : 'paid', 'refund_without_order')
    }
    const refunds = [{ key: ownKey, amount: -amount, at: orderedAt }]
    return { ...base, amount: null, payment: null, orderedAt: null, refunds, items: [] }
  }
  return { ...base, amount, orderedAt, ...paymentOf(context, cells, { amount, orderedAt }) }
}

type Payment = Pick<ToldOrder['order'], 'payment' | 'refunds' | 'cancelledAt'>

/** What became of an order: paid, given back, cancelled. See `stageOf` for how files say so. */
function paymentOf(
  context: RowContext,
  cells: Cells,
  { amount, orderedAt }: { amount: number; orderedAt: Date },
): Payment {
  const paidAt = instantOf(context, cells, 'paidAt')
  const said = amountOf(context, cells, 'paid')
  const given = Math.abs(amountOf(context, cells, 'refunded') ?? 0)
  const stage = stageOf({
    state: cells.text('state'),
    paidAt: cells.has('paidAt') ? paidAt !== null : null,
    paid: said,
    refunded: given,
    amount,
  })
  if (stage === 'unknown') {
    cells.fail('state', 'unknown_state', { text: cells.text('state') })
    return { payment: null, refunds: [], cancelledAt: null }
  }
  const at = paidAt ?? orderedAt
  const paid = context.settings.paidIsNet ? (said ?? amount) + given : (said ?? amount)
  const refunded = stage === 'refunded' && given === 0 ? paid : given
  if (stage !== 'unpaid' && stage !== 'cancelled' && refunded > paid) {
    cells.fail('refunded', 'refund_over_paid', {
      text: cells.text('refunded'),
      paid: cells.text('paid') || cells.text('amount'),
    })
  }
  const refundedAt = instantOf(context, cells, 'refundedAt') ?? at
  const isPaid = stage === 'paid' || stage === 'refunded' || stage === 'paid_then_cancelled'
  return {
    payment: isPaid ? { paid, at } : null,
    refunds:
      isPaid && refunded > 0 ? [{ key: REFUND_TOTAL, amount: refunded, at: refundedAt }] : [],
    cancelledAt: stage === 'cancelled' || stage === 'paid_then_cancelled' ? at : null,
  }
}

function checkCurrency(context: RowContext, cells: Cells): void {
  const text = cells.text('currency')
  if (text === '') return
  const plain = text.normalize('NFKC').toUpperCase().replace(/\s/g, '')
  if ((CURRENCIES[plain] ?? plain) !== context.currency) {
    cells.fail('currency', 'other_currency', { text, expected: context.currency })
  }
}

const CURRENCIES: Record<string, string> = {
  RMB: 'CNY',
  人民币: 'CNY',
  元: 'CNY',
  '¥': 'CNY',
  美元: 'USD',
  US$: 'USD',
  $: 'USD',
  欧元: 'EUR',
  '€': 'EUR',
  港币: 'HKD',
  日元: 'JPY',
}

function itemsOf(cells: Cells): ToldOrder['order']['items'] {
  const text = cells.text('product')
  if (text === '') return []
  const quantity = Number(cells.text('quantity'))
  const pieces = Number.isFinite(quantity) && cells.text('quantity') !== '' ? quantity : null
  const names = text.split(/[；;]/).filter((name) => name.trim() !== '')
  return names.slice(0, ITEMS_MAX).map((written) => {
    const [, name = written, times] = /^(.*?)\s*[×*x]\s*(\d+)$/i.exec(written.trim()) ?? []
    const own = times === undefined ? (names.length === 1 ? pieces : null) : Number(times)
    return { name: name.trim(), sku: null, quantity: own, price: null }
  })
}
const ITEMS_MAX = 200

/** The cells of a row by what their columns mean. */
export function cellsOf(
  settings: ImportSettings,
  headers: string[],
  line: number,
  row: string[],
): Cells {
  const errors: RowError[] = []
  const at = (index: number) => row[index]?.trim() ?? ''
  const nameOf = (field: ColumnField) => headers[settings.columns.indexOf(field)] ?? field
  return {
    line,
    errors,
    text: (field) => at(settings.columns.indexOf(field)),
    has: (field) => settings.columns.includes(field),
    all: (field) =>
      settings.columns.flatMap((mapped, index) =>
        mapped === field ? [{ header: headers[index] ?? `${index + 1}`, text: at(index) }] : [],
      ),
    fail: (field, code, params = {}) => {
      errors.push({ line, column: nameOf(field), code, params })
      return null
    },
  }
}

/** @returns null for an empty cell and, with the fault noted, for one that cannot be read. */
export function instantOf(
  context: Pick<RowContext, 'readInstant' | 'latest'>,
  cells: Cells,
  field: ColumnField,
): Date | null {
  const text = cells.text(field)
  if (text === '' || EMPTY.test(text)) return null
  const read = context.readInstant(text)
  if (!read.ok) return cells.fail(field, 'not_a_date', { text: shortened(text) })
  if (read.value > context.latest)
    return cells.fail(field, 'in_the_future', { text: shortened(text) })
  return read.value
}

/** How exports write "nothing". */
const EMPTY = /^(null|none|nan|n\/a|-+|无|\\n|0000-00-00( 00:00:00)?)$/i

function amountOf(context: RowContext, cells: Cells, field: ColumnField): number | null {
  const text = cells.text(field)
  if (text === '' || EMPTY.test(text)) return null
  const read = parseAmount(text, context.currency)
  return read.ok ? read.value : cells.fail(field, read.reason, { text: shortened(text) })
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const KIND_OF: Record<(typeof identityFields)[number], IdentityKind> = {
  memberNo: 'member_no',
  userId: 'user_id',
  phone: 'phone',
  email: 'email',
  unionid: 'unionid',
  openid: 'openid',
  externalUserid: 'external_userid',
  shopBuyer: 'shop_buyer',
}

/** Who the row names: none for a sale over the counter. */
export function claimsOf(cells: Cells): IdentityClaim[] {
  return identityFields.flatMap((field) => {
    const value = cells.text(field)
    return value === '' || EMPTY.test(value) ? [] : [{ kind: KIND_OF[field], value }]
  })
}
