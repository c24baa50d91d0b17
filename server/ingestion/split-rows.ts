/** A row of a file: its cells, or why it cannot be split. `line` counts from 1 and is where the row begins. */
export type Row =
  | { line: number; cells: string[] }
  | { line: number; fault: 'broken_quotes' | 'row_too_long'; raw: string }

/** A row longer than this is no row but a quote that was never closed. */
export const ROW_CHARACTERS_MAX = 100_000

/**
 * Splits text that comes in pieces into rows and cells (RFC 4180; a quote inside an unquoted cell is a character like any
 * other; empty lines are passed over). Made by hand because of what follows a broken quote: csv-parse 7 gives up the
 * rows after it, up to the next quote or the end of the file. Here such a row is one fault and the next line a new row.
 */
export function createSplitter(delimiter: string) {
  let rest = ''
  let line = 1
  return {
    /** @returns the rows that are complete now. */
    push(text: string): Row[] {
      rest += text
      return drain(false)
    },
    /** @returns the rows that the end of the file completes. */
    end(): Row[] {
      return drain(true)
    },
  }

  function drain(isEnd: boolean): Row[] {
    const rows: Row[] = []
    let at = 0
    while (at < rest.length) {
      const found = rowAt(rest, at, delimiter, isEnd)
      if (!found) break
      if (found.row !== 'empty') rows.push({ ...found.row, line })
      line += found.lines
      at = found.next
    }
    rest = rest.slice(at)
    return rows
  }
}

type Found = {
  row: { cells: string[] } | { fault: 'broken_quotes' | 'row_too_long'; raw: string } | 'empty'
  /** Where the next row begins and how many lines this one took. */
  next: number
  lines: number
}

/** The row that begins at `at`, or null when more text is needed to know it. */
function rowAt(text: string, at: number, delimiter: string, isEnd: boolean): Found | null {
  const newline = text.indexOf('\n', at)
  if (newline < 0 && !isEnd && text.length - at <= ROW_CHARACTERS_MAX) return null
  const lineEnd = newline < 0 ? text.length : newline
  const physical = text.slice(
    at,
    text[lineEnd - 1] === '\r' && lineEnd > at ? lineEnd - 1 : lineEnd,
  )
  const found = (row: Found['row']): Found => ({ row, next: lineEnd + 1, lines: 1 })
  if (physical.length > ROW_CHARACTERS_MAX) return found(fault('row_too_long', physical))
  if (physical.trim() === '') return found('empty')
  if (!physical.includes('"')) return found({ cells: physical.split(delimiter) })
  const quoted = quotedRow(text, at, delimiter, isEnd)
  if (quoted === 'open') {
    if (!isEnd && text.length - at <= ROW_CHARACTERS_MAX) return null
    return found(fault('broken_quotes', physical))
  }
  return quoted === 'broken' ? found(fault('broken_quotes', physical)) : quoted
}

const RAW_CHARACTERS_MAX = 2_000

function fault(code: 'broken_quotes' | 'row_too_long', raw: string) {
  return { fault: code, raw: raw.slice(0, RAW_CHARACTERS_MAX) }
}

/** Reads a row with quotes cell by cell; a quoted cell may hold delimiters, line ends and doubled quotes. */
function quotedRow(
  text: string,
  from: number,
  delimiter: string,
  isEnd: boolean,
): Found | 'open' | 'broken' {
  const cells: string[] = []
  let lines = 1
  let at = from
  for (;;) {
    let end: number
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1)
      if (close < 0 || close - from > ROW_CHARACTERS_MAX) return 'open'
      // A quote that ends the text may be the first half of a doubled one.
      if (close + 1 === text.length && !isEnd) return 'open'
      const cell = text.slice(at + 1, close)
      lines += cell.split('\n').length - 1
      cells.push(cell.replaceAll('""', '"'))
      end = close + 1
      if (text[end] === '\r' && (text[end + 1] === '\n' || end + 1 === text.length)) end += 1
    } else {
      end = endOfPlain(text, at, delimiter)
      const raw = text.slice(at, end)
      cells.push(text[end] !== delimiter && raw.endsWith('\r') ? raw.slice(0, -1) : raw)
    }
    if (end >= text.length && !isEnd) return 'open'
    if (end >= text.length || text[end] === '\n') return { row: { cells }, next: end + 1, lines }
    if (text[end] !== delimiter) return 'broken'
    at = end + 1
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  const newline = text.indexOf('\n', from)
  const next = text.indexOf(delimiter, from)
  const end = newline < 0 ? text.length : newline
  return next >= 0 && next < end ? next : end
}
