import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive. @param name with `/` between folders. */
export type ZipFile = { name: string; bytes: Uint8Array }

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** 2.0: folders and deflate (APPNOTE 6.3.9, 4.4.3). */
const VERSION = 20
/** Names are UTF-8 (APPNOTE 6.3.9, 4.4.4, bit 11). */
const UTF8 = 0x0800
const DEFLATED = 8
/** Files of an archive without the 64-bit extension. */
const FILES_MAX = 65_535

/**
 * An archive as its files come, so that none is held longer than it takes to send it. Small files only: together below 4 GB.
 * (https://pkware.cachefly.net/webdocs/APPNOTE/APPNOTE-6.3.9.TXT)
 */
export async function* zipOf(files: AsyncIterable<ZipFile>, at: Date): AsyncGenerator<Buffer> {
  const entries: Buffer[] = []
  let offset = 0
  for await (const { name, bytes } of files) {
    if (entries.length >= FILES_MAX) throw new Error(`an archive holds ${FILES_MAX} files at most`)
    const packed = deflateRawSync(bytes)
    const label = Buffer.from(name)
    const shared = describe({ bytes, packed, label, at })
    const local = Buffer.concat([header(LOCAL, 0), shared, label, packed])
    entries.push(Buffer.concat([header(CENTRAL, VERSION), shared, placeOf(offset), label]))
    offset += local.length
    yield local
  }
  const directory = Buffer.concat(entries)
  yield directory
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  yield end
}

/** What an entry begins with; the central one names the version that made it too. */
function header(signature: number, madeBy: number): Buffer {
  const bytes = Buffer.alloc(madeBy === 0 ? 4 : 6)
  bytes.writeUInt32LE(signature, 0)
  if (madeBy !== 0) bytes.writeUInt16LE(madeBy, 4)
  return bytes
}

/** The 26 bytes that both entries of a file have in common. */
function describe({
  bytes,
  packed,
  label,
  at,
}: {
  bytes: Uint8Array
  packed: Buffer
  label: Buffer
  at: Date
}): Buffer {
  const shared = Buffer.alloc(26)
  shared.writeUInt16LE(VERSION, 0)
  shared.writeUInt16LE(UTF8, 2)
  shared.writeUInt16LE(DEFLATED, 4)
  // Time and day as DOS had them, in UTC: halves of seconds, years from 1980.
  shared.writeUInt16LE(
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    6,
  )
  shared.writeUInt16LE(
    ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    8,
  )
  shared.writeUInt32LE(crc32(bytes), 10)
  shared.writeUInt32LE(packed.length, 14)
  shared.writeUInt32LE(bytes.length, 18)
  shared.writeUInt16LE(label.length, 22)
  return shared
}

/** What the central entry says more: no comment, first disk, and where the file's own entry stands. */
function placeOf(offset: number): Buffer {
  const bytes = Buffer.alloc(14)
  bytes.writeUInt32LE(offset, 10)
  return bytes
}
