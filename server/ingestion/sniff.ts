import { type Delimiter, delimiters, type Encoding } from '../../contract/import.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'

const BOMS: [number[], Encoding][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]
/** How much is looked at for what no text file has. */
const LOOKED_AT_BYTES = 64 * 1024

/**
 * Tells the encoding while the bytes of a file pass by: a byte order mark decides; otherwise what is strict UTF-8 to its
 * last byte is UTF-8, and everything else GB18030, which contains GBK and GB2312. (Of eight real samples seven were
 * right; Big5 cannot be told from it, so the person can choose.)
 */
export function createSniffer() {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let start = Buffer.alloc(0)
  let isUtf8 = true
  return {
    see(chunk: Buffer): void {
      if (start.byteLength < LOOKED_AT_BYTES) {
        start = Buffer.concat([start, chunk.subarray(0, LOOKED_AT_BYTES - start.byteLength)])
      }
      if (isUtf8) isUtf8 = decodes(() => strict.decode(chunk, { stream: true }))
    },
    end(): Outcome<Encoding, 'empty' | 'not_text'> {
      if (start.byteLength === 0) return refused('empty')
      const marked = BOMS.find(([bom]) => bom.every((byte, i) => start[i] === byte))?.[1]
      if (marked) return ok(marked)
      // Workbooks, pictures and databases hold zeros; no text in a single-byte or GB encoding does.
      if (start.includes(0)) return refused('not_text')
      return ok(isUtf8 && decodes(() => strict.decode()) ? 'utf-8' : 'gb18030')
    },
  }
}

function decodes(decode: () => void): boolean {
  try {
    decode()
    return true
  } catch {
    return false
  }
}

/** The delimiter that gives the first lines the most columns, all the same number; a comma when none does. */
export function guessDelimiter(sample: string): Delimiter {
  const lines = withoutQuoted(sample)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50)
  // The last line of a sample may be cut.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const counts = whole.map((line) => line.split(delimiter).length - 1)
    const first = counts[0] ?? 0
    const agreeing = counts.filter((count) => count === first).length / counts.length
    const score = first * agreeing ** 3
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function withoutQuoted(text: string): string {
  return text.replace(/"(?:[^"]|"")*"/g, '""')
}
