import { sql, type Tx } from '../postgres/index.ts'
import type { ListedPerson } from './list.ts'

/** The persons of customer rows, as lists hold them: row id → person. */
export async function listedPersons(
  tx: Tx,
  workspaceId: string,
  rowIds: string[],
): Promise<Map<string, ListedPerson>> {
  if (rowIds.length === 0) return new Map()
  const rows = await tx.rows(sql<ListedPerson & { rowId: string }>`
    select r.id as "rowId", c.id, c.no, c.name, c.source, c.last_event as "lastEvent",
           c.first_seen_at as "firstSeenAt", c.last_seen_at as "lastSeenAt", c.last_order_at as "lastOrderAt",
           c.order_count as orders, c.order_total as total
    from customer.customer r
    join customer.customer c
      on c.workspace_id = r.workspace_id
      and c.id = r.person_id
    where r.workspace_id = ${workspaceId}
      and r.id = any(${rowIds}::uuid[])
  `)
  return new Map(rows.map(({ rowId, ...person }) => [rowId, person]))
}
