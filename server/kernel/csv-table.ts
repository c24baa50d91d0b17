import { parse } from 'csv-parse/sync'

/** The rows of a small CSV text, whatever it is separated by; null: it cannot be read as CSV. */
export function csvRows(text: string): string[][] | null {
  try {
    const [first = ''] = text.split('\n', 1)
    const delimiter = first.includes('\t') ? '\t' : first.includes(';') ? ';' : ','
    return parse(text, { bom: true, delimiter, relax_column_count: true, relax_quotes: true })
  } catch {
    return null
  }
}

/** Where the columns stand whose names are known; the first name that is there counts, and 「消耗(元)」 is 消耗. */
export function csvColumns<Column extends string>(
  head: readonly string[],
  names: Readonly<Record<Column, readonly string[]>>,
): (column: Column) => number | null {
  const heads = head.map((one) =>
    one
      .trim()
      .toLowerCase()
      .replace(/[（(].*$/, ''),
  )
  return (column) => {
    const name = names[column].find((one) => heads.includes(one))
    return name === undefined ? null : heads.indexOf(name)
  }
}
