import { associateOf } from '../corp/index.ts'
import { companyOf, newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { turnCards } from './staff-card.ts'

/** Tasks change hands. */
export type Reassignment = {
  /** Whose they are, as whoever decides has seen it. */
  from: string
  to: string
  /** Of these only, where given: tasks, or rows of customers. */
  taskIds?: readonly string[]
  customerIds?: readonly string[]
  reason: string
  by: { staffId: string } | { userid: string } | null
  /** False: for those of a leaver, who may go to somebody that is not known here yet. */
  isKnown?: boolean
}

export type Unmoved = 'same_person' | 'other_company' | 'unknown_associate'

/**
 * Gives open tasks of one associate, also those that are left for later, to another. Whose task it is decides: of two who move the
 * same task at once, the second finds nothing to move. The customer is spoken to by the new one from then on, also when the task
 * is planned again.
 * @returns the tasks that were moved.
 */
export async function reassignTasks(
  tx: Tx,
  ctx: ChannelContext,
  deed: Reassignment,
): Promise<Outcome<{ moved: string[] }, Unmoved>> {
  const { from, to, taskIds, customerIds } = deed
  const { tenant, now } = ctx
  if (from === to) return refused('same_person')
  // A contact's id holds within one company: nobody of another one could open the chat.
  if (companyOf(from) !== companyOf(to)) return refused('other_company')
  if (deed.isKnown !== false && !(await associateOf(tx, tenant, to))?.isActive)
    return refused('unknown_associate')
  const rows = await tx.rows(sql<{ id: string }>`
    update channel.staff_task t
    set userid = ${to}, assigned_at = ${now}, begun_at = null
    from channel.delivery d
    where t.workspace_id = ${tenant.id}
      and t.userid = ${from}
      and t.state in ('open', 'snoozed')
      and (${taskIds ? [...taskIds] : null}::uuid[] is null or t.id = any(${taskIds ? [...taskIds] : null}::uuid[]))
      and d.workspace_id = t.workspace_id
      and d.id = t.id
      and (${customerIds ? [...customerIds] : null}::uuid[] is null or d.customer_id = any(${customerIds ? [...customerIds] : null}::uuid[]))
    returning t.id
  `)
  const moved = rows.map(({ id }) => id)
  await tx.run(sql`
    update channel.delivery
    set userid = ${to}
    where workspace_id = ${tenant.id}
      and id = any(${moved}::uuid[])
  `)
  await record(tx, ctx, moved, deed)
  await turnCards(tx, ctx, { taskIds: moved, face: 'moved' })
  return ok({ moved })
}

async function record(
  tx: Tx,
  { tenant, now }: ChannelContext,
  moved: readonly string[],
  { from, to, by, reason }: Reassignment,
): Promise<void> {
  const [staffId, userid] = [
    by && 'staffId' in by ? by.staffId : null,
    by && 'userid' in by ? by.userid : null,
  ]
  await tx.run(sql`
    insert into channel.task_deed (workspace_id, id, task_id, kind, at, by_staff, by_userid, from_userid, to_userid, reason)
    select ${tenant.id}, n.id, n.task_id, ${userid === null ? 'moved' : 'taken'}, ${now}, ${staffId}, ${userid}, ${from}, ${to}, ${reason}
    from unnest(${moved.map(() => newId())}::uuid[], ${[...moved]}::uuid[]) as n (id, task_id)
  `)
}
