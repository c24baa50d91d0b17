import { newId, readId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'
import type { House, Resident } from './house.fixture.ts'

const path = '/api/referrals'
const wanted = (
  rewardId: string,
  sourceId: string | null = null,
  posterId: string | null = null,
) => ({
  name: '爬虫的活动',
  headline: '介绍给朋友',
  story: '',
  welcome: '',
  posterId,
  sourceId,
  userids: ['nobody'],
  tiers: [{ people: 1, rewardId }],
  friendRewardId: null,
  stayDays: 7,
  needsOrder: false,
  friendsMax: 10,
  from: null,
  until: null,
})
const verdict = (ids: string[]) => ({ ids, isReal: true, note: '爬虫看过' })

/** How to call the routes of invitation campaigns. */
export const referralCalls: Record<string, CallsOf> = {
  [`GET ${path}`]: filtered(path, ['cursor', 'rfl']),
  [`POST ${path}`]: both(
    (own) => [{ kind: 'blind', path, body: wanted(first(own, 'rwd')) }],
    within(
      path,
      (own, other) => wanted(first(own, 'rwd'), first(other, 'src')),
      (own, other) => wanted(first(own, 'rwd'), null, first(other, 'pst')),
    ),
  ),
  [`GET ${path}/:id`]: everyId(`${path}/:id`),
  [`PUT ${path}/:id`]: (own, other) =>
    everyId(`${path}/:id`, wanted(first(own, 'rwd')))(own, other),
  [`POST ${path}/:id/launch`]: everyId(`${path}/:id/launch`),
  [`POST ${path}/:id/pause`]: everyId(`${path}/:id/pause`),
  [`POST ${path}/:id/resume`]: everyId(`${path}/:id/resume`),
  [`POST ${path}/:id/end`]: everyId(`${path}/:id/end`),
  [`GET ${path}/:id/report`]: everyId(`${path}/:id/report`),
  [`GET ${path}/:id/inviters`]: everyId(`${path}/:id/inviters`),
  [`GET ${path}/:id/friends`]: both(everyId(`${path}/:id/friends`), (own, other) =>
    filtered(`${path}/${first(own, 'rfl')}/friends`, ['inviter', 'inv'])(own, other),
  ),
  [`GET ${path}/:id/tree`]: both(everyId(`${path}/:id/tree`), (own, other) =>
    filtered(`${path}/${first(own, 'rfl')}/tree`, ['under', 'inv'])(own, other),
  ),
  [`POST ${path}/:id/verdicts`]: both(
    (own, other) => everyId(`${path}/:id/verdicts`, verdict([first(own, 'rff')]))(own, other),
    (own, other) =>
      within(`${path}/${first(own, 'rfl')}/verdicts`, () => verdict([first(other, 'rff')]))(
        own,
        other,
      ),
  ),
  'GET /i/:token': blind(`/i/${'A'.repeat(44)}`),
  'POST /i/:token': blind(`/i/${'A'.repeat(44)}`, {}),
  'GET /i/:token/code': blind(`/i/${'A'.repeat(44)}/code`),
  'GET /i/:token/poster': blind(`/i/${'A'.repeat(44)}/poster`),
}

/** A campaign with somebody who takes part and a friend of theirs whom nobody has looked at. */
export async function invited(
  { deps }: House,
  { tenant }: Resident,
  mark: string,
  people: string[],
): Promise<void> {
  const now = deps.clock.now()
  const [campaign, inviter, friend] = [newId(), newId(), newId()]
  const [host, guest] = people.map((shown) => readId('customer', shown))
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into referral.campaign (
        workspace_id, id, name, state, headline, story, welcome, userids, stay_days, needs_order, friends_max, made_at,
        changed_at, launched_at
      )
      values (
        ${tenant.id}, ${campaign}, ${`${mark}的老带新`}, 'live', ${mark}, ${mark}, '', array['nobody'], 30, false, 10, ${now},
        ${now}, ${now}
      )
    `)
    await tx.run(sql`
      insert into referral.tier (workspace_id, campaign_id, people, reward_id)
      select r.workspace_id, ${campaign}, 5, r.id
      from reward.reward r
      limit 1
    `)
    await tx.run(sql`
      insert into referral.inviter (
        workspace_id, id, campaign_id, customer_id, customer_no, state, joined_at, code_phase
      )
      select ${tenant.id}, ${inviter}, ${campaign}, c.id, c.no, ${`rf_${mark}`}, ${now}, 'live'
      from customer.customer c
      where c.id = ${host}
    `)
    await tx.run(sql`
      insert into referral.invitee (
        workspace_id, id, campaign_id, inviter_id, customer_id, customer_no, state, suspicion, reasons, userid, came_at
      )
      select ${tenant.id}, ${friend}, ${campaign}, ${inviter}, c.id, c.no, 'waiting', 'open', array['burst'], 'nobody', ${now}
      from customer.customer c
      where c.id = ${guest}
    `)
  })
}
