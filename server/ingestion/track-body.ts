import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { type Outcome, ok, refused } from '../kernel/index.ts'

const unpack = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

const GZIP = [0x1f, 0x8b]

/**
 * The text of a body, whatever its Content-Type says: unpacked, and never larger than `maxBytes` after unpacking (a
 * small body may unpack to gigabytes). Some senders pack without saying so; gzip is known by its first two bytes.
 */
export async function readBody(
  raw: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Outcome<string, 'too_large' | 'not_packed_as_said'>> {
  const encoding = encodingOf(raw, contentEncoding)
  if (encoding === 'identity') return raw.byteLength > maxBytes ? refused('too_large') : text(raw)
  if (!isKnown(encoding)) return refused('not_packed_as_said', { encoding })
  try {
    return text(await unpack[encoding](raw, { maxOutputLength: maxBytes }))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return code === 'ERR_BUFFER_TOO_LARGE' ? refused('too_large') : refused('not_packed_as_said')
  }
}

function encodingOf(raw: Buffer, contentEncoding: string | undefined): string {
  const said = contentEncoding?.trim().toLowerCase() ?? ''
  if (said !== '' && said !== 'identity') return said
  return raw[0] === GZIP[0] && raw[1] === GZIP[1] ? 'gzip' : 'identity'
}

function isKnown(encoding: string): encoding is keyof typeof unpack {
  return encoding in unpack
}

function text(bytes: Buffer): Outcome<string, never> {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  return ok(bytes.toString('utf8', start))
}
