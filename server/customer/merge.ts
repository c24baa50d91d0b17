import { append, type Tenant } from '../event/index.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { lockPeople } from './lock.ts'
import type { Evidence } from './recognize.ts'
import { refreshPersons } from './refresh.ts'
import { mergedFact } from './resolve.ts'
import { addMerges, type StoredMerge } from './store.ts'

export type ByHand = { by: string | null; now: Date }

/**
 * Makes two customers one person because a member of staff says so; the older one stays. What was told apart before is
 * told apart no longer, and conflicts between the two are settled.
 */
export async function mergeByHand(
  tx: Tx,
  tenant: Tenant,
  { one, other, by, now }: ByHand & { one: string; other: string },
): Promise<Outcome<StoredMerge, 'not_found' | 'same_person'>> {
  await lockPeople(tx, tenant.id)
  const first = await personOf(tx, tenant.id, one)
  const second = await personOf(tx, tenant.id, other)
  if (!first || !second) return refused('not_found')
  if (first.id === second.id) return refused('same_person')
  const [kept, gone] = first.no < second.no ? [first, second] : [second, first]
  await forgetSeparations(tx, tenant.id, kept.id, gone.id)
  const evidence = await evidenceOf(tx, tenant.id, [kept.id, gone.id])
  const [merge] = await addMerges(tx, { workspaceId: tenant.id }, [
    { kept, gone, reason: 'by_hand', evidence, eventId: null, importNo: 0, at: now, by },
  ])
  if (!merge) throw new Error('a merge was not written')
  await refreshPersons(tx, tenant.id, [kept.id], [gone.id])
  await settleConflicts(tx, tenant.id, { by, now })
  await append(tx, tenant, [mergedFact(merge)], { lane: 'journey', now })
  return ok(merge)
}

/** The row that stands for the person of a customer, or null. */
export function personOf(
  tx: Tx,
  workspaceId: string,
  customerId: string,
): Promise<{ id: string; no: number } | null> {
  return tx.maybe(sql<{ id: string; no: number }>`
    select p.id, p.no
    from customer.customer c
    join customer.customer p
      on p.workspace_id = c.workspace_id
      and p.id = c.person_id
    where c.workspace_id = ${workspaceId}
      and c.id = ${customerId}
  `)
}

async function forgetSeparations(tx: Tx, workspaceId: string, kept: string, gone: string) {
  await tx.run(sql`
    delete from customer.separation s
    using customer.customer a, customer.customer b
    where s.workspace_id = ${workspaceId}
      and a.workspace_id = ${workspaceId}
      and b.workspace_id = ${workspaceId}
      and a.id = s.one_id
      and b.id = s.other_id
      and ((a.person_id = ${kept} and b.person_id = ${gone}) or (a.person_id = ${gone} and b.person_id = ${kept}))
  `)
}

/** What both were known by when they were made one: the record has to speak for itself later. */
function evidenceOf(tx: Tx, workspaceId: string, personIds: string[]): Promise<Evidence[]> {
  return tx.rows(sql<Evidence>`
    select i.kind, i.masked, c.no
    from customer.identity i
    join customer.customer c
      on c.workspace_id = i.workspace_id
      and c.id = i.customer_id
    where i.workspace_id = ${workspaceId}
      and i.customer_id = any(${personIds}::uuid[])
    order by c.no, i.kind, i.masked
    limit 40
  `)
}

/** Conflicts whose customers all are one person by now need no decision any more. */
async function settleConflicts(tx: Tx, workspaceId: string, { by, now }: ByHand): Promise<void> {
  await tx.run(sql`
    update customer.conflict f
    set resolved_at = ${now}, resolved_by = ${by}, resolution = 'merged'
    where f.workspace_id = ${workspaceId}
      and f.resolved_at is null
      and cardinality(f.customer_ids) > 1
      and (
        select count(distinct c.person_id)
        from customer.customer c
        where c.workspace_id = ${workspaceId}
          and c.id = any(f.customer_ids)
      ) = 1
  `)
}
