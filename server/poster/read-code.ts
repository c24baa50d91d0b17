import { createCanvas, loadImage } from '@napi-rs/canvas'
import reader from 'jsqr'

/** The side to which a picture is brought before it is read: what is made of lines has none of its own. */
const SIDE = 800

/** What a picture of a code holds. @throws where there is no code that can be read. */
export async function readCode(picture: Uint8Array): Promise<string> {
  const image = await loadImage(Buffer.from(picture))
  const canvas = createCanvas(SIDE, SIDE)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, SIDE, SIDE)
  context.drawImage(image, 0, 0, SIDE, SIDE)
  const found = reader.default(context.getImageData(0, 0, SIDE, SIDE).data, SIDE, SIDE)
  if (!found?.data) throw new Error('the picture holds no code that can be read')
  return found.data
}
