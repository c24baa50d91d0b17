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
}
