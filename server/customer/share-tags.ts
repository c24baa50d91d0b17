import type { Tenant, TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A group of tags that is to be the same in WeCom, as far as something is still to be done there. */
export type SharedGroup = {
  id: string
  name: string
  wecomId: string | null
  isRenamed: boolean
  tags: { id: string; name: string; wecomId: string | null; isRenamed: boolean }[]
}

/** Groups of a company's library with something that WeCom does not know yet; what it refused is tried again only after a change here. */
export async function groupsToShare(tx: Tx, tenant: TenantCompany): Promise<SharedGroup[]> {
  const groups = await tx.rows(sql<Omit<SharedGroup, 'tags'>>`
    select g.id, g.name, g.wecom_id as "wecomId", g.renamed_at is not null and g.share_error is null as "isRenamed"
    from customer.tag_group g
    where g.workspace_id = ${tenant.id}
      and g.company = ${tenant.company}
      and g.archived_at is null
      and (g.is_shared or g.wecom_id is not null)
    order by g.created_at, g.id
  `)
  const tags = await tx.rows(sql<SharedGroup['tags'][number] & { groupId: string }>`
    select t.id, t.group_id as "groupId", t.name, t.wecom_id as "wecomId", t.renamed_at is not null as "isRenamed"
    from customer.tag t
    where t.workspace_id = ${tenant.id}
      and t.group_id = any(${groups.map(({ id }) => id)}::uuid[])
      and t.archived_at is null
      and t.share_error is null
      and (t.wecom_id is null or t.renamed_at is not null)
    order by t.created_at, t.id
  `)
  return groups
    .map((group) => ({ ...group, tags: tags.filter(({ groupId }) => groupId === group.id) }))
    .filter(
      ({ isRenamed, wecomId, tags: own }) => own.length > 0 || (isRenamed && wecomId !== null),
    )
}

type Named = { what: 'tag' | 'tagGroup'; id: string }

/** WeCom knows it under this id now, and by the name that it has here. */
export async function noteShared(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { what, id }: Named,
  wecomId: string,
): Promise<void> {
  const table = what === 'tag' ? sql`customer.tag` : sql`customer.tag_group`
  await tx.run(sql`
    update ${table}
    set wecom_id = ${wecomId}, renamed_at = null, share_error = null
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** WeCom will not take it: why, until it is changed here. */
export async function noteNotShared(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { what, id }: Named,
  error: string,
): Promise<void> {
  const table = what === 'tag' ? sql`customer.tag` : sql`customer.tag_group`
  await tx.run(sql`
    update ${table}
    set share_error = ${error}, renamed_at = null
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}
