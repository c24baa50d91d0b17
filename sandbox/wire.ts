/** Seconds of an instant, as the wire counts. */
export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

const CURSOR = /^ly(\d{1,7})$/

/**
 * A page of rows. A limit above the maximum falls back to `otherwise`, the way of most calls; null for a cursor that was not
 * given out, which is 50100.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  asked: { limit?: number | undefined; cursor: string },
  { max, otherwise }: { max: number; otherwise: number },
): { rows: Row[]; next_cursor: string } | null {
  const wanted = asked.limit ?? otherwise
  const limit = wanted > max || wanted < 1 ? otherwise : Math.floor(wanted)
  const from = startOf(asked.cursor)
  if (from === null) return null
  const to = from + limit
  const next = to < rows.length ? Buffer.from(`ly${to}`).toString('base64url') : ''
  return { rows: rows.slice(from, to), next_cursor: next }
}

function startOf(cursor: string): number | null {
  if (cursor === '') return 0
  const found = CURSOR.exec(Buffer.from(cursor, 'base64url').toString())
  return found ? Number(found[1]) : null
}

/** Limits of "characters" count code points, those of "bytes" UTF-8. */
export function characters(text: string): number {
  return [...text].length
}
