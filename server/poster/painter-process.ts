import { draw, loadFonts } from './draw.ts'
import { toPainter, type Work } from './order.ts'
import { readCode } from './read-code.ts'

/**
 * The process that draws posters, apart from the one that answers people: a picture takes some forty milliseconds of one
 * core, and what somebody has uploaded is unpacked here. It ends with whoever started it.
 */
let hasFonts = false
let last = Promise.resolve()

process.on('disconnect', () => process.exit(0))
process.on('message', (message: unknown) => {
  last = last.then(() => answer(message))
})

async function answer(message: unknown): Promise<void> {
  const { no, work } = toPainter.parse(message)
  try {
    process.send?.({ no, made: await made(work), error: '' })
  } catch (error) {
    process.send?.({ no, made: null, error: String(error).slice(0, 500) })
  }
}

async function made(work: Work): Promise<Buffer> {
  if ('picture' in work) return Buffer.from(await readCode(work.picture))
  if (!hasFonts) loadFonts()
  hasFonts = true
  return draw(work.order)
}
