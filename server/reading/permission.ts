import type { StoryPermission } from '../../contract/article.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** What a customer allowed: that their story is told. */
export type StoredPermission = Pick<StoryPermission, 'how' | 'proof' | 'givenOn'> & {
  customerId: string
  recordedAt: Date
  recordedBy: string | null
}

/** The permission that stands; null: the story may not be read. */
export function standingPermission(
  tx: Tx,
  tenant: TenantId,
  articleId: string,
): Promise<StoredPermission | null> {
  return tx.maybe(sql<StoredPermission>`
    select customer_id as "customerId", how, proof, given_on::text as "givenOn", recorded_at as "recordedAt",
           recorded_by as "recordedBy"
    from reading.permission
    where workspace_id = ${tenant.id}
      and article_id = ${articleId}
      and withdrawn_at is null
  `)
}

/** Writes down that a customer allows it. @returns false: one stands already. */
export async function recordPermission(
  tx: Tx,
  tenant: TenantId,
  given: Pick<StoredPermission, 'customerId' | 'how' | 'proof' | 'givenOn'> & {
    articleId: string
    by: string | null
    now: Date
  },
): Promise<boolean> {
  const made = await tx.run(sql`
    insert into reading.permission (
      workspace_id, id, article_id, customer_id, how, proof, given_on, recorded_at, recorded_by
    )
    values (
      ${tenant.id}, ${newId()}, ${given.articleId}, ${given.customerId}, ${given.how}, ${given.proof},
      ${given.givenOn}::date, ${given.now}, ${given.by}
    )
    on conflict do nothing
  `)
  return made === 1
}

/** The customer allows it no longer. @returns false: nothing stood. */
export async function withdrawPermission(
  tx: Tx,
  tenant: TenantId,
  { articleId, why, by, now }: { articleId: string; why: string; by: string | null; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update reading.permission
    set withdrawn_at = ${now}, withdrawn_by = ${by}, withdrawn_why = ${why}
    where workspace_id = ${tenant.id}
      and article_id = ${articleId}
      and withdrawn_at is null
  `)
  return changed === 1
}

/** Whether people may read it: a story needs the permission of whose it is, anything else needs none. */
export async function mayBeRead(
  tx: Tx,
  tenant: TenantId,
  { id, kind }: { id: string; kind: string },
): Promise<boolean> {
  return kind !== 'story' || (await standingPermission(tx, tenant, id)) !== null
}
