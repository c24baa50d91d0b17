import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'

const cost = { amount: 100, fromOn: '2026-01-01', toOn: '2026-01-31' }
const bill = { fileName: '爬虫.csv', text: '来源,金额,日期\n爬虫的来源,1.00,2026-01-05\n' }

/** Where people come from and what that costs. */
export const acquisitionCalls: Record<string, CallsOf> = {
  'GET /api/sources': blind('/api/sources'),
  'POST /api/sources': both(
    blind('/api/sources', { name: '爬虫的来源' }),
    within('/api/sources', (_own, other) => ({
      name: '爬虫的活动',
      parentId: first(other, 'src'),
    })),
  ),
  'PATCH /api/sources/:id': both(
    everyId('/api/sources/:id', { name: '改了名的来源' }),
    (own, other) => [
      {
        kind: 'foreign',
        path: `/api/sources/${first(own, 'src')}`,
        body: { parentId: first(other, 'src') },
      },
    ],
  ),
  'POST /api/sources/:id/costs': everyId('/api/sources/:id/costs', cost),
  'DELETE /api/source-costs/:id': everyId('/api/source-costs/:id'),
  'PUT /api/source-costs/:id': everyId('/api/source-costs/:id'),
  'GET /api/source-report': blind('/api/source-report'),
  'GET /api/source-report/:id/people': everyId('/api/source-report/:id/people'),
  'GET /api/source-bills': blind('/api/source-bills'),
  'POST /api/source-bills/preview': blind('/api/source-bills/preview', bill),
  'POST /api/source-bills': blind('/api/source-bills', bill),
  'PUT /api/source-bills/:id/withdrawal': everyId('/api/source-bills/:id/withdrawal'),
  'DELETE /api/source-bills/:id/withdrawal': everyId('/api/source-bills/:id/withdrawal'),
  'GET /api/contact-ways': filtered('/api/contact-ways', ['source', 'src'], ['cursor', 'cwy']),
  'POST /api/contact-ways': within(
    '/api/contact-ways',
    (_own, other) => ({ name: '爬虫的码', sourceId: first(other, 'src'), userids: ['lan'] }),
    (own, other) => ({
      name: '爬虫的码',
      sourceId: first(own, 'src'),
      userids: ['lan'],
      tagIds: [first(other, 'tag')],
    }),
  ),
  'GET /api/contact-ways/:id': everyId('/api/contact-ways/:id'),
  'PATCH /api/contact-ways/:id': everyId('/api/contact-ways/:id', { name: '改了名的码' }),
  'GET /api/contact-ways/:id/picture': everyId('/api/contact-ways/:id/picture'),
  'POST /api/contact-ways/:id/make': everyId('/api/contact-ways/:id/make'),
}
