import { draw, loadFonts } from './draw.ts'
import { toPainter } from './order.ts'

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
  const { no, order } = toPainter.parse(message)
  try {
    if (!hasFonts) loadFonts()
    hasFonts = true
    process.send?.({ no, picture: await draw(order), error: '' })
  } catch (error) {
    process.send?.({ no, picture: null, error: String(error).slice(0, 500) })
  }
}
