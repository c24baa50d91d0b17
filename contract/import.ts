import { z } from 'zod'
import { instant } from './page.ts'

export const importKinds = ['customers', 'orders'] as const
export const importKind = z.enum(importKinds)
export type ImportKind = z.infer<typeof importKind>

/**
 * draft: uploaded, columns not confirmed; queued: waits for a worker; running: rows are being read; finished: all rows
 * are taken; failed: the file could not be read to its end; cancelled: stopped by hand; undone: all of it was taken back.
 */
export const importStates = [
  'draft',
  'queued',
  'running',
  'finished',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const
export const importState = z.enum(importStates)
export type ImportState = z.infer<typeof importState>

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const
export const encoding = z.enum(encodings)
export type Encoding = z.infer<typeof encoding>
export const delimiters = [',', ';', '\t', '|'] as const
export const delimiter = z.enum(delimiters)
export type Delimiter = z.infer<typeof delimiter>

/** What a column can mean. Identities name the customer; an `attribute` or `trait` is kept under the column's own name. */
export const identityFields = [
  'memberNo',
  'userId',
  'phone',
  'email',
  'unionid',
  'openid',
  'externalUserid',
  'shopBuyer',
] as const
export const orderFields = [
  'orderNo',
  'orderedAt',
  'amount',
  'paid',
  'paidAt',
  'refunded',
  'refundedAt',
  'state',
  'currency',
  'shop',
  'product',
  'quantity',
  ...identityFields,
  'name',
  'attribute',
] as const
export const customerFields = [...identityFields, 'name', 'tags', 'joinedAt', 'trait'] as const
export const columnField = z.enum([...new Set([...orderFields, ...customerFields])])
export type ColumnField = z.infer<typeof columnField>

/** The fields of a kind of import. */
export function fieldsOf(kind: ImportKind): readonly ColumnField[] {
  return kind === 'orders' ? orderFields : customerFields
}

/** Fields that several columns may have; every other field belongs to one column at most. */
export const repeatable: readonly ColumnField[] = ['attribute', 'trait', 'tags']

/** A file with more columns than this is none that people work with, or its delimiter is not what it seems. */
export const columnsMax = 500

/** Field of each column, in the order of the file; null: not taken over. */
export const columnMapping = z.array(columnField.nullable()).max(columnsMax)
export type ColumnMapping = z.infer<typeof columnMapping>

export const importSettings = z.strictObject({
  encoding,
  delimiter,
  hasHeader: z.boolean(),
  columns: columnMapping,
  /** The amounts that were paid are what remained after refunds (Taobao and Tmall reports). */
  paidIsNet: z.boolean(),
  /** Dates like 03/04/2024: day first or month first. */
  dayFirst: z.boolean(),
})
export type ImportSettings = z.infer<typeof importSettings>

/** Why a row was not taken, with the column and what was expected there. Texts: `importRowText`. */
export const rowErrors = {
  wrong_columns: {
    zh: '这一行有 {found} 列，表头有 {expected} 列',
    en: 'this row has {found} columns, the header has {expected}',
  },
  broken_quotes: {
    zh: '引号没有成对，无法分列',
    en: 'the quotes do not pair up, so the columns cannot be told apart',
  },
  row_too_long: {
    zh: '这一行太长（超过 {limit} 字），多半是引号没有关上',
    en: 'this row is too long (over {limit} characters); most likely a quote was not closed',
  },
  missing: { zh: '不能为空', en: 'must not be empty' },
  not_a_date: {
    zh: '「{text}」不是日期，应类似 2024-03-01 10:15:00',
    en: '"{text}" is not a date; expected one like 2024-03-01 10:15:00',
  },
  in_the_future: {
    zh: '「{text}」在将来',
    en: '"{text}" lies in the future',
  },
  not_an_amount: {
    zh: '「{text}」不是金额，应类似 1234.50',
    en: '"{text}" is not an amount; expected one like 1234.50',
  },
  too_precise: {
    zh: '「{text}」的小数位多于货币的最小单位，不会替你四舍五入',
    en: '"{text}" has more decimals than the currency; it is not rounded for you',
  },
  too_large: { zh: '「{text}」太大', en: '"{text}" is too large' },
  other_currency: {
    zh: '币种是「{text}」，工作区按 {expected} 记账',
    en: 'the currency is "{text}", the workspace counts in {expected}',
  },
  unknown_state: {
    zh: '不认识的订单状态「{text}」',
    en: 'unknown order state "{text}"',
  },
  refund_without_order: {
    zh: '负数金额表示退款，但这一行没有订单号，不知道退的是哪一单',
    en: 'a negative amount is a refund, but without an order number it cannot be told of which order',
  },
  refund_over_paid: {
    zh: '退款 {text} 多于已付的 {paid}',
    en: 'the refund {text} is more than the {paid} that were paid',
  },
  order_repeated: {
    zh: '订单号在第 {line} 行出现过，内容却不同',
    en: 'the order number stands in line {line} too, with other content',
  },
  nobody: {
    zh: '没有手机号、会员号等任何能认出客户的内容',
    en: 'nothing in the row identifies a customer (phone, member number or the like)',
  },
} as const satisfies Record<string, { zh: string; en: string }>
export type RowErrorCode = keyof typeof rowErrors

/** The text of a row's error with its parameters filled in. */
export function rowErrorText(
  code: string,
  language: 'zh' | 'en',
  params: Record<string, string | number>,
): string {
  const texts = isRowError(code) ? rowErrors[code] : null
  return (texts?.[language] ?? code).replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  )
}

function isRowError(code: string): code is RowErrorCode {
  return code in rowErrors
}

export const rowError = z.object({
  line: z.number(),
  column: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type RowError = z.infer<typeof rowError>

/** Why a column was taken for a field: by its name, by its values, or because the same header was imported before. */
export const guessedBy = z.enum(['header', 'values', 'remembered'])
export const column = z.object({
  index: z.number(),
  header: z.string(),
  field: columnField.nullable(),
  by: guessedBy.nullable(),
  /** 0 to 1. */
  confidence: z.number(),
  samples: z.array(z.string()),
})
export type Column = z.infer<typeof column>

/** Sums over rows, amounts in minor units. `isWhole`: over the whole file, otherwise over its first rows. */
export const importTotals = z.object({
  rows: z.number(),
  isWhole: z.boolean(),
  failed: z.number(),
  people: z.number(),
  amount: z.number(),
  paid: z.number(),
  refunded: z.number(),
  unpaid: z.number(),
  cancelled: z.number(),
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
})
export type ImportTotals = z.infer<typeof importTotals>

export const importPreview = z.object({
  settings: importSettings,
  columns: z.array(column),
  /** The first rows as they stand in the file. */
  rows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
  errors: z.array(rowError),
  /** What is still missing before it can start, as codes: `orderedAt`, `amount`, `customer`. */
  missing: z.array(z.enum(['orderedAt', 'amount', 'customer'])),
  totals: importTotals,
  /** The finished import of the very same file, if there is one. */
  sameAs: z.object({ id: z.string(), no: z.number(), at: instant }).nullable(),
})
export type ImportPreview = z.infer<typeof importPreview>

export const importView = z.object({
  id: z.string(),
  no: z.number(),
  kind: importKind,
  fileName: z.string(),
  fileBytes: z.number(),
  state: importState,
  rowsRead: z.number(),
  rowsTaken: z.number(),
  rowsFailed: z.number(),
  /** Of the rows taken, how many still wait to be worked into customers and orders. */
  rowsWaiting: z.number(),
  bytesRead: z.number(),
  failure: z.object({ code: z.string(), line: z.number() }).nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  undoneAt: instant.nullable(),
  /** When the uploaded file was removed from the server; the import and what it brought stay. */
  fileRemovedAt: instant.nullable(),
})
export type ImportView = z.infer<typeof importView>

/** Why somebody whom an undone import brought stays, the first that applies. */
export const keptReasons = ['orders', 'events', 'import', 'tags', 'decision', 'other'] as const
export const keptReason = z.enum(keptReasons)
export type KeptReason = z.infer<typeof keptReason>

/** What undoing an import took back. `kept`: people whom it brought and who stay, since something else is known of them. */
export const takenBack = z.object({
  orders: z.object({ removed: z.number(), restored: z.number() }),
  people: z.object({
    removed: z.number(),
    kept: z.array(z.object({ reason: keptReason, count: z.number() })),
    /** Who were there before: without what the import told of them. */
    restored: z.number(),
  }),
  taggings: z.number(),
  tags: z.number(),
  merges: z.number(),
  events: z.number(),
})
export type TakenBack = z.infer<typeof takenBack>

/** What an import changed: for orders the new ones with their sums; `unchanged` were known already. */
export const importResult = importView.extend({
  settings: importSettings,
  takenBack: takenBack.nullable(),
  orders: z
    .object({
      created: z.number(),
      changed: z.number(),
      unchanged: z.number(),
      amount: z.number(),
      paid: z.number(),
      refunded: z.number(),
      unpaid: z.number(),
      customers: z.number(),
      firstAt: instant.nullable(),
      lastAt: instant.nullable(),
    })
    .nullable(),
})
export type ImportResult = z.infer<typeof importResult>

export const importUndo = z.strictObject({
  /** The number of the import, typed by the person who undoes it. */
  confirm: z.number().int(),
})
