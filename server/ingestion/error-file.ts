import { rowErrorText } from '../../contract/import.ts'
import type { Tenant } from '../kernel/index.ts'
import { csvLine, guarded } from './csv-line.ts'
import { firstRows, withHeader } from './file-rows.ts'
import { filePathOf } from './import-files.ts'
import { type Import, type KeptError, listErrors } from './import-store.ts'
import type { ImportDeps } from './run-import.ts'
import { createSplitter } from './split-rows.ts'

const PAGE = 1_000
const words = {
  zh: { line: '行号', reason: '原因' },
  en: { line: 'line', reason: 'reason' },
}

/**
 * The rows that were not taken, as a CSV for spreadsheets: line, reason, then the row as it stood, so that it can be
 * corrected and imported by itself. Cells that a spreadsheet would run as formulas are made harmless.
 */
export async function* errorFile(
  deps: Pick<ImportDeps, 'db' | 'filesDir'>,
  tenant: Pick<Tenant, 'id'>,
  job: Import,
  language: 'zh' | 'en',
): AsyncGenerator<string> {
  const { rows } = await firstRows(filePathOf(deps.filesDir, job), job.settings, 1)
  const { headers } = withHeader(rows, job.settings.hasHeader)
  // With the mark spreadsheets read it as UTF-8.
  yield `\ufeff${lineOf([words[language].line, words[language].reason, ...headers])}`
  let afterLine = 0
  for (;;) {
    const errors = await deps.db.inWorkspace(tenant.id, (tx) =>
      listErrors(tx, tenant.id, job.id, { afterLine, limit: PAGE }),
    )
    const whole = wholeLines(errors, PAGE)
    for (const [line, reasons] of byLine(whole)) {
      const cells = cellsOf(reasons[0]?.original ?? '')
      const reason = reasons.map((error) => textOf(error, language)).join('；')
      yield lineOf([String(line), reason, ...cells])
    }
    if (errors.length < PAGE) return
    afterLine = whole.at(-1)?.line ?? afterLine
  }
}

/** The errors of a page without those of its last line when that may have more on the next one. */
export function wholeLines<E extends { line: number }>(errors: E[], limit: number): E[] {
  const first = errors[0]?.line
  const end = errors.at(-1)?.line
  if (errors.length < limit || first === end) return errors
  return errors.filter(({ line }) => line !== end)
}

function lineOf(cells: string[]): string {
  return `${csvLine(cells.map(guarded))}\r\n`
}

function byLine(errors: KeptError[]): Map<number, KeptError[]> {
  const lines = new Map<number, KeptError[]>()
  for (const error of errors) lines.set(error.line, [...(lines.get(error.line) ?? []), error])
  return lines
}

function textOf(error: KeptError, language: 'zh' | 'en'): string {
  const text = rowErrorText(error.code, language, error.params)
  return error.column === '' ? text : `${error.column}: ${text}`
}

/** What could not be split goes into one cell. */
function cellsOf(original: string): string[] {
  const splitter = createSplitter(',')
  const [row] = [...splitter.push(original), ...splitter.end()]
  return row && 'cells' in row ? row.cells : [original]
}
