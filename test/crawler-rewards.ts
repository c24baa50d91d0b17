import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'

const rewards = '/api/rewards'
const grants = '/api/reward-grants'
const ledger = '/api/ledger'
const words = { reason: '爬虫说的' }
const points = { kind: 'points', name: '爬虫的积分', points: 10, cost: 0 }
const key = '01900000-0000-7000-8000-000000000001'

export const rewardCalls: Record<string, CallsOf> = {
  [`GET ${rewards}`]: filtered(rewards, ['cursor', 'rwd']),
  [`POST ${rewards}`]: blind(rewards, points),
  [`GET ${rewards}/:id`]: everyId(`${rewards}/:id`),
  [`PATCH ${rewards}/:id`]: everyId(`${rewards}/:id`, { name: '爬虫改的' }),
  [`PUT ${rewards}/:id/archiving`]: everyId(`${rewards}/:id/archiving`),
  [`DELETE ${rewards}/:id/archiving`]: everyId(`${rewards}/:id/archiving`),
  [`PUT ${rewards}/:id/pause`]: everyId(`${rewards}/:id/pause`, words),
  [`DELETE ${rewards}/:id/pause`]: everyId(`${rewards}/:id/pause`),
  [`POST ${rewards}/:id/budget`]: everyId(`${rewards}/:id/budget`, { amount: 100 }),
  [`POST ${rewards}/:id/codes`]: everyId(`${rewards}/:id/codes`, { codes: 'CRAWL1' }),
  [`POST ${rewards}/:id/codes/generation`]: everyId(`${rewards}/:id/codes/generation`, {
    count: 1,
  }),
  [`POST ${rewards}/:id/pieces`]: everyId(`${rewards}/:id/pieces`, { count: 1 }),
  [`DELETE ${rewards}/:id/pieces`]: everyId(`${rewards}/:id/pieces`, { count: 1 }),
  [`POST ${rewards}/:id/grants`]: both(
    (own, other) =>
      everyId(`${rewards}/:id/grants`, { customerId: first(own, 'cus'), key, ...words })(
        own,
        other,
      ),
    (own, other) =>
      within(`${rewards}/${first(own, 'rwd')}/grants`, () => ({
        customerId: first(other, 'cus'),
        key,
        ...words,
      }))(own, other),
  ),
  [`GET ${grants}`]: filtered(
    grants,
    ['rewardId', 'rwd'],
    ['customerId', 'cus'],
    ['campaignId', 'rwd'],
  ),
  [`GET ${grants}.csv`]: filtered(`${grants}.csv`, ['rewardId', 'rwd'], ['customerId', 'cus']),
  [`GET ${grants}/:id`]: everyId(`${grants}/:id`),
  [`PUT ${grants}/:id/freeze`]: everyId(`${grants}/:id/freeze`, words),
  [`DELETE ${grants}/:id/freeze`]: everyId(`${grants}/:id/freeze`, words),
  [`PUT ${grants}/:id/cancellation`]: everyId(`${grants}/:id/cancellation`, words),
  [`PUT ${grants}/:id/parcel`]: everyId(`${grants}/:id/parcel`, {}),
  [`POST ${grants}/:id/address`]: everyId(`${grants}/:id/address`),
  [`POST ${grants}/:id/code`]: everyId(`${grants}/:id/code`),
  'GET /w/:token': blind('/w/nothing'),
  'POST /w/:token': blind('/w/nothing', {}),
  'POST /hooks/pay/:token': blind('/hooks/pay/nothing', {}),
  'GET /api/pay-account': blind('/api/pay-account'),
  'PUT /api/pay-account': blind('/api/pay-account', {}),
  'DELETE /api/pay-account': blind('/api/pay-account'),
  'GET /api/customers/:id/rewards': everyId('/api/customers/:id/rewards'),
  [`GET ${ledger}`]: blind(ledger),
  [`POST ${ledger}/audits`]: blind(`${ledger}/audits`),
  [`GET ${ledger}/accounts`]: blind(`${ledger}/accounts`),
  [`GET ${ledger}/accounts/:id`]: everyId(`${ledger}/accounts/:id`),
  [`GET ${ledger}/entries`]: filtered(
    `${ledger}/entries`,
    ['accountId', 'acc'],
    ['customerId', 'cus'],
    ['campaignId', 'rwd'],
  ),
  [`GET ${ledger}/entries.csv`]: filtered(`${ledger}/entries.csv`, ['accountId', 'acc']),
  [`GET ${ledger}/months`]: blind(`${ledger}/months`),
  [`PUT ${ledger}/months/:month/closing`]: blind(`${ledger}/months/2025-01/closing`),
}
