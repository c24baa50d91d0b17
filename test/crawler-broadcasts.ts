import { type BroadcastPlan, broadcastPlan } from '../contract/broadcast.ts'
import { newId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'
import type { House, Resident } from './house.fixture.ts'

/** A broadcast to a segment that says one thing. */
export function broadcastSaying(text: string, segmentId = ''): BroadcastPlan {
  return broadcastPlan.parse({
    segmentId,
    carrier: 'wecom_mass',
    purpose: 'value',
    variants: [{ id: 'a', share: 100, content: { text } }],
    start: { kind: 'now' },
    control: { kind: 'none', reason: '爬虫不用对照' },
  })
}

/** The name of the broadcast that has ended in every workspace of the crawl: calling it back is confirmed by it. */
const SENT = '发过的群发'

/** A broadcast that went out and has ended, with everything that one can leave behind. */
export async function sentBroadcast(
  { deps }: House,
  { tenant }: Resident,
  mark: string,
): Promise<void> {
  const now = deps.clock.now()
  const id = newId()
  const plan = JSON.stringify(broadcastSaying(mark))
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into campaign.broadcast (workspace_id, id, name, draft, saved_at, created_at)
      values (${tenant.id}, ${id}, ${SENT}, ${plan}::jsonb, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into campaign.launch
        (workspace_id, broadcast_id, plan, experiment_id, audience, launched_at, starts_at, not_after, frozen_at, look_at,
         ended_at)
      values (${tenant.id}, ${id}, ${plan}::jsonb, ${newId()}, 1, ${now}, ${now}, ${now}, ${now}, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into campaign.recipient (workspace_id, broadcast_id, customer_no, customer_id, arm, state)
      values (${tenant.id}, ${id}, 1, ${newId()}, '', 'control')
    `)
    await tx.run(sql`
      insert into campaign.cancellation (workspace_id, broadcast_id, cancelled_at, reason)
      values (${tenant.id}, ${id}, ${now}, ${mark})
    `)
    await tx.run(sql`
      insert into channel.approval
        (workspace_id, id, subject_kind, subject_id, draft_no, with_those_inside, audience, reason, asked_at)
      values (${tenant.id}, ${newId()}, 'broadcast', ${id}, 1, true, 1, ${mark}, ${now})
    `)
    const moment = newId()
    await tx.run(sql`
      insert into campaign.moment (workspace_id, id, text, picture, picture_type, made_at, state, look_at)
      values (${tenant.id}, ${moment}, ${mark}, ${Buffer.from(mark)}, 'image/png', ${now}, 'ended', ${now})
    `)
    await tx.run(sql`
      insert into campaign.moment_poster (workspace_id, moment_id, userid, posted_at)
      values (${tenant.id}, ${moment}, ${mark}, ${now})
    `)
    await tx.run(sql`
      insert into campaign.moment_reaction (workspace_id, moment_id, userid, kind, who, at)
      values (${tenant.id}, ${moment}, ${mark}, 'like', ${mark}, ${now})
    `)
    await tx.run(sql`
      insert into almanac.arrangement (workspace_id, year, days, changed_at)
      values (${tenant.id}, 2027, ${JSON.stringify([{ on: '2027-02-06', is: 'rest', name: mark }])}::jsonb, ${now})
    `)
    await tx.run(sql`
      insert into channel.reminder (workspace_id, id, call_id, reminded_at)
      values (${tenant.id}, ${newId()}, ${newId()}, ${now})
    `)
  })
}

const SPAN = '?from=2026-11-01&to=2026-12-13'
const HOLIDAY = [{ on: '2027-02-06', is: 'rest', name: '爬虫放假' }]

export const broadcastCalls: Record<string, CallsOf> = {
  'GET /api/calendar': both(blind('/api/calendar'), blind(`/api/calendar${SPAN}`)),
  'GET /api/calendar-collisions': blind(`/api/calendar-collisions${SPAN}`),
  'PUT /api/calendar-moves': within(
    '/api/calendar-moves',
    (_own, other) => ({ kind: 'broadcast', id: first(other, 'bcs'), to: '2099-01-01' }),
    (_own, other) => ({ kind: 'hook_end', id: first(other, 'hok'), to: '2099-01-01' }),
  ),
  'GET /api/holidays/:year': blind('/api/holidays/2027'),
  'PUT /api/holidays/:year': blind('/api/holidays/2027', { days: HOLIDAY }),
  'DELETE /api/holidays/:year': blind('/api/holidays/2027'),
  'GET /api/broadcasts': filtered('/api/broadcasts', ['cursor', 'bcs']),
  'POST /api/broadcasts': both(
    blind('/api/broadcasts', { name: '爬虫的群发', plan: broadcastSaying('爬虫写的') }),
    (_own, other) =>
      (other.seg ?? []).map((id) => ({
        kind: 'blind',
        path: '/api/broadcasts',
        body: { name: '爬虫的群发', plan: broadcastSaying('爬虫写的', id) },
      })),
  ),
  'GET /api/broadcasts/:id': everyId('/api/broadcasts/:id'),
  'GET /api/broadcasts/:id/check': everyId('/api/broadcasts/:id/check'),
  'GET /api/broadcasts/:id/results': everyId('/api/broadcasts/:id/results'),
  'GET /api/broadcasts/:id/recipients': everyId('/api/broadcasts/:id/recipients'),
  'PUT /api/broadcasts/:id/draft': everyId('/api/broadcasts/:id/draft', {
    draftNo: 1,
    name: '爬虫改的',
    plan: broadcastSaying('爬虫改的'),
  }),
  'POST /api/broadcasts/:id/launch': everyId('/api/broadcasts/:id/launch', {
    draftNo: 1,
    audience: 1_000,
  }),
  'POST /api/broadcasts/:id/approvals': everyId('/api/broadcasts/:id/approvals', {
    draftNo: 1,
    audience: 1_000,
    reason: '爬虫想发',
  }),
  'GET /api/broadcast-approvals': blind('/api/broadcast-approvals'),
  'PUT /api/broadcast-approvals/:id/verdict': everyId('/api/broadcast-approvals/:id/verdict', {
    said: 'refused',
    reason: '爬虫不肯',
  }),
  'DELETE /api/broadcast-approvals/:id': everyId('/api/broadcast-approvals/:id'),
  'PUT /api/broadcasts/:id/pause': everyId('/api/broadcasts/:id/pause', { reason: '爬虫停的' }),
  'DELETE /api/broadcasts/:id/pause': everyId('/api/broadcasts/:id/pause'),
  'PUT /api/broadcasts/:id/cancellation': everyId('/api/broadcasts/:id/cancellation', {
    reason: '爬虫说够了',
    confirm: SENT,
  }),
  'POST /api/broadcasts/:id/reminders': everyId('/api/broadcasts/:id/reminders', {}),
  'POST /api/broadcasts/:id/retries': everyId('/api/broadcasts/:id/retries', { people: 1_000 }),
  'GET /api/moments': filtered('/api/moments', ['cursor', 'mom']),
  'POST /api/moments': both(
    within('/api/moments', (_own, other) => ({ text: '爬虫发的', tagIds: [first(other, 'tag')] })),
    blind('/api/moments', { text: '' }),
  ),
  'GET /api/moment-reach': blind('/api/moment-reach'),
  'GET /api/moments/:id': everyId('/api/moments/:id'),
  'GET /api/moments/:id/picture': everyId('/api/moments/:id/picture'),
  'GET /api/moments/:id/reactions': everyId('/api/moments/:id/reactions'),
  'PUT /api/moments/:id/cancellation': everyId('/api/moments/:id/cancellation', {
    reason: '爬虫说够了',
  }),
  'DELETE /api/broadcasts/:id': everyId('/api/broadcasts/:id'),
  'PUT /api/broadcasts/:id/restored': everyId('/api/broadcasts/:id/restored'),
}
