import { journeyPlan } from '../contract/journey.ts'
import { blind, both, type CallsOf, everyId, filtered, first } from './crawler-ways.ts'

/** A plan by which one person comes in by hand and gets a message. @param text what the message says. */
export function planSaying(text: string) {
  return journeyPlan.parse({
    triggers: [{ kind: 'manual' }],
    entry: { kind: 'once' },
    goal: null,
    exits: [],
    control: { kind: 'none', reason: '爬虫不用对照' },
    steps: [
      {
        kind: 'send',
        id: 'hello',
        purpose: 'value',
        content: { text },
        validHours: 336,
        lateness: 'send_late',
      },
      { kind: 'wait', id: 'rest', for: { amount: 900, unit: 'days' } },
    ],
  })
}

/** The same with two ways between the message and the rest, of which the better is found out. */
export function planJudging(text: string) {
  const plan = planSaying(text)
  const [hello, rest] = plan.steps
  const ways = {
    kind: 'split',
    id: 'ways',
    arms: [
      { id: 'a', name: '甲', share: 50 },
      { id: 'b', name: '乙', share: 50 },
    ],
    judge: { measure: 'replied', withinDays: 3, people: 50, learnShare: 20 },
  }
  return journeyPlan.parse({ ...plan, steps: [hello, ways, rest] })
}

const MORNING = '2026-11-11T01:00:00.000Z'

/** The name of the SOP that runs in every workspace of the crawl: its end is confirmed by it. */
export const RUNNING = '走着的SOP'

export const journeyCalls: Record<string, CallsOf> = {
  'GET /api/journeys': filtered('/api/journeys', ['cursor', 'jny']),
  'GET /api/journey-starters': blind('/api/journey-starters'),
  'POST /api/journeys': blind('/api/journeys', { starter: 'first_week' }),
  'GET /api/journeys/:id': everyId('/api/journeys/:id'),
  'GET /api/journeys/:id/check': everyId('/api/journeys/:id/check'),
  'POST /api/journeys/:id/rehearsals': everyId('/api/journeys/:id/rehearsals', {
    draftNo: 1,
    withThoseInside: false,
  }),
  'GET /api/journeys/:id/rehearsal': everyId('/api/journeys/:id/rehearsal'),
  'GET /api/journeys/:id/rehearsal/people': everyId(
    '/api/journeys/:id/rehearsal/people?what=entered',
  ),
  'POST /api/journeys/:id/walkthrough': both(
    (own, other) =>
      Object.values(other)
        .flat()
        .map((id) => ({
          kind: 'foreign' as const,
          path: `/api/journeys/${id}/walkthrough`,
          body: { draftNo: 1, customerId: first(own, 'cus'), startAt: MORNING },
        })),
    (own, other) => [
      {
        kind: 'foreign',
        path: `/api/journeys/${first(own, 'jny')}/walkthrough`,
        body: { draftNo: 1, customerId: first(other, 'cus'), startAt: MORNING },
      },
    ],
  ),
  'POST /api/journeys/:id/test-messages': everyId('/api/journeys/:id/test-messages', {
    draftNo: 1,
    stepId: 'hello',
    // The stranger's one associate is called by the mark.
    userid: '金丝雀',
    customerId: null,
  }),
  'GET /api/journeys/:id/people': everyId('/api/journeys/:id/people'),
  'GET /api/journeys/:id/versions/:no': everyId('/api/journeys/:id/versions/1'),
  'GET /api/journeys/:id/versions/:no/answers': everyId('/api/journeys/:id/versions/1/answers'),
  'GET /api/journeys/:id/versions/:no/trials': everyId('/api/journeys/:id/versions/1/trials'),
  'PUT /api/journeys/:id/versions/:no/trials/:step': everyId(
    '/api/journeys/:id/versions/1/trials/ways',
    { arm: 'a', reason: '爬虫选的' },
  ),
  'GET /api/customers/:id/journeys': everyId('/api/customers/:id/journeys'),
  'GET /api/enrollments/:id': everyId('/api/enrollments/:id'),
  'PUT /api/journeys/:id/draft': everyId('/api/journeys/:id/draft', {
    draftNo: 1,
    name: '爬虫改的',
    plan: planSaying('爬虫写的'),
  }),
  'POST /api/journeys/:id/versions': everyId('/api/journeys/:id/versions', {
    draftNo: 1,
    withThoseInside: false,
    audience: 0,
  }),
  'POST /api/journeys/:id/approvals': everyId('/api/journeys/:id/approvals', {
    draftNo: 1,
    withThoseInside: false,
    audience: 0,
    reason: '爬虫想发',
  }),
  'GET /api/approvals': blind('/api/approvals'),
  'PUT /api/approvals/:id/verdict': everyId('/api/approvals/:id/verdict', {
    said: 'refused',
    reason: '爬虫不肯',
  }),
  'DELETE /api/approvals/:id': everyId('/api/approvals/:id'),
  'POST /api/journeys/:id/admissions': both(
    (own, other) =>
      Object.values(other)
        .flat()
        .map((id) => ({
          kind: 'foreign' as const,
          path: `/api/journeys/${id}/admissions`,
          body: { customerIds: [first(own, 'cus')] },
        })),
    (own, other) => [
      {
        kind: 'foreign',
        path: `/api/journeys/${first(own, 'jny')}/admissions`,
        body: { customerIds: [first(other, 'cus')] },
      },
    ],
  ),
  'GET /api/journeys/:id/in-flight': everyId('/api/journeys/:id/in-flight'),
  'POST /api/journeys/:id/migrations': everyId('/api/journeys/:id/migrations', {
    toVersion: 2,
    moves: [{ version: 1, stepId: 'hello', to: null }],
    people: 0,
    reason: '爬虫移的',
  }),
  'PUT /api/journeys/:id/pause': everyId('/api/journeys/:id/pause', { reason: '爬虫停的' }),
  'DELETE /api/journeys/:id/pause': everyId('/api/journeys/:id/pause'),
  'PUT /api/journeys/:id/ending': everyId('/api/journeys/:id/ending', {
    mode: 'finish',
    reason: '爬虫说够了',
    confirm: RUNNING,
  }),
  'DELETE /api/journeys/:id': everyId('/api/journeys/:id'),
}
