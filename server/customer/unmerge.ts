import { append, type Tenant } from '../event/index.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { lockPeople } from './lock.ts'
import { type ByHand, personOf } from './merge.ts'
import { refreshPersons } from './refresh.ts'

export type Unmerged = {
  id: string
  kept: { id: string; no: number }
  gone: { id: string; no: number }
}

/**
 * Undoes a merge exactly: everybody who is still held together by another merge stays together, the customer that went
 * is a person again with what was its own, and no rule makes the two one again.
 * @param reason in the words of who undoes it.
 */
export async function undoMerge(
  tx: Tx,
  tenant: Tenant,
  { mergeId, reason, by, now }: ByHand & { mergeId: string; reason: string },
): Promise<Outcome<Unmerged, 'not_found' | 'undone_before'>> {
  await lockPeople(tx, tenant.id)
  const merge = await tx.maybe(sql<{ keptId: string; goneId: string; undoneAt: Date | null }>`
    select kept_id as "keptId", gone_id as "goneId", undone_at as "undoneAt"
    from customer.merge
    where workspace_id = ${tenant.id}
      and id = ${mergeId}
  `)
  if (!merge) return refused('not_found')
  if (merge.undoneAt) return refused('undone_before')
  const kept = await personOf(tx, tenant.id, merge.keptId)
  if (!kept) throw new Error(`merge ${mergeId} kept a customer who is not there`)
  await tx.run(sql`
    update customer.merge
    set undone_at = ${now}, undone_by = ${by}, undo_reason = ${reason}
    where workspace_id = ${tenant.id}
      and id = ${mergeId}
  `)
  await separate(tx, tenant.id, { pairs: [[merge.keptId, merge.goneId]], reason, by, now })
  await refreshPersons(tx, tenant.id, [kept.id, merge.goneId])
  const gone = await personOf(tx, tenant.id, merge.goneId)
  if (!gone) throw new Error(`merge ${mergeId} took a customer who is not there`)
  await append(tx, tenant, [unmergedFact(mergeId, kept, gone, now)], { lane: 'journey', now })
  return ok({ id: mergeId, kept, gone })
}

function unmergedFact(mergeId: string, kept: Unmerged['kept'], gone: Unmerged['gone'], now: Date) {
  return {
    name: 'identity.unmerged',
    at: now,
    cause: ['unmerge', mergeId],
    customer: kept,
    value: null,
    props: { kept: kept.no, gone: gone.no },
  }
}

/** Says of pairs of customers that they are not one person. Saying it twice is saying it once. */
export async function separate(
  tx: Tx,
  workspaceId: string,
  { pairs, reason, by, now }: ByHand & { pairs: [string, string][]; reason: string },
): Promise<void> {
  if (pairs.length === 0) return
  const ordered = pairs.map(([a, b]) => (a < b ? { one: a, other: b } : { one: b, other: a }))
  await tx.run(sql`
    insert into customer.separation (workspace_id, one_id, other_id, separated_at, separated_by, reason)
    select ${workspaceId}, n.one, n.other, ${now}, ${by}, ${reason}
    from unnest(
      ${ordered.map(({ one }) => one)}::uuid[],
      ${ordered.map(({ other }) => other)}::uuid[]
    ) as n (one, other)
    on conflict do nothing
  `)
}
