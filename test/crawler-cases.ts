import { defaultCareSettings } from '../contract/care.ts'
import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'

const path = '/api/service-cases'
const words = { text: '爬虫说的' }
const complaint = { kind: 'complaint', subject: '爬虫的投诉' }

export const caseCalls: Record<string, CallsOf> = {
  [`GET ${path}`]: filtered(path, ['customerId', 'cus'], ['cursor', 'cse']),
  [`GET ${path}.csv`]: filtered(`${path}.csv`, ['customerId', 'cus']),
  [`POST ${path}`]: both(
    within(path, (_own, other) => ({ ...complaint, customerId: first(other, 'cus') })),
    // Somebody else's associate is nobody here.
    (own) => [
      {
        kind: 'blind',
        path,
        body: { ...complaint, customerId: first(own, 'cus'), owner: 'nobody' },
      },
    ],
  ),
  [`GET ${path}/:id`]: everyId(`${path}/:id`),
  [`PATCH ${path}/:id`]: everyId(`${path}/:id`, { kind: 'other', priority: 'urgent' }),
  [`POST ${path}/:id/notes`]: everyId(`${path}/:id/notes`, words),
  [`PUT ${path}/:id/answer`]: everyId(`${path}/:id/answer`, words),
  [`PUT ${path}/:id/wait`]: everyId(`${path}/:id/wait`, words),
  [`DELETE ${path}/:id/wait`]: everyId(`${path}/:id/wait`, words),
  [`PUT ${path}/:id/solution`]: everyId(`${path}/:id/solution`, { ...words, kind: 'explained' }),
  [`DELETE ${path}/:id/solution`]: everyId(`${path}/:id/solution`, words),
  [`PUT ${path}/:id/closing`]: everyId(`${path}/:id/closing`, words),
  [`PUT ${path}/:id/rating`]: everyId(`${path}/:id/rating`, { satisfaction: 5 }),
  [`PUT ${path}/:id/escalation`]: everyId(`${path}/:id/escalation`, words),
  [`PUT ${path}/:id/owner`]: (own, other) =>
    Object.values(other)
      .flat()
      .map((id) => ({
        kind: 'blind',
        path: `${path}/${id}/owner`,
        body: { owner: first(own, 'cus') },
      })),
  'GET /api/replies': filtered('/api/replies', ['userid', 'cus'], ['cursor', 'rpw']),
  'GET /api/replies.csv': filtered('/api/replies.csv', ['userid', 'cus']),
  'GET /api/customers/:id/replies': everyId('/api/customers/:id/replies'),
  'POST /api/customers/:id/replies': everyId('/api/customers/:id/replies', {}),
  'PUT /api/replies/:id/outcome': everyId('/api/replies/:id/outcome', { outcome: 'let_be' }),
  'DELETE /api/replies/:id/outcome': everyId('/api/replies/:id/outcome'),
  'PUT /api/replies/:id/escalation': everyId('/api/replies/:id/escalation'),
  'GET /api/reply-report': blind('/api/reply-report'),
  'GET /api/customers/:id/service-cases': everyId('/api/customers/:id/service-cases'),
  'GET /api/service-case-report': blind('/api/service-case-report'),
  'GET /api/service-case-settings': blind('/api/service-case-settings'),
  'PUT /api/service-case-settings': blind('/api/service-case-settings', {
    no: 0,
    settings: defaultCareSettings,
  }),
}
