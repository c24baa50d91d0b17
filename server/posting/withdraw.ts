import type { Clock } from '../kernel/index.ts'
import { presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { turnTargets } from './settle.ts'

/** Takes back what was not handed over of a post that was called back meanwhile. */
export async function takeBackWithdrawn(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  postId: string,
  now: Date,
): Promise<void> {
  const waiting = await tx.rows(sql<{ id: string }>`
    select t.id
    from posting.target t
    join posting.post p
      on p.workspace_id = t.workspace_id
      and p.id = t.post_id
    where t.workspace_id = ${tenant.id}
      and t.post_id = ${postId}
      and t.state in ('planned', 'manual')
      and p.cancelled_at is not null
    for update of t
  `)
  const turns = waiting.map(({ id }) => ({
    id,
    state: 'cancelled' as const,
    reason: 'withdrawn' as const,
  }))
  await turnTargets(tx, tenant, turns, { from: ['planned', 'manual'], now })
}

/**
 * Calls a post back: what was not handed over is cancelled, and tasks that wait for their owners are cancelled over there by
 * whoever watches them. @returns false when it was called back before.
 */
export async function withdrawPost(
  tx: Tx,
  { tenant, clock }: { tenant: Tenant; clock: Clock },
  { id, by, reason }: { id: string; by: string | null; reason: string },
): Promise<boolean> {
  const real = clock.now()
  const now = presentOf(tenant, clock)
  const changed = await tx.run(sql`
    update posting.post p
    set cancelled_at = ${real}, cancelled_by = ${by}, cancel_reason = ${reason}
    where p.workspace_id = ${tenant.id}
      and p.id = ${id}
      and p.cancelled_at is null
      and exists (
        select from posting.target t
        where t.workspace_id = p.workspace_id
          and t.post_id = p.id
          and t.state in ('planned', 'sending', 'unknown', 'handed', 'manual', 'parked')
      )
  `)
  if (changed === 0) return false
  await takeBackWithdrawn(tx, tenant, id, now)
  await tx.run(sql`
    update posting.task
    set cancel_reason = 'withdrawn', look_at = ${real}
    where workspace_id = ${tenant.id}
      and post_id = ${id}
      and state in ('open', 'unknown')
      and cancel_reason is null
  `)
  return true
}
