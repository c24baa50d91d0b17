import { createReadStream } from 'node:fs'
import type { Encoding } from '../../contract/import.ts'
import { createSplitter, type Row } from './split-rows.ts'

const PIECE_BYTES = 256 * 1024

/** Rows of a file in the order in which they stand there, with the bytes read so far. The header is a row like any other. */
export async function* fileRows(
  path: string,
  settings: { encoding: Encoding; delimiter: string },
): AsyncGenerator<{ rows: Row[]; bytes: number }> {
  const decoder = new TextDecoder(settings.encoding)
  const splitter = createSplitter(settings.delimiter)
  let bytes = 0
  let lines: ((text: string) => string) | null = null
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    if (!Buffer.isBuffer(piece)) throw new Error('a file must be read as bytes')
    bytes += piece.byteLength
    const text = decoder.decode(piece, { stream: true })
    lines ??= lineEndsOf(text)
    yield { rows: splitter.push(lines(text)).filter(isRow), bytes }
  }
  yield { rows: [...splitter.push(decoder.decode()), ...splitter.end()].filter(isRow), bytes }
}

/** Excel’s “CSV (Macintosh)” ends lines with a carriage return alone; its beginning shows it. */
function lineEndsOf(beginning: string): (text: string) => string {
  const isMacintosh = beginning.includes('\r') && !beginning.includes('\n')
  return isMacintosh ? (text) => text.replaceAll('\r', '\n') : (text) => text
}

/** Spreadsheets write `sep=;` on the first line to tell themselves the delimiter. */
function isRow(row: Row): boolean {
  return !(row.line === 1 && 'cells' in row && /^sep=/i.test(row.cells[0] ?? ''))
}

/** The first rows of a file, the header among them. @returns `isWhole` when there are no more. */
export async function firstRows(
  path: string,
  settings: { encoding: Encoding; delimiter: string },
  most: number,
): Promise<{ rows: Row[]; isWhole: boolean }> {
  const found: Row[] = []
  for await (const { rows } of fileRows(path, settings)) {
    found.push(...rows)
    if (found.length > most) return { rows: found.slice(0, most), isWhole: false }
  }
  return { rows: found, isWhole: true }
}

/** Splits the header off. Without one the columns are numbered. */
export function withHeader(rows: Row[], hasHeader: boolean): { headers: string[]; body: Row[] } {
  const first = rows.find((row) => 'cells' in row)
  const cells = first && 'cells' in first ? first.cells : []
  if (!hasHeader) return { headers: cells.map((_cell, index) => `#${index + 1}`), body: rows }
  return { headers: cells.map((cell) => cell.trim()), body: rows.filter((row) => row !== first) }
}
