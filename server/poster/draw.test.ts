import { createCanvas, loadImage } from '@napi-rs/canvas'
import fc from 'fast-check'
import reader from 'jsqr'
import { renderSVG } from 'uqr'
import { beforeAll, expect, test } from 'vitest'
import type { PosterLayer, PosterPlan } from '../../contract/poster.ts'
import { cleanText, filled } from './clean-words.ts'
import { draw, loadFonts } from './draw.ts'
import { linesOf } from './lines.ts'
import type { PosterOrder } from './order.ts'
import { isDrawable } from './picture-size.ts'

const LINK = 'https://work.weixin.qq.com/ca/cawcde1234567890ab'
const code: PosterLayer = { kind: 'code', id: 'code', x: 420, y: 40, size: 240 }
const text = (more: object = {}): PosterLayer => ({
  kind: 'text',
  id: 'words',
  x: 40,
  y: 40,
  width: 340,
  text: '{{name}} 请您来',
  size: 40,
  weight: 'regular',
  colour: '#222222',
  align: 'left',
  lines: 3,
  ...more,
})
const planOf = (...layers: PosterLayer[]): PosterPlan => ({
  width: 700,
  height: 320,
  colour: '#f6f1ea',
  layers,
})
const orderOf = (plan: PosterPlan, more: Partial<PosterOrder> = {}): PosterOrder => ({
  plan,
  background: null,
  code: { text: LINK },
  words: { name: '林小满', headline: '' },
  scale: 1,
  format: 'png',
  ...more,
})

beforeAll(() => loadFonts())

async function pixelsOf(file: Buffer) {
  const image = await loadImage(file)
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  return { data: new Uint8ClampedArray(data), width: image.width, height: image.height }
}
async function readCode(file: Buffer): Promise<string | null> {
  const { data, width, height } = await pixelsOf(file)
  return reader.default(data, width, height)?.data ?? null
}

test('a phone reads the code: of a text, of a picture, small, large and as a JPEG', async () => {
  const plan = planOf(text(), code)
  const picture = Buffer.from(renderSVG(LINK, { border: 2, ecc: 'M' }))
  for (const more of [
    {},
    { code: { picture } },
    { scale: 0.6 },
    { scale: 3 },
    { format: 'jpeg' as const },
  ])
    expect(await readCode(await draw(orderOf(plan, more)))).toBe(LINK)
})

test('whatever somebody calls themselves, the poster is drawn and nothing outside their line changes, the code least of all', async () => {
  const plan = planOf(text({ lines: 1 }), code)
  const blank = await pixelsOf(await draw(orderOf(planOf(code))))
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '</svg><image href="file:///etc/passwd"/>',
      '\u202e反过来写\u202c',
      '{{name}}{{headline}}{{constructor}}',
      '👩‍🚀👨‍👩‍👧‍👦🇨🇳'.repeat(20),
      'a\u0300\u0301\u0302\u0303'.repeat(200),
      'W'.repeat(5_000),
      '\0\n\r\t',
    ),
  )
  const isInLine = (x: number, y: number) => x >= 36 && x < 420 && y >= 10 && y < 120
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      const drawn = await pixelsOf(await draw(orderOf(plan, { words: { name, headline: '' } })))
      for (let at = 0; at < drawn.data.length; at += 4) {
        const [x, y] = [(at / 4) % drawn.width, Math.floor(at / 4 / drawn.width)]
        if (!isInLine(x, y) && drawn.data[at] !== blank.data[at])
          throw new Error(`pixel ${x},${y} has changed`)
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('words that people wrote are words: not read again for gaps, not turned round, not endless', () => {
  const words = { name: '{{headline}}', headline: '秘密' }
  expect(filled('{{ name }}，{{headline}}，{{other}}', words)).toBe('{{headline}}，秘密，{{other}}')
  expect(filled('{{constructor}}', words)).toBe('{{constructor}}')
  expect(cleanText('甲\u202e乙\u200b丙\u0007')).toBe('甲乙丙')
  expect(cleanText('👩\u200d🚀')).toBe('👩\u200d🚀')
  expect(filled('{{name}}', { name: '很'.repeat(100) })).toBe(`${'很'.repeat(23)}…`)
})

test('characters of rare names are in our own fonts', async () => {
  const pictureOf = async (name: string) =>
    Buffer.from(
      (await pixelsOf(await draw(orderOf(planOf(text({ text: name }), code))))).data,
    ).toString('base64')
  const box = await pictureOf('\u{10fffd}')
  const drawn = new Set<string>([box])
  for (const one of '翀喆堃媖頔赟骉犇魏奭') {
    const picture = await pictureOf(one)
    expect(drawn.has(picture), one).toBe(false)
    drawn.add(picture)
  }
})

test('lines break between Chinese characters, not inside words, not before a closing mark, and end with an ellipsis', () => {
  const measure = (piece: string) => [...piece].length * 10
  const lines = (written: string, most = 9, width = 50) =>
    linesOf(written, { width, most, measure })
  expect(lines('把用得好的介绍给朋友')).toEqual(['把用得好的', '介绍给朋友'])
  expect(lines('用得好的朋友，来')).toEqual(['用得好的朋', '友，来'])
  expect(lines('一二三四五。六')).toEqual(['一二三四五。', '六'])
  expect(lines('来 hello 吧')).toEqual(['来', 'hello', '吧'])
  expect(lines('abcdefgh')).toEqual(['abcde', 'fgh'])
  expect(lines('一\n二')).toEqual(['一', '二'])
  expect(lines('一二三四五六七八九十甲', 2)).toEqual(['一二三四五', '六七八九…'])
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.integer({ min: 1, max: 4 }),
      (written, most) => {
        const found = lines(cleanText(written), most)
        expect(found.length).toBeLessThanOrEqual(most)
      },
    ),
  )
})

test('a picture is unpacked only when it says that it is one and is small enough', async () => {
  const canvas = createCanvas(30, 20)
  const png = await canvas.encode('png')
  const jpeg = await canvas.encode('jpeg')
  expect([isDrawable(png), isDrawable(jpeg)]).toEqual([true, true])
  const bomb = Buffer.from(png)
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  expect(isDrawable(bomb)).toBe(false)
  for (const other of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '', 'x'.repeat(100)])
    expect(isDrawable(Buffer.from(other))).toBe(false)
  for (let cut = 0; cut < jpeg.length; cut += 7) isDrawable(jpeg.subarray(0, cut))
})
