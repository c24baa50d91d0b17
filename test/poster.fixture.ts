import { createCanvas, loadImage } from '@napi-rs/canvas'
import reader from 'jsqr'
import type { PosterPlan } from '../contract/poster.ts'

/** A poster with words, a name and a code. */
export const plan: PosterPlan = {
  width: 600,
  height: 800,
  colour: '#f6f1ea',
  layers: [
    {
      kind: 'text',
      id: 'name',
      x: 60,
      y: 40,
      width: 480,
      text: '{{name}}：{{headline}}',
      size: 40,
      weight: 'bold',
      colour: '#222222',
      align: 'center',
      lines: 2,
    },
    { kind: 'code', id: 'code', x: 150, y: 400, size: 300 },
  ],
}

/** What a phone reads in a picture, wherever in it the code is; null: nothing. */
export async function codeIn(file: Uint8Array): Promise<string | null> {
  const image = await loadImage(Buffer.from(file))
  // Vector pictures are as small as they say; a phone sees them large.
  const scale = Math.max(1, 600 / image.width)
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)]
  const context = createCanvas(width, height).getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  return reader.default(new Uint8ClampedArray(data), width, height)?.data ?? null
}
