import { blind, both, type CallsOf, everyId, first, within } from './crawler-ways.ts'

const path = '/api/posters'
const plan = {
  width: 400,
  height: 400,
  colour: '#ffffff',
  layers: [{ kind: 'code', id: 'code', x: 20, y: 20, size: 200 }],
}
/** A poster whose words bear a mark. */
export const posterOf = (mark: string) => ({ name: `${mark}的海报`, plan })
const picture = { type: 'image/png', base64: 'A'.repeat(32) }
const words = { name: '爬虫', headline: '爬虫' }
const ways = '/api/contact-ways/:id/poster'

export const posterCalls: Record<string, CallsOf> = {
  [`GET ${path}`]: blind(path),
  [`POST ${path}`]: blind(path, posterOf('爬虫')),
  [`GET ${path}/:id`]: everyId(`${path}/:id`),
  [`PUT ${path}/:id`]: everyId(`${path}/:id`, { ...posterOf('爬虫'), version: 1 }),
  [`PUT ${path}/:id/archive`]: everyId(`${path}/:id/archive`),
  [`DELETE ${path}/:id/archive`]: everyId(`${path}/:id/archive`),
  [`GET ${path}/:id/picture`]: everyId(`${path}/:id/picture`),
  // What is no picture is told so before anybody looks whose poster it is.
  [`PUT ${path}/:id/background`]: (_own, other) => [
    {
      kind: 'blind',
      path: `${path}/${first(other, 'pst')}/background`,
      body: { picture, version: 1 },
    },
  ],
  [`DELETE ${path}/:id/background`]: everyId(`${path}/:id/background?version=1`),
  'POST /api/poster-previews': both(
    blind('/api/poster-previews', { plan, posterId: null, words }),
    within('/api/poster-previews', (_own, other) => ({
      plan,
      posterId: first(other, 'pst'),
      words,
    })),
  ),
  [`GET ${ways}`]: both(
    (own, other) => everyId(`${ways}?poster=${first(own, 'pst')}`)(own, other),
    (own, other) => [
      {
        kind: 'foreign',
        path: `${ways.replace(':id', first(own, 'cwy'))}?poster=${first(other, 'pst')}`,
      },
    ],
  ),
}
