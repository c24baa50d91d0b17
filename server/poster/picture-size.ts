/** More pixels than this are not unpacked: a small file may hold a picture that fills the memory. */
const PIXELS_MAX = 16_000_000

/** Whether a JPEG or a PNG says of itself that it is one, and is small enough to be unpacked. */
export function isDrawable(bytes: Buffer): boolean {
  const size = sizeOfPng(bytes) ?? sizeOfJpeg(bytes)
  if (!size || size.width < 1 || size.height < 1) return false
  return size.width * size.height <= PIXELS_MAX
}

type Size = { width: number; height: number }

/** The header of a PNG stands first (PNG specification, 11.2.2 IHDR). */
function sizeOfPng(bytes: Buffer): Size | null {
  const isPng =
    bytes.length > 24 &&
    bytes.readUInt32BE(0) === 0x89504e47 &&
    bytes.toString('latin1', 12, 16) === 'IHDR'
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : null
}

/** A frame's header holds a JPEG's size (ITU T.81, B.2.2); the marks before it are stepped over. */
function sizeOfJpeg(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const mark = bytes[at + 1] ?? 0
    const isFrame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    const isAlone = mark === 0xff || mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8)
    at += isAlone ? (mark === 0xff ? 1 : 2) : 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
