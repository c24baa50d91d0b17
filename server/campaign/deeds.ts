import { countUnreached, supersedeUnreached } from '../channel/index.ts'
import { close } from '../experiment/index.ts'
import { addMs, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

const HOUR_MS = 3_600_000

type At = { tenant: Tenant; now: Date; real: Date }

/** Calls a broadcast back for good; the worker does it. Twice is once. @returns false when it has ended or was never launched. */
export async function cancelBroadcast(
  tx: Tx,
  { tenant, now, real }: At,
  { broadcastId, by, reason }: { broadcastId: string; by: string | null; reason: string },
): Promise<boolean> {
  const open = await tx.maybe(sql<{ experimentId: string }>`
    update campaign.launch
    set look_at = ${real}, frozen_at = coalesce(frozen_at, ${now})
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and ended_at is null
    returning experiment_id as "experimentId"
  `)
  if (!open) return false
  await close(tx, { tenant, now }, open.experimentId)
  await tx.run(sql`
    insert into campaign.cancellation (workspace_id, broadcast_id, cancelled_at, cancelled_by, reason)
    values (${tenant.id}, ${broadcastId}, ${now}, ${by}, ${reason})
    on conflict do nothing
  `)
  return true
}

/** Lets a worker look at once, because something was lifted. */
export async function wakeBroadcast(
  tx: Tx,
  { tenant, real }: Pick<At, 'tenant' | 'real'>,
  broadcastId: string,
): Promise<void> {
  await tx.run(sql`
    update campaign.launch
    set look_at = ${real}
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and ended_at is null
  `)
}

/**
 * Tries anew those of whom the ledger proves that they got nothing, for some hours; nobody who was not meant at the launch,
 * and nobody of whom it is not certain. The policy says again who may.
 */
export async function retryUnreached(
  tx: Tx,
  at: At,
  {
    broadcastId,
    people: seen,
    validHours,
  }: { broadcastId: string; people: number; validHours: number },
): Promise<Outcome<number, 'not_running' | 'changed'>> {
  const { tenant, now, real } = at
  const open = await tx.maybe(sql<{ isCancelled: boolean }>`
    select exists (
             select from campaign.cancellation c
             where c.workspace_id = l.workspace_id
               and c.broadcast_id = l.broadcast_id
           ) as "isCancelled"
    from campaign.launch l
    where l.workspace_id = ${tenant.id}
      and l.broadcast_id = ${broadcastId}
    for update
  `)
  if (!open || open.isCancelled) return refused('not_running')
  const count = await countUnreached(tx, tenant, broadcastId)
  if (count === 0 || count > seen) return refused('changed')
  const unreached = await supersedeUnreached(tx, at, broadcastId)
  await tx.run(sql`
    update campaign.recipient
    set state = 'waiting', reason = null, due_at = ${now}, round = round + 1, delivery_id = null
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and state = 'decided'
      and delivery_id = any(${unreached.map(({ id }) => id)}::uuid[])
  `)
  await tx.run(sql`
    update campaign.launch
    set not_after = greatest(not_after, ${addMs(now, validHours * HOUR_MS)}), ended_at = null, look_at = ${real}
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
  `)
  return ok(unreached.length)
}
