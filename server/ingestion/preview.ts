import type {
  ColumnField,
  ImportKind,
  ImportPreview,
  ImportSettings,
  RowError,
} from '../../contract/import.ts'
import { identityFields } from '../../contract/import.ts'
import { currencyDigits, parseAmount, type Tenant } from '../kernel/index.ts'
import { firstRows, withHeader } from './file-rows.ts'
import { guessColumns, looksLikeHeader } from './guess-columns.ts'
import { createTotals } from './import-totals.ts'
import { createReadRow } from './read-row.ts'
import { guessDelimiter } from './sniff.ts'
import type { Row } from './split-rows.ts'

/** Rows that are read to show what would come of the file; beyond them the totals are only of its beginning. */
const ROWS_READ = 10_000
const ROWS_SHOWN = 20
const ERRORS_SHOWN = 50
const SAMPLE_ROWS = 200

export type Shown = Omit<ImportPreview, 'sameAs'>
export type PreviewOf = {
  path: string
  kind: ImportKind
  tenant: Tenant
  fileHash: string
  now: Date
}

/** Reads the beginning of a file as it would be imported, and says what is still missing. */
export async function preview(file: PreviewOf, settings: ImportSettings): Promise<Shown> {
  const { rows, isWhole } = await firstRows(file.path, settings, ROWS_READ)
  const { headers, body } = withHeader(rows, settings.hasHeader)
  const readRow = createReadRow({ ...file, settings, headers })
  const totals = createTotals()
  const errors: RowError[] = []
  const missing = missingOf(file.kind, settings)
  for (const row of body) {
    const read = readRow(row)
    if ('told' in read) totals.add(read.told)
    else {
      totals.fail()
      if (errors.length < ERRORS_SHOWN) errors.push(...read.errors)
    }
  }
  const guessed = guessColumns(file.kind, guessable(headers, settings), cellsOf(body))
  return {
    settings,
    columns: guessed.map((column, index) => {
      const field = settings.columns[index] ?? null
      const isGuess = field === column.field
      return {
        ...column,
        header: headers[index] ?? '',
        field,
        by: isGuess ? column.by : null,
        confidence: isGuess ? column.confidence : 1,
      }
    }),
    rows: body
      .slice(0, ROWS_SHOWN)
      .map((row) => ({ line: row.line, cells: 'cells' in row ? row.cells : [row.raw] })),
    errors: missing.length > 0 ? [] : errors,
    missing,
    totals: totals.result(isWhole),
  }
}

/** What must be known of every row before an import can start. */
export function missingOf(kind: ImportKind, settings: ImportSettings): Shown['missing'] {
  const has = (...fields: ColumnField[]) => fields.some((field) => settings.columns.includes(field))
  if (kind === 'customers') return has(...identityFields) ? [] : ['customer']
  return [
    ...(has('orderedAt', 'paidAt') ? [] : (['orderedAt'] as const)),
    ...(has('amount', 'paid') ? [] : (['amount'] as const)),
  ]
}

/** Guesses everything that a file does not say of itself, from its first rows. */
export async function guessSettings(
  file: Pick<PreviewOf, 'path' | 'kind' | 'tenant'>,
  known: Pick<ImportSettings, 'encoding'> & Partial<ImportSettings>,
): Promise<ImportSettings & { headers: string[] }> {
  const delimiter = known.delimiter ?? (await delimiterOf(file.path, known.encoding))
  const { rows } = await firstRows(file.path, { encoding: known.encoding, delimiter }, SAMPLE_ROWS)
  const first = rows.find((row) => 'cells' in row)
  const hasHeader =
    known.hasHeader ?? (first !== undefined && 'cells' in first && looksLikeHeader(first.cells))
  const { headers, body } = withHeader(rows, hasHeader)
  const cells = cellsOf(body)
  const guessed = guessColumns(file.kind, hasHeader ? headers : headers.map(() => ''), cells)
  const columns = guessed.map(({ field }) => field)
  return {
    encoding: known.encoding,
    delimiter,
    hasHeader,
    columns,
    paidIsNet: isPaidNet(columns, cells, file.tenant.currency),
    dayFirst: cells.some((row) =>
      row.some((cell) => /^(1[3-9]|2\d|3[01])[/.]\d{1,2}[/.]\d{4}/.test(cell)),
    ),
    headers,
  }
}

async function delimiterOf(path: string, encoding: ImportSettings['encoding']) {
  // Split by a character that no file has: each row is a whole line.
  const { rows } = await firstRows(path, { encoding, delimiter: '\u0001' }, SAMPLE_ROWS)
  return guessDelimiter(
    rows.map((row) => ('cells' in row ? row.cells.join('') : row.raw)).join('\n'),
  )
}

function guessable(headers: string[], settings: ImportSettings): string[] {
  return settings.hasHeader ? headers : headers.map(() => '')
}

function cellsOf(rows: Row[]): string[][] {
  return rows.slice(0, SAMPLE_ROWS).flatMap((row) => ('cells' in row ? [row.cells] : []))
}

/**
 * Taobao and Tmall write as "paid" what remained after refunds. It shows in rows with a refund: there paid and refund
 * together are what was ordered, and never more.
 */
function isPaidNet(columns: (ColumnField | null)[], rows: string[][], currency: string): boolean {
  const at = (row: string[], field: ColumnField) => {
    const read = parseAmount(row[columns.indexOf(field)] ?? '', currency)
    return read.ok ? Math.abs(read.value) : null
  }
  const told = rows.flatMap((row) => {
    const [amount, paid, refunded] = [at(row, 'amount'), at(row, 'paid'), at(row, 'refunded')]
    return amount === null || paid === null || !refunded ? [] : [{ amount, paid, refunded }]
  })
  const cent = 10 ** Math.max(0, currencyDigits(currency) - 2)
  return (
    told.some(({ amount, paid, refunded }) => Math.abs(amount - paid - refunded) <= cent) &&
    told.every(({ amount, paid, refunded }) => paid + refunded <= amount + cent)
  )
}
