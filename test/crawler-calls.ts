import { defaultRules } from '../contract/delivery.ts'
import { acquisitionCalls } from './crawler-acquisition.ts'
import { articleCalls } from './crawler-articles.ts'
import { brandCalls } from './crawler-brand.ts'
import { broadcastCalls } from './crawler-broadcasts.ts'
import { caseCalls } from './crawler-cases.ts'
import { contentCalls } from './crawler-content.ts'
import { corpCalls } from './crawler-corp.ts'
import { formCalls } from './crawler-forms.ts'
import { groupCalls } from './crawler-groups.ts'
import { handoverCalls } from './crawler-handover.ts'
import { journeyCalls } from './crawler-journeys.ts'
import { posterCalls } from './crawler-posters.ts'
import { productCalls } from './crawler-products.ts'
import { referralCalls } from './crawler-referral.ts'
import { rewardCalls } from './crawler-rewards.ts'
import { staffCalls } from './crawler-staff.ts'
import {
  blind,
  both,
  type CallsOf,
  eachBlind,
  everyId,
  filtered,
  first,
  second,
  within,
} from './crawler-ways.ts'

const event = { type: 'track', event: 'Seen', userId: 'crawler', messageId: 'crawler-1' }
const trackPaths = [
  'identify',
  'i',
  'track',
  't',
  'page',
  'p',
  'screen',
  's',
  'group',
  'g',
  'alias',
  'a',
]
const settings = {
  encoding: 'utf-8',
  delimiter: ',',
  hasHeader: true,
  columns: ['orderNo', 'memberNo', 'orderedAt', 'amount'],
  paidIsNet: false,
  dayFirst: false,
}

function segmentOf(tree: unknown) {
  return { name: '爬虫的人群', tree, isLive: true }
}

/** How to call each route. A route without an entry fails the crawl: whoever adds one says here how it could be misused. */
export const calls: Record<string, CallsOf> = {
  'GET /livez': blind('/livez'),
  'GET /readyz': blind('/readyz'),
  'GET /openapi.json': blind('/openapi.json'),

  ...contentCalls,
  ...articleCalls,
  ...posterCalls,
  ...productCalls,
  ...formCalls,
  ...groupCalls,
  ...handoverCalls,
  ...referralCalls,
  ...rewardCalls,
  'GET /api/corp-notices': blind('/api/corp-notices'),
  'PUT /api/corp-notices/:id/settlement': everyId('/api/corp-notices/:id/settlement', {}),

  'GET /r/:token': blind(`/r/${'A'.repeat(44)}`),

  'GET /u/:token': blind(`/u/${'A'.repeat(44)}`),
  'POST /u/:token': blind(`/u/${'A'.repeat(44)}`, {}),
  'POST /api/session': blind('/api/session', { login: 'nobody', password: 'nothing' }),
  'GET /api/session': blind('/api/session'),
  'GET /api/setup': blind('/api/setup'),
  'POST /api/setup': blind('/api/setup', {
    token: 'wrong',
    workspaceName: '另一家',
    name: '王',
    login: 'other@example.test',
    password: 'a long enough password',
  }),
  'GET /api/workspace': blind('/api/workspace'),
  'PATCH /api/workspace': blind('/api/workspace', { timeZone: 'Asia/Shanghai' }),
  'GET /api/staff': blind('/api/staff'),
  'POST /api/staff': blind('/api/staff', {
    login: 'crawled@example.test',
    name: '爬虫',
    role: 'viewer',
    password: 'a long enough password',
  }),
  'PUT /api/staff/:id/disabled': eachBlind('/api/staff/:id/disabled'),
  'DELETE /api/staff/:id/disabled': eachBlind('/api/staff/:id/disabled'),
  'GET /api/overview': blind('/api/overview'),
  'GET /api/overview/stages': blind('/api/overview/stages'),
  'GET /api/overview/stages/:name/people': blind('/api/overview/stages/engage/people'),

  'GET /api/customers': both(
    blind('/api/customers?limit=100'),
    filtered('/api/customers', ['tags', 'tag'], ['cursor', 'cus']),
  ),
  'GET /api/customers.csv': filtered('/api/customers.csv', ['tags', 'tag']),
  'GET /api/customer-sources': blind('/api/customer-sources'),
  'GET /api/customers/:id': everyId('/api/customers/:id'),
  'PATCH /api/customers/:id': everyId('/api/customers/:id', { traits: { city: '北京' } }),
  'GET /api/customers/:id/follows': everyId('/api/customers/:id/follows'),
  'GET /api/customers/:id/timeline': everyId('/api/customers/:id/timeline'),
  'POST /api/customers/:id/reveal': both(
    everyId('/api/customers/:id/reveal', { identityId: 'none', reason: '好奇而已' }),
    (own, other) =>
      (other.identity ?? []).map((identityId) => ({
        kind: 'foreign',
        path: `/api/customers/${first(own, 'cus')}/reveal`,
        body: { identityId, reason: '好奇而已' },
      })),
    (_own, other) =>
      (other.identity ?? []).map((identityId) => ({
        kind: 'foreign',
        path: `/api/customers/${first(other, 'cus')}/reveal`,
        body: { identityId, reason: '好奇而已' },
      })),
  ),
  'GET /api/tag-groups': blind('/api/tag-groups'),
  'POST /api/tag-groups': blind('/api/tag-groups', { name: '爬虫的组' }),
  'POST /api/tags': within('/api/tags', (_own, other) => ({
    groupId: first(other, 'tgg'),
    name: '爬虫的标签',
  })),
  'PATCH /api/tag-groups/:id': everyId('/api/tag-groups/:id', { name: '改了名' }),
  'PATCH /api/tags/:id': everyId('/api/tags/:id', { name: '改了名' }),
  'POST /api/customers/:id/taggings': both(
    (own, other) =>
      Object.values(other)
        .flat()
        .flatMap((id) => [
          {
            kind: 'foreign' as const,
            path: `/api/customers/${id}/taggings`,
            body: { tagId: first(own, 'tag') },
          },
          {
            kind: 'foreign' as const,
            path: `/api/customers/${id}/taggings`,
            body: { tagId: first(other, 'tag') },
          },
        ]),
    (own, other) => [
      {
        kind: 'foreign',
        path: `/api/customers/${first(own, 'cus')}/taggings`,
        body: { tagId: first(other, 'tag') },
      },
    ],
  ),
  'POST /api/taggings/withdrawal': within('/api/taggings/withdrawal', (_own, other) => ({
    taggingIds: [first(other, 'tgn')],
  })),
  'DELETE /api/taggings/:id': everyId('/api/taggings/:id'),
  'GET /api/merges': filtered('/api/merges', ['customerId', 'cus'], ['cursor', 'mrg']),
  'POST /api/merges': within(
    '/api/merges',
    (own, other) => ({ customerId: first(own, 'cus'), otherId: second(other, 'cus') }),
    (own, other) => ({ customerId: second(other, 'cus'), otherId: first(own, 'cus') }),
    (_own, other) => ({ customerId: first(other, 'cus'), otherId: second(other, 'cus') }),
  ),
  'DELETE /api/merges/:id': everyId('/api/merges/:id', { reason: '不是同一个人' }),
  'GET /api/conflicts': filtered('/api/conflicts', ['cursor', 'cfl']),
  'PUT /api/conflicts/:id/resolution': everyId('/api/conflicts/:id/resolution', {
    resolution: 'dismissed',
  }),
  'DELETE /api/conflicts/:id/resolution': everyId('/api/conflicts/:id/resolution'),

  'GET /api/segments': filtered('/api/segments', ['search', 'seg'], ['cursor', 'seg']),
  'POST /api/segments': within(
    '/api/segments',
    (_own, other) => segmentOf({ kind: 'tag', tagId: first(other, 'tag'), level: 'any' }),
    (_own, other) => segmentOf({ kind: 'segment', segmentId: first(other, 'seg') }),
  ),
  'POST /api/segments/preview': both(
    blind('/api/segments/preview', { tree: { kind: 'all', of: [] } }),
    within('/api/segments/preview', (_own, other) => ({
      tree: { kind: 'not', of: { kind: 'segment', segmentId: first(other, 'seg') } },
    })),
  ),
  'GET /api/segments/:id': everyId('/api/segments/:id'),
  'PUT /api/segments/:id': everyId('/api/segments/:id', {
    ...segmentOf({ kind: 'all', of: [] }),
    revision: 1,
  }),
  'POST /api/segments/:id/copies': everyId('/api/segments/:id/copies', { name: '爬虫的副本' }),
  'GET /api/segments/:id/history': everyId('/api/segments/:id/history'),
  'GET /api/segments/:id/members': everyId('/api/segments/:id/members'),
  'GET /api/segments/:id/members.csv': everyId('/api/segments/:id/members.csv'),
  'GET /api/segments/:id/why': (own, other) => [
    ...Object.values(other)
      .flat()
      .map((id) => ({
        kind: 'foreign' as const,
        path: `/api/segments/${id}/why?customerId=${first(own, 'cus')}`,
      })),
    {
      kind: 'foreign',
      path: `/api/segments/${first(own, 'seg')}/why?customerId=${first(other, 'cus')}`,
    },
  ],
  'PUT /api/segments/:id/archived': everyId('/api/segments/:id/archived'),
  'DELETE /api/segments/:id/archived': everyId('/api/segments/:id/archived'),
  'GET /api/segment-vocabulary': blind('/api/segment-vocabulary'),
  'GET /api/segment-vocabulary/words': blind('/api/segment-vocabulary/words?trait=city'),
  'GET /api/customers/:id/segments': everyId('/api/customers/:id/segments'),

  'GET /api/orders': filtered('/api/orders', ['customerId', 'cus'], ['importId', 'imp']),

  'GET /api/imports': blind('/api/imports'),
  'POST /api/imports': blind(
    '/api/imports?kind=orders&fileName=crawler.csv',
    '订单号,会员号,下单时间,金额\nX-1,M1,2026-01-01 10:00,1.00\n',
    { 'content-type': 'text/csv' },
  ),
  'GET /api/imports/:id': everyId('/api/imports/:id'),
  'GET /api/imports/:id/preview': everyId('/api/imports/:id/preview'),
  'PUT /api/imports/:id/settings': everyId('/api/imports/:id/settings', settings),
  'GET /api/imports/:id/errors': everyId('/api/imports/:id/errors'),
  'GET /api/imports/:id/errors.csv': everyId('/api/imports/:id/errors.csv'),
  'POST /api/imports/:id/start': everyId('/api/imports/:id/start'),
  'POST /api/imports/:id/cancel': everyId('/api/imports/:id/cancel'),
  'POST /api/imports/:id/undo': everyId('/api/imports/:id/undo', { confirm: 1 }),
  'DELETE /api/imports/:id': everyId('/api/imports/:id'),

  'GET /api/deliveries': filtered(
    '/api/deliveries',
    ['customerId', 'cus'],
    ['journeyId', 'jny'],
    ['cursor', 'dlv'],
  ),
  'GET /api/delivery-counts': blind('/api/delivery-counts'),
  'GET /api/parked-deliveries': blind('/api/parked-deliveries'),
  'PUT /api/parked-deliveries/:id/verdict': everyId('/api/parked-deliveries/:id/verdict', {
    said: 'drop',
  }),
  ...staffCalls,
  'GET /api/contact-policy': blind('/api/contact-policy'),
  'PUT /api/contact-policy': blind('/api/contact-policy', {
    rules: defaultRules,
    no: 99,
    reason: '爬虫改的',
  }),
  'GET /api/contact-policy/effect': blind('/api/contact-policy/effect'),
  'POST /api/contact-policy/simulation': blind('/api/contact-policy/simulation', {
    rules: defaultRules,
  }),
  'GET /api/channel': blind('/api/channel'),
  'DELETE /api/channel/fence': blind('/api/channel/fence', { reason: '爬虫放的' }),
  'POST /api/channel/pauses': blind('/api/channel/pauses', {
    scope: 'carrier',
    subject: 'staff_task',
    reason: '爬虫停的',
  }),
  'DELETE /api/channel/pauses/:id': everyId('/api/channel/pauses/:id', { reason: '爬虫开的' }),
  'GET /api/customers/:id/may-send': everyId('/api/customers/:id/may-send'),
  'GET /api/customers/:id/consent': everyId('/api/customers/:id/consent'),
  'POST /api/customers/:id/consent': everyId('/api/customers/:id/consent', {
    kind: 'opt_out',
    purpose: 'promotion',
    reason: '爬虫说的',
  }),
  'DELETE /api/consents/:id': everyId('/api/consents/:id'),
  'POST /api/message-previews': within('/api/message-previews', (_own, other) => ({
    text: '{{ customer.name }}',
    customerId: first(other, 'cus'),
  })),

  ...brandCalls,
  ...corpCalls,
  ...caseCalls,
  ...journeyCalls,
  ...broadcastCalls,

  'GET /api/diagnosis': blind('/api/diagnosis'),
  'GET /api/diagnoses': blind('/api/diagnoses'),
  'POST /api/diagnoses': blind('/api/diagnoses', { basis: 'data' }),

  'GET /api/value': blind('/api/value'),
  'PUT /api/value/options': blind('/api/value/options', { marginPercent: 50, discountPercent: 10 }),
  'PUT /api/ties/options': blind('/api/ties/options', { capacity: 300 }),
  'POST /api/value/refits': blind('/api/value/refits'),
  'GET /api/value/repurchase': blind('/api/value/repurchase'),
  'GET /api/value/rfm': blind('/api/value/rfm'),
  'GET /api/value/cohorts': blind('/api/value/cohorts'),
  'GET /api/value/people': both(
    blind('/api/value/people?sort=ltv'),
    blind('/api/value/people?sort=ltv&cursor=1.0'),
  ),
  'GET /api/value/customers/:id': everyId('/api/value/customers/:id'),
  'GET /api/layers': blind('/api/layers'),
  'GET /api/layers/people': blind('/api/layers/people'),
  'GET /api/ties/options': blind('/api/ties/options'),
  'GET /api/ties/customers/:id': everyId('/api/ties/customers/:id'),

  'GET /api/experiments': filtered('/api/experiments', ['cursor', 'exp']),
  'GET /api/retrospectives': filtered('/api/retrospectives', ['cursor', 'rtr']),
  'POST /api/retrospectives': within('/api/retrospectives', (_own, other) => ({
    experimentId: first(other, 'exp'),
  })),
  'GET /api/retrospectives/:id': everyId('/api/retrospectives/:id'),
  'PUT /api/retrospectives/:id/decision': everyId('/api/retrospectives/:id/decision', {
    kind: 'keep',
    note: '照旧',
  }),
  'GET /api/retrospectives/costs': blind('/api/retrospectives/costs'),
  'PUT /api/retrospectives/costs': blind('/api/retrospectives/costs', {
    message: 1,
    staffMinute: 50,
    minutesPerMessage: 0,
    minutesPerTask: 1,
  }),

  ...acquisitionCalls,
  'GET /api/welcome': blind('/api/welcome'),
  'GET /api/page-look': blind('/api/page-look'),
  'PUT /api/page-look': blind('/api/page-look', { colour: '#1f6f8b' }),
  'GET /pages/return': blind('/pages/return?code=x&state=y'),
  'PUT /api/welcome': blind('/api/welcome', { welcomeNew: '你好', welcomeReturning: '' }),

  'POST /api/chats': blind('/api/chats', {
    items: [
      {
        id: 'crawler-1',
        at: '2026-11-11T09:00:00+08:00',
        from: 'customer',
        userid: 'lan',
        externalUserid: 'wmCrawler',
      },
    ],
  }),

  'GET /callbacks/wecom/:id': (_own, other) => [
    { kind: 'blind', path: `/callbacks/wecom/${first(other, 'crp')}` },
  ],
  'POST /callbacks/wecom/:id': (_own, other) => [
    { kind: 'blind', path: `/callbacks/wecom/${first(other, 'crp')}`, body: '<xml></xml>' },
  ],

  'GET /api/events/recent': blind('/api/events/recent?limit=200'),
  'GET /api/river': blind('/api/river'),
  'GET /api/parked': blind('/api/parked'),
  'PUT /api/parked/:id/replay': everyId('/api/parked/:id/replay'),
  'DELETE /api/parked/:id': everyId('/api/parked/:id'),
  'GET /api/keys': blind('/api/keys'),
  'POST /api/keys': blind('/api/keys', { kind: 'write', name: '爬虫的钥匙' }),
  'DELETE /api/keys/:id': everyId('/api/keys/:id'),

  'GET /api/endpoints': blind('/api/endpoints'),
  'POST /api/endpoints': blind('/api/endpoints', {
    name: '爬虫的系统',
    url: 'https://nowhere.example/crawler',
    events: ['order.paid'],
  }),
  'GET /api/endpoints/:id': everyId('/api/endpoints/:id'),
  'PUT /api/endpoints/:id': everyId('/api/endpoints/:id', { name: '改名' }),
  'POST /api/endpoints/:id/secret': everyId('/api/endpoints/:id/secret', {}),
  'POST /api/endpoints/:id/stop': everyId('/api/endpoints/:id/stop', {}),
  'POST /api/endpoints/:id/start': everyId('/api/endpoints/:id/start', {}),
  'POST /api/endpoints/:id/test': everyId('/api/endpoints/:id/test', {}),
  'POST /api/endpoints/:id/resend-failed': everyId('/api/endpoints/:id/resend-failed', {}),
  'GET /api/endpoints/:id/messages': everyId('/api/endpoints/:id/messages'),
  'POST /api/endpoint-messages/:id/resend': everyId('/api/endpoint-messages/:id/resend', {}),
  'DELETE /api/endpoints/:id': everyId('/api/endpoints/:id'),

  'GET /v1/projects/:key/settings': (_own, other) =>
    Object.values(other)
      .flat()
      .map((id) => ({ kind: 'blind', path: `/v1/projects/${id}/settings` })),
  'POST /v1/m': blind('/v1/m', {}),
  'POST /v1/batch': blind('/v1/batch', { batch: [event] }),
  'POST /v1/b': blind('/v1/b', { batch: [event] }),
  'POST /v1/import': blind('/v1/import', { batch: [event] }),
  ...Object.fromEntries(
    trackPaths.map((path) => [`POST /v1/${path}`, blind(`/v1/${path}`, event)]),
  ),

  // Ends the session that asks, hence last.
  'DELETE /api/session': blind('/api/session'),
}
