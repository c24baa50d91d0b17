import type { BroadcastPlan } from '../../contract/broadcast.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
export type By = { by: string | null; now: Date }
type Written = { name: string; plan: BroadcastPlan }

export async function makeBroadcast(
  tx: Tx,
  tenant: TenantId,
  { name, plan, by, now }: By & Written,
): Promise<string> {
  const id = newId()
  await tx.run(sql`
    insert into campaign.broadcast (workspace_id, id, name, draft, saved_at, saved_by, created_at, created_by)
    values (${tenant.id}, ${id}, ${name}, ${JSON.stringify(plan)}::jsonb, ${now}, ${by}, ${now}, ${by})
  `)
  return id
}

/** Saves the draft over the one that was looked at. @returns its new number. */
export async function saveDraft(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo, name, plan, by, now }: By & Written & { id: string; draftNo: number },
): Promise<Outcome<number, 'not_found' | 'changed' | 'launched'>> {
  const standing = await lockDraft(tx, tenant, id)
  if (!standing.ok) return standing
  if (standing.value !== draftNo) return refused('changed')
  await tx.run(sql`
    update campaign.broadcast
    set name = ${name}, draft = ${JSON.stringify(plan)}::jsonb, draft_no = draft_no + 1, saved_at = ${now}, saved_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(draftNo + 1)
}

/** Throws a draft away; `restoreDraft` takes that back. */
export async function dropDraft(
  tx: Tx,
  tenant: TenantId,
  { id, now }: { id: string; now: Date },
): Promise<Outcome<null, 'not_found' | 'launched'>> {
  const standing = await lockDraft(tx, tenant, id)
  if (!standing.ok) return standing
  await tx.run(sql`
    update campaign.broadcast
    set dropped_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(null)
}

/** Twice is once. @returns false when there is no such broadcast. */
export async function restoreDraft(tx: Tx, tenant: TenantId, id: string): Promise<boolean> {
  const back = await tx.run(sql`
    update campaign.broadcast
    set dropped_at = null
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return back === 1
}

/** The number of a draft that is one still; nobody else changes or launches it until the commit. */
async function lockDraft(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<Outcome<number, 'not_found' | 'launched'>> {
  const found = await tx.maybe(sql<{ no: number; isLaunched: boolean }>`
    select b.draft_no as no, exists (
             select from campaign.launch l
             where l.workspace_id = b.workspace_id
               and l.broadcast_id = b.id
           ) as "isLaunched"
    from campaign.broadcast b
    where b.workspace_id = ${tenant.id}
      and b.id = ${id}
      and b.dropped_at is null
    for update
  `)
  if (!found) return refused('not_found')
  return found.isLaunched ? refused('launched') : ok(found.no)
}
