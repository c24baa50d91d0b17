import { addMs, companyOf, newId, type Tenant } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import type { PostRemoteOf } from './remote.ts'

/** As often as WeCom reminds of one task, and within how long (document 97610). */
const REMINDERS_MAX = 3
const WINDOW_MS = 24 * 3_600_000
const TASKS_MAX = 500

type Asked = { postId: string; userid: string | null; by: string | null; real: Date }
type Open = { taskId: string; userid: string; remoteId: string; times: number }

/**
 * Lets WeCom remind owners of a post that they have not confirmed. The reminder is written down before the call, so that two
 * clicks are one; one that was certainly not made is taken out again.
 */
export async function remindOwners(
  { db, remoteOf }: { db: Database; remoteOf: PostRemoteOf },
  tenant: Tenant,
  { postId, userid, by, real }: Asked,
): Promise<{ reminded: number; tooOften: number; failed: number }> {
  const { due, tooOften } = await db.inWorkspace(tenant.id, async (tx) => {
    const open = await tx.rows(sql<Open>`
      select k.id as "taskId", k.userid, k.remote_id as "remoteId", (
               select count(*)::int
               from posting.reminder r
               where r.workspace_id = k.workspace_id
                 and r.task_id = k.id
                 and r.reminded_at > ${addMs(real, -WINDOW_MS)}
             ) as times
      from posting.task k
      where k.workspace_id = ${tenant.id}
        and k.post_id = ${postId}
        and k.state = 'open'
        and k.cancel_reason is null
        and k.confirmed_at is null
        and k.remote_id is not null
        and (${userid}::text is null or k.userid = ${userid})
      order by k.id
      limit ${TASKS_MAX}
      for update of k
    `)
    const going = open.filter(({ times }) => times < REMINDERS_MAX)
    const rows = going.map((one) => ({ ...one, id: newId() }))
    await tx.run(sql`
      insert into posting.reminder (workspace_id, id, task_id, reminded_at, reminded_by)
      select ${tenant.id}, n.id, n.task_id, ${real}, ${by}
      from unnest(
        ${rows.map(({ id }) => id)}::uuid[],
        ${rows.map(({ taskId }) => taskId)}::uuid[]
      ) as n (id, task_id)
    `)
    return { due: rows, tooOften: open.length - going.length }
  })
  const undone: string[] = []
  for (const { id, userid: owner, remoteId } of due) {
    const remote = await remoteOf({ id: tenant.id, company: companyOf(owner) })
    const answer = await remote?.remindMessageTask(remoteId)
    // What nobody can vouch for counts as made: a reminder too few is better than one too many.
    if (!answer || (!answer.ok && answer.certainty !== 'unknown')) undone.push(id)
  }
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      delete from posting.reminder
      where workspace_id = ${tenant.id}
        and id = any(${undone}::uuid[])
    `),
  )
  return { reminded: due.length - undone.length, tooOften, failed: undone.length }
}
