import { join } from 'node:path'
import {
  createCanvas,
  GlobalFonts,
  type Image,
  loadImage,
  type SKRSContext2D,
} from '@napi-rs/canvas'
import { encode } from 'uqr'
import type { PosterLayer } from '../../contract/poster.ts'
import { home } from '../kernel/index.ts'
import { charactersOf, filled } from './clean-words.ts'
import { linesOf } from './lines.ts'
import type { PosterOrder } from './order.ts'

type Layer<K extends PosterLayer['kind']> = Extract<PosterLayer, { kind: K }>
type Brush = Pick<PosterOrder, 'words'> & { context: SKRSContext2D; code: PosterOrder['code'] }

/** Our own: a font of the machine would look different elsewhere, or miss characters of people's names. */
const FAMILY = '"Liuyuan Sans", "Liuyuan Emoji"'
const FONTS = [
  ['NotoSansSC_400Regular.ttf', 'Liuyuan Sans'],
  ['NotoSansSC_700Bold.ttf', 'Liuyuan Sans'],
  ['NotoColorEmoji.woff2', 'Liuyuan Emoji'],
] as const
const LINE_HEIGHT = 1.4
const JPEG_QUALITY = 90
/** White around a code, as a share of its side: readers need it (ISO/IEC 18004 asks for four modules). */
const QUIET = 0.06

/** Loads the fonts that the build has put beside the program. @throws where one is not there. */
export function loadFonts(folder: string = join(home, 'dist', 'fonts')): void {
  for (const [file, family] of FONTS) {
    if (GlobalFonts.registerFromPath(join(folder, file), family) === null)
      throw new Error(`the font ${file} is not in ${folder}: run npm run build`)
  }
}

/** Draws one poster. @returns the file. */
export async function draw(order: PosterOrder): Promise<Buffer> {
  const { plan, scale, background, words, code } = order
  const canvas = createCanvas(Math.round(plan.width * scale), Math.round(plan.height * scale))
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.fillStyle = plan.colour
  context.fillRect(0, 0, plan.width, plan.height)
  if (background) fillWith(context, await loadImage(Buffer.from(background)), plan)
  for (const layer of plan.layers) await drawLayer({ context, words, code }, layer)
  return order.format === 'png' ? canvas.encode('png') : canvas.encode('jpeg', JPEG_QUALITY)
}

/** A picture fills the poster and keeps its shape: what is too much at two sides is cut off. */
function fillWith(
  context: SKRSContext2D,
  image: Image,
  { width, height }: { width: number; height: number },
): void {
  const grown = Math.max(width / image.width, height / image.height)
  const [wide, high] = [image.width * grown, image.height * grown]
  context.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high)
}

async function drawLayer(brush: Brush, layer: PosterLayer): Promise<void> {
  switch (layer.kind) {
    case 'text':
      return drawText(brush, layer)
    case 'code':
      return drawCode(brush, layer)
    case 'initial':
      return drawInitial(brush, layer)
    case 'block':
      return drawBlock(brush, layer)
  }
}

function drawText({ context, words }: Brush, layer: Layer<'text'>): void {
  const { x, y, width, size, weight, align, lines: most } = layer
  context.font = `${weight === 'bold' ? 700 : 400} ${size}px ${FAMILY}`
  context.fillStyle = layer.colour
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  const measure = (piece: string) => context.measureText(piece).width
  const lines = linesOf(filled(layer.text, words), { width, most, measure })
  for (const [n, line] of lines.entries()) {
    const free = width - measure(line)
    const shift = align === 'left' ? 0 : align === 'right' ? free : free / 2
    context.fillText(line, x + shift, y + size + n * size * LINE_HEIGHT)
  }
}

async function drawCode({ context, code }: Brush, { x, y, size }: Layer<'code'>): Promise<void> {
  context.fillStyle = '#ffffff'
  context.fillRect(x, y, size, size)
  const quiet = size * QUIET
  if ('picture' in code) {
    const image = await loadImage(Buffer.from(code.picture))
    context.drawImage(image, x + quiet, y + quiet, size - 2 * quiet, size - 2 * quiet)
    return
  }
  const { data, size: modules } = encode(code.text, { border: 0, ecc: 'M' })
  const side = (size - 2 * quiet) / modules
  context.fillStyle = '#000000'
  // A hair too large, so that no light shines between two modules.
  for (const [row, cells] of data.entries())
    for (const [column, isDark] of cells.entries())
      if (isDark)
        context.fillRect(x + quiet + column * side, y + quiet + row * side, side + 0.5, side + 0.5)
}

function drawInitial({ context, words }: Brush, { x, y, size, colour }: Layer<'initial'>): void {
  const [first = '友'] = charactersOf(filled('{{name}}', words).trim())
  context.fillStyle = colour
  context.beginPath()
  context.arc(x + size / 2, y + size / 2, size / 2, 0, 2 * Math.PI)
  context.fill()
  context.fillStyle = '#ffffff'
  context.font = `700 ${Math.round(size * 0.5)}px ${FAMILY}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(first, x + size / 2, y + size * 0.52)
}

function drawBlock({ context }: Brush, layer: Layer<'block'>): void {
  const { x, y, width, height, radius, opacity, colour } = layer
  context.save()
  context.globalAlpha = opacity / 100
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2))
  context.fill()
  context.restore()
}
