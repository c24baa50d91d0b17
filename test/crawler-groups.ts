import { newId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'
import type { House, Resident } from './house.fixture.ts'

/** A post of which one group is to be done by hand, and one that nobody can vouch for. */
export async function posted({ deps }: House, { tenant }: Resident, mark: string): Promise<void> {
  const now = deps.clock.now()
  const [id, taskId, target] = [newId(), newId(), newId()]
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into posting.post
        (workspace_id, id, cause, name, text, picture, picture_type, way, priority, when_taken, starts_at, not_after, made_at)
      values (
        ${tenant.id}, ${id}, 'hand', ${mark}, ${mark}, ${Buffer.from(mark)}, 'image/png', 'task', 50, 'manual', ${now},
        ${now}, ${now}
      )
    `)
    await tx.run(sql`
      insert into posting.task
        (workspace_id, id, post_id, userid, groups, marker, state, called_at, present_at, closes_at, look_at)
      values (${tenant.id}, ${taskId}, ${id}, ${mark}, 1, ${mark}, 'parked', ${now}, ${now}, ${now}, ${now})
    `)
    for (const [targetId, state] of [
      [target, 'manual'],
      [newId(), 'parked'],
    ])
      await tx.run(sql`
        insert into posting.target
          (workspace_id, id, post_id, group_id, chat_id, group_name, owner, members, state, due_at, turned_at, told_at, task_id)
        values (
          ${tenant.id}, ${targetId}, ${id}, ${newId()}, ${mark}, ${mark}, ${mark}, 1, ${state}, ${now}, ${now}, ${now}, ${taskId}
        )
      `)
    await tx.run(sql`
      insert into posting.slot (workspace_id, group_id, day, target_id)
      values (${tenant.id}, ${newId()}, '2026-01-01', ${target})
    `)
    await tx.run(sql`
      insert into posting.reminder (workspace_id, id, task_id, reminded_at)
      values (${tenant.id}, ${newId()}, ${taskId}, ${now})
    `)
  })
}

const PLAN = {
  name: '爬虫的计划',
  groups: { kind: 'matching', owners: [], search: '', least: null, most: null },
  ...{ startsOn: null, endsOn: null, eventOn: null, whenTaken: 'manual', steps: [] },
}
const PLAN_STEP = {
  ...{ name: '爬虫的一步', when: { kind: 'week', nth: 1, time: '10:00' }, text: '爬虫说的' },
  ...{ link: null, way: 'manual', windowHours: 4 },
}

/** A plan that runs, with a step that was skipped in one group. */
export async function planned({ deps }: House, { tenant }: Resident, mark: string): Promise<void> {
  const now = deps.clock.now()
  const [id, step, group] = [newId(), newId(), newId()]
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into posting.plan
        (workspace_id, id, name, state, turned_at, turn_reason, search, when_taken, made_at, launched_at, look_at)
      values (${tenant.id}, ${id}, ${mark}, 'paused', ${now}, ${mark}, ${mark}, 'manual', ${now}, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into posting.plan_step
        (workspace_id, id, plan_id, line, name, kind, nth, at_time, text, way, window_hours, counts_from)
      values (${tenant.id}, ${step}, ${id}, 0, ${mark}, 'week', 1, '10:00', ${mark}, 'manual', 4, ${now})
    `)
    await tx.run(sql`
      insert into posting.plan_group (workspace_id, plan_id, group_id, since)
      values (${tenant.id}, ${id}, ${group}, ${now})
    `)
    await tx.run(sql`
      insert into posting.plan_day (workspace_id, plan_id, step_id, group_id, day, due_at, decided_at)
      values (${tenant.id}, ${id}, ${step}, ${group}, '2026-01-01', ${now}, ${now})
    `)
  })
}

const WHY = { reason: '爬虫看过了' }

/** How to call the routes of posts in groups. */
export const groupCalls: Record<string, CallsOf> = {
  'GET /api/group-posts': filtered('/api/group-posts', ['cursor', 'gpo']),
  'GET /api/group-post-candidates': blind('/api/group-post-candidates'),
  'POST /api/group-posts': both(
    within('/api/group-posts', (_own, other) => ({
      text: '爬虫发的',
      groupIds: [first(other, 'grp')],
    })),
    blind('/api/group-posts', { text: '', groupIds: ['grp_none'] }),
  ),
  'GET /api/group-posts/:id': everyId('/api/group-posts/:id'),
  'GET /api/group-posts/:id/picture': everyId('/api/group-posts/:id/picture'),
  'GET /api/group-posts/:id/targets': everyId('/api/group-posts/:id/targets'),
  'POST /api/group-posts/:id/reminders': everyId('/api/group-posts/:id/reminders', {}),
  'PUT /api/group-targets/:id/decision': everyId('/api/group-targets/:id/decision', {
    said: 'left',
    ...WHY,
  }),
  'PUT /api/group-tasks/:id/verdict': everyId('/api/group-tasks/:id/verdict', {
    said: 'made',
    ...WHY,
  }),
  'PUT /api/group-posts/:id/cancellation': everyId('/api/group-posts/:id/cancellation', WHY),
  'GET /api/group-plans': filtered('/api/group-plans', ['cursor', 'gpl']),
  'POST /api/group-plans': both(
    within(
      '/api/group-plans',
      (_own, other) => ({ ...PLAN, groups: { kind: 'chosen', groupIds: [first(other, 'grp')] } }),
      (_own, other) => ({ ...PLAN, steps: [{ ...PLAN_STEP, id: first(other, 'gps') }] }),
    ),
    blind('/api/group-plans', { ...PLAN, name: '' }),
  ),
  'GET /api/group-plans/:id': everyId('/api/group-plans/:id'),
  'PUT /api/group-plans/:id': everyId('/api/group-plans/:id', {
    ...PLAN,
    steps: [{ ...PLAN_STEP, id: null }],
  }),
  'PUT /api/group-plans/:id/state': everyId('/api/group-plans/:id/state', { to: 'ended' }),
  'GET /api/group-plans/:id/ahead': everyId('/api/group-plans/:id/ahead'),
  'GET /api/group-plans/:id/results': everyId('/api/group-plans/:id/results'),
  'GET /api/group-plans/:id/decisions': everyId('/api/group-plans/:id/decisions'),
}
