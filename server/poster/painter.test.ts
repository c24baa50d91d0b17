import { expect, test } from 'vitest'
import type { PosterPlan } from '../../contract/poster.ts'
import { createLog } from '../kernel/index.ts'
import type { PosterOrder } from './order.ts'
import { createPainter } from './painter.ts'

const plan: PosterPlan = {
  width: 400,
  height: 300,
  colour: '#ffffff',
  layers: [{ kind: 'code', id: 'code', x: 20, y: 20, size: 200 }],
}
const order: PosterOrder = {
  plan,
  background: null,
  code: { text: 'https://example.com/' },
  words: { name: '', headline: '' },
  scale: 1,
  format: 'jpeg',
}
const log = createLog('test', 'fatal')
const isJpeg = (bytes: Buffer) => bytes.readUInt16BE(0) === 0xffd8

test('posters are drawn in the order in which they were asked for; one that cannot be drawn harms no other', async () => {
  const painter = createPainter({ log })
  const broken = { ...order, background: Buffer.from('no picture at all') }
  const asked = [order, broken, order].map((one) => painter.paint(one))
  const [first, second, third] = await Promise.all(asked)
  expect(first?.ok && isJpeg(first.value)).toBe(true)
  expect(second).toMatchObject({ ok: false, reason: 'failed' })
  expect(third?.ok && isJpeg(third.value)).toBe(true)
})

test('who comes when too many wait is told so at once', async () => {
  const painter = createPainter({ log })
  const many = Array.from({ length: 202 }, () => painter.paint({ ...order, scale: 0.2 }))
  expect(await many.at(-1)).toMatchObject({ ok: false, reason: 'busy' })
  expect((await many[0])?.ok).toBe(true)
  const all = await Promise.all(many)
  expect(all.filter(({ ok }) => ok)).toHaveLength(201)
})
