import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** How many contradictions about who is who wait for a person. */
export async function countOpenConflicts(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  const { open } = await tx.one(sql<{ open: number }>`
    select count(*) as open
    from customer.conflict
    where workspace_id = ${tenant.id}
      and resolved_at is null
  `)
  return open
}
