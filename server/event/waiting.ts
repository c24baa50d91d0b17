import { sql, type Tx } from '../postgres/index.ts'
import type { Tenant } from './event.ts'

/** How many events of each source wait to be taken by the pump; sources that wait for nothing are left out. */
export async function waitingBySource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  sources: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ source: string; items: number }>`
    select source, sum(items)::bigint as items
    from event.inbox
    where workspace_id = ${tenant.id}
      and source = any(${[...sources]}::text[])
      and batch_no is null
    group by source
  `)
  return new Map(rows.map(({ source, items }) => [source, items]))
}
