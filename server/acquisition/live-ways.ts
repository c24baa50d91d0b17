import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** WeCom's ids of the codes (渠道活码) that were made here and stand. */
export async function liveWays(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select config_id as id
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and config_id is not null
      and archived_at is null
  `)
  return rows.map(({ id }) => id)
}
