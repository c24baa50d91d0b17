/** A row as CSV, without the line end. */
export function csvLine(cells: string[]): string {
  return cells.map(csvCell).join(',')
}

export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * A cell that a spreadsheet would run as a formula (it begins with = + - @ or a tab) gets an apostrophe before it; numbers
 * stay numbers.
 */
export function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)*$/.test(text) ? `'${text}` : text
}
