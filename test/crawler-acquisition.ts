import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'

const cost = { amount: 100, fromOn: '2026-01-01', toOn: '2026-01-31' }
const bill = { fileName: '爬虫.csv', text: '来源,金额,日期\n爬虫的来源,1.00,2026-01-05\n' }

const hook = {
  name: '爬虫的抓手',
  pain: '爬虫的痛点',
  kind: 'file',
  asset: { title: '爬虫的资料', words: '', url: null },
}
const words = { id: 'a', share: 100, headline: '爬虫', lead: '', points: [], button: '领' }
const landing = { name: '爬虫的落地页', template: 'offer', variants: [words] }
const token = 'A'.repeat(44)
const table = { fileName: '爬虫.csv', text: '名称,来源,导购\n爬虫的码,爬虫的来源,谁\n' }
const batches = '/api/contact-way-batches'

/** Hooks and landing pages, and what customers see of them. */
const hookCalls: Record<string, CallsOf> = {
  'GET /api/hooks': filtered('/api/hooks', ['cursor', 'hok']),
  'POST /api/hooks': within(
    '/api/hooks',
    (_own, other) => ({ ...hook, sourceId: first(other, 'src') }),
    (_own, other) => ({ ...hook, wayId: first(other, 'cwy') }),
  ),
  'GET /api/hooks/:id': everyId('/api/hooks/:id'),
  'GET /api/hooks/:id/claims': everyId('/api/hooks/:id/claims'),
  'PATCH /api/hooks/:id': everyId('/api/hooks/:id', { pain: '改了' }),
  'POST /api/hooks/:id/stock': everyId('/api/hooks/:id/stock', { more: 1 }),
  'GET /api/customers/:id/touches': everyId('/api/customers/:id/touches'),
  'GET /api/landing-pages': filtered('/api/landing-pages', ['cursor', 'ldp']),
  'POST /api/landing-pages': within(
    '/api/landing-pages',
    (_own, other) => ({ ...landing, deed: 'lead', sourceId: first(other, 'src') }),
    (_own, other) => ({ ...landing, deed: 'code', wayId: first(other, 'cwy') }),
    (_own, other) => ({ ...landing, deed: 'claim', hookId: first(other, 'hok') }),
  ),
  'GET /api/landing-pages/:id': everyId('/api/landing-pages/:id'),
  'PUT /api/landing-pages/:id': everyId('/api/landing-pages/:id', { ...landing, deed: 'lead' }),
  'PUT /api/landing-pages/:id/archive': everyId('/api/landing-pages/:id/archive', {
    isArchived: false,
  }),
  'GET /k/:token': blind(`/k/${token}`),
  'POST /k/:token': blind(`/k/${token}`, {}),
  'GET /k/:token/go': blind(`/k/${token}/go`),
  'GET /k/:token/code': blind(`/k/${token}/code`),
  'GET /l/:token': blind(`/l/${token}`),
  'POST /l/:token': blind(`/l/${token}`, {}),
  'GET /l/:token/code': blind(`/l/${token}/code`),
}

/** Many codes from a table. */
const batchCalls: Record<string, CallsOf> = {
  [`GET ${batches}`]: blind(batches),
  [`POST ${batches}/preview`]: blind(`${batches}/preview`, table),
  [`POST ${batches}`]: blind(batches, table),
  [`POST ${batches}/:id/retry`]: everyId(`${batches}/:id/retry`),
  [`POST ${batches}/:id/stop`]: everyId(`${batches}/:id/stop`),
  [`GET ${batches}/:id/result`]: everyId(`${batches}/:id/result`),
  [`GET ${batches}/:id/codes`]: everyId(`${batches}/:id/codes`),
}

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
  ...hookCalls,
  ...batchCalls,
  'POST /api/contact-ways': within(
    '/api/contact-ways',
    (_own, other) => ({ name: '爬虫的码', sourceId: first(other, 'src'), userids: ['lan'] }),
    (own, other) => ({
      name: '爬虫的码',
      sourceId: first(own, 'src'),
      userids: ['lan'],
      tagIds: [first(other, 'tag')],
    }),
    (own, other) => ({
      name: '爬虫的码',
      sourceId: first(own, 'src'),
      userids: ['lan'],
      hookId: first(other, 'hok'),
    }),
  ),
  'GET /api/contact-ways/:id': everyId('/api/contact-ways/:id'),
  'PATCH /api/contact-ways/:id': everyId('/api/contact-ways/:id', { name: '改了名的码' }),
  'GET /api/contact-ways/:id/schedule': everyId('/api/contact-ways/:id/schedule'),
  'PUT /api/contact-ways/:id/schedule': everyId('/api/contact-ways/:id/schedule', {
    schedule: null,
  }),
  'GET /api/contact-ways/:id/picture': everyId('/api/contact-ways/:id/picture'),
  'POST /api/contact-ways/:id/make': everyId('/api/contact-ways/:id/make'),
}
