import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

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
