import { type Clock, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { release } from './reconcile.ts'
import { ridersOf, turnTargets } from './settle.ts'

type Scope = { tenant: Tenant; clock: Clock }
/** `decided_before`: it does not wait for a word any more. */
export type Decided = 'done' | 'decided_before' | 'not_found'

/** What was to be done by hand was done, or is left. */
export async function decideTarget(
  tx: Tx,
  { tenant, clock }: Scope,
  { id, by, isDone, said }: { id: string; by: string | null; isDone: boolean; said: string },
): Promise<Decided> {
  const now = presentOf(tenant, clock)
  const turned = isDone
    ? { id, state: 'done' as const, sentAt: now }
    : { id, state: 'left_out' as const, reason: 'declined' as const }
  const ids = await turnTargets(tx, tenant, [turned], { from: ['manual'], now })
  if (ids.size === 1) {
    await tx.run(sql`
      update posting.target
      set decided_by = ${by}, said = ${said}
      where workspace_id = ${tenant.id}
        and id = ${id}
    `)
    return 'done'
  }
  const known = await tx.maybe(sql<{ id: string }>`
    select id
    from posting.target
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return known ? 'decided_before' : 'not_found'
}

/** Somebody has looked in WeCom and says whether a task that nobody could vouch for was made. */
export async function vouchForTask(
  tx: Tx,
  { tenant, clock }: Scope,
  { id, by, isMade, said }: { id: string; by: string | null; isMade: boolean; said: string },
): Promise<Decided> {
  const now = presentOf(tenant, clock)
  const task = await tx.maybe(sql<{ id: string }>`
    select id
    from posting.task
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  if (!task) return 'not_found'
  const riders = await ridersOf(tx, tenant, id, ['parked'])
  if (riders.length === 0) return 'decided_before'
  if (isMade) {
    const turns = riders.map((one) => ({ id: one.id, state: 'sent' as const, sentAt: now }))
    await turnTargets(tx, tenant, turns, { from: ['parked'], now })
  } else await release(tx, tenant, { id, from: 'parked', now })
  await tx.run(sql`
    update posting.target
    set decided_by = ${by}, said = ${said}
    where workspace_id = ${tenant.id}
      and id = any(${riders.map((one) => one.id)}::uuid[])
  `)
  await tx.run(sql`
    update posting.task
    set state = ${isMade ? 'closed' : 'refused'}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return 'done'
}
