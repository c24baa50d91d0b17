import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What SOPs are called, for whoever shows what they caused. */
export async function namesOfJourneys(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(ids.filter((id) => id !== null))]
  if (asked.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from journey.journey
    where workspace_id = ${tenant.id}
      and id = any(${asked}::uuid[])
  `)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
