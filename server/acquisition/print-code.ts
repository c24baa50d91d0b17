import { crc32, deflateSync } from 'node:zlib'
import { encode, renderSVG } from 'uqr'
import type { CodeFormat } from '../../contract/way-batch.ts'

/** White around a code, in modules: readers need it (ISO/IEC 18004 asks for four). */
const QUIET_MODULES = 4
const INCH_CM = 2.54
const DOTS_AN_INCH = 300
const CENTIMETRES = { png_5: 5, png_10: 10, png_20: 20 } as const
/** Of a print a corner may be dirty: a quarter of a code may be lost. */
const CORRECTION = 'Q'

/** A code to be printed: lines that any size may be made of, or pixels for some centimetres at 300 dots an inch. */
export function printedCode(text: string, format: CodeFormat): { ending: string; bytes: Buffer } {
  if (format === 'svg') {
    const drawn = renderSVG(text, { border: QUIET_MODULES, ecc: CORRECTION })
    return { ending: 'svg', bytes: Buffer.from(drawn) }
  }
  const pixels = Math.round((CENTIMETRES[format] / INCH_CM) * DOTS_AN_INCH)
  return { ending: 'png', bytes: pngOf(text, pixels) }
}

/** Black and white, one bit a pixel; every module as many pixels wide as fit, so that all edges are sharp. */
function pngOf(text: string, pixels: number): Buffer {
  const { data, size } = encode(text, { border: QUIET_MODULES, ecc: CORRECTION })
  const scale = Math.max(1, Math.floor(pixels / size))
  const side = size * scale
  const stride = 1 + Math.ceil(side / 8)
  const raw = Buffer.alloc(stride * side)
  data.forEach((row, y) => {
    const line = Buffer.alloc(stride, 0xff)
    line[0] = 0
    row.forEach((isDark, x) => {
      if (isDark) for (let at = x * scale; at < (x + 1) * scale; at++) darken(line, at)
    })
    for (let copy = 0; copy < scale; copy++) line.copy(raw, (y * scale + copy) * stride)
  })
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', headOf(side)),
    chunk('pHYs', density()),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function darken(line: Buffer, pixel: number): void {
  const at = 1 + (pixel >> 3)
  line[at] = (line[at] ?? 0) & ~(0x80 >> (pixel & 7))
}

/** Bit depth 1, colour type 0: grey (PNG specification, 11.2.2). */
function headOf(side: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.writeUInt8(1, 8)
  return head
}

/** Dots a metre both ways, so that layout programs place it at its size. */
function density(): Buffer {
  const dots = Math.round((DOTS_AN_INCH / INCH_CM) * 100)
  const bytes = Buffer.alloc(9)
  bytes.writeUInt32BE(dots, 0)
  bytes.writeUInt32BE(dots, 4)
  bytes.writeUInt8(1, 8)
  return bytes
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(data.length, 0)
  bytes.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([bytes.subarray(0, 4), named, bytes.subarray(4)])
}
