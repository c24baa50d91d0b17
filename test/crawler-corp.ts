import { blind, type CallsOf, eachBlind, everyId, filtered, first, within } from './crawler-ways.ts'

/** How to call the routes of the connection to WeCom: groups, tags that go both ways, scanning. */
export const corpCalls: Record<string, CallsOf> = {
  'GET /api/corps': blind('/api/corps'),
  'POST /api/corps': blind('/api/corps', { corpId: 'ww0123456789abcdef' }),
  'PUT /api/corps/:id': eachBlind('/api/corps/:id', { name: '改了名' }),
  'DELETE /api/corps/:id': eachBlind('/api/corps/:id'),
  'POST /api/corps/:id/test': eachBlind('/api/corps/:id/test'),
  'POST /api/corps/:id/sync': eachBlind('/api/corps/:id/sync'),
  'POST /api/corps/:id/checkup': eachBlind('/api/corps/:id/checkup'),
  'GET /api/corps/:id/limits': eachBlind('/api/corps/:id/limits'),
  'POST /api/corps/:id/inventory': eachBlind('/api/corps/:id/inventory'),
  'POST /api/corps/:id/callback-keys': eachBlind('/api/corps/:id/callback-keys'),
  'GET /api/official-accounts': blind('/api/official-accounts'),
  // Without a secret: nobody is asked.
  'POST /api/official-accounts': blind('/api/official-accounts', { appId: 'wx0123456789abcdef' }),
  'PUT /api/official-accounts/:id': eachBlind('/api/official-accounts/:id', { name: '改了名' }),
  'DELETE /api/official-accounts/:id': eachBlind('/api/official-accounts/:id'),
  'POST /api/official-accounts/:id/test': eachBlind('/api/official-accounts/:id/test'),
  'POST /api/official-accounts/:id/checkup': eachBlind('/api/official-accounts/:id/checkup'),
  'POST /api/official-accounts/:id/callback-keys': eachBlind(
    '/api/official-accounts/:id/callback-keys',
  ),
  'GET /api/official-accounts/:id/limits': eachBlind('/api/official-accounts/:id/limits'),
  'GET /api/official-accounts/:id/codes': eachBlind('/api/official-accounts/:id/codes'),
  'POST /api/official-accounts/:id/codes': (own, other) =>
    eachBlind('/api/official-accounts/:id/codes', {
      name: '码',
      sourceId: first(own, 'src'),
      days: 7,
    })(own, other),
  'GET /api/official-codes/:id/picture': eachBlind('/api/official-codes/:id/picture'),
  'GET /api/customers/:id/subscriptions': everyId('/api/customers/:id/subscriptions'),
  'GET /callbacks/official/:id': (_own, other) => [
    { kind: 'blind', path: `/callbacks/official/${first(other, 'ofa')}` },
  ],
  'POST /callbacks/official/:id': (_own, other) => [
    { kind: 'blind', path: `/callbacks/official/${first(other, 'ofa')}`, body: '<xml></xml>' },
  ],
  'GET /api/associates': blind('/api/associates'),
  'GET /api/groups': filtered('/api/groups', ['cursor', 'grp']),
  'GET /api/groups.csv': blind('/api/groups.csv'),
  'GET /api/groups/:id': everyId('/api/groups/:id'),
  'GET /api/groups/:id/members': everyId('/api/groups/:id/members'),
  'GET /api/customers/:id/groups': everyId('/api/customers/:id/groups'),
  'GET /api/tag-jobs': blind('/api/tag-jobs'),
  'GET /api/tag-jobs/:id': everyId('/api/tag-jobs/:id'),
  'GET /api/tag-jobs/:id/people': everyId('/api/tag-jobs/:id/people'),
  'GET /api/tag-jobs/:id/errors.csv': everyId('/api/tag-jobs/:id/errors.csv'),
  'PUT /api/tag-jobs/:id/undo': everyId('/api/tag-jobs/:id/undo'),
  'GET /api/session/wecom': blind('/api/session/wecom'),
  'GET /api/session/wecom/begin': blind('/api/session/wecom/begin'),
  'GET /api/session/wecom/return': blind('/api/session/wecom/return?code=a&state=b'),
  'PUT /api/staff/:id/wecom': eachBlind('/api/staff/:id/wecom', { userid: 'chenlan' }),
  'PUT /api/tag-groups/:id/sharing': everyId('/api/tag-groups/:id/sharing', { isShared: true }),
  'POST /api/tag-jobs': within(
    '/api/tag-jobs',
    (own, other) => ({ tagId: first(other, 'tag'), customerIds: [first(own, 'cus')] }),
    (own, other) => ({ tagId: first(own, 'tag'), customerIds: [first(other, 'cus')] }),
    (_own, other) => ({ tagId: first(other, 'tag'), filter: {} }),
  ),
}
