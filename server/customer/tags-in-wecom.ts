import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** WeCom's ids of some of the tags kept here; one that WeCom does not have is left out. */
export async function tagsOfWecom(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  tagIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select wecom_id as id
    from customer.tag
    where workspace_id = ${tenant.id}
      and id = any(${[...tagIds]}::uuid[])
      and wecom_id is not null
      and archived_at is null
  `)
  return rows.map(({ id }) => id)
}

/** WeCom's ids of the corp tags (企业标签) that are kept here. */
export async function tagsInWecom(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select wecom_id as id
    from customer.tag
    where workspace_id = ${tenant.id}
      and wecom_id is not null
      and archived_at is null
  `)
  return rows.map(({ id }) => id)
}
