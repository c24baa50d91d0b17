import type { Merge } from '../../contract/customer.ts'
import type { Tenant } from '../event/index.ts'
import { showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import type { Evidence } from './recognize.ts'

type Row = {
  id: string
  keptId: string
  keptNo: number
  keptName: string
  goneId: string
  goneNo: number
  goneName: string
  reason: Merge['reason']
  evidence: Evidence[]
  mergedAt: Date
  mergedBy: string | null
  undoneAt: Date | null
  undoReason: string | null
}

/** Merges, the newest first; of all, or of those that any of `rowIds` took part in. `before`: an id to go on from. */
export async function listMerges(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { rowIds, limit, before }: { rowIds: string[] | null; limit: number; before: string | null },
): Promise<{ items: Merge[]; next: string | null }> {
  const rows = await tx.rows(sql<Row>`
    select m.id, m.reason, m.evidence, m.merged_at as "mergedAt", m.merged_by as "mergedBy", m.undone_at as "undoneAt",
           m.undo_reason as "undoReason",
           k.id as "keptId", k.no as "keptNo", coalesce(k.traits -> 'name' ->> 'v', '') as "keptName",
           g.id as "goneId", g.no as "goneNo", coalesce(g.traits -> 'name' ->> 'v', '') as "goneName"
    from customer.merge m
    join customer.customer k on k.workspace_id = m.workspace_id and k.id = m.kept_id
    join customer.customer g on g.workspace_id = m.workspace_id and g.id = m.gone_id
    where m.workspace_id = ${tenant.id}
      and (
        ${rowIds === null}
        or m.kept_id = any(${rowIds ?? []}::uuid[])
        or m.gone_id = any(${rowIds ?? []}::uuid[])
      )
      and (${before}::uuid is null or m.id < ${before}::uuid)
    order by m.id desc
    limit ${limit + 1}
  `)
  const shown = rows.slice(0, limit)
  const names = await namesOfStaff(
    tx,
    tenant.id,
    shown.map((row) => row.mergedBy),
  )
  const items = shown.map(
    (row): Merge => ({
      id: showId('merge', row.id),
      kept: { id: showId('customer', row.keptId), no: row.keptNo, name: row.keptName || null },
      gone: { id: showId('customer', row.goneId), no: row.goneNo, name: row.goneName || null },
      reason: row.reason,
      evidence: row.evidence,
      mergedAt: row.mergedAt.toISOString(),
      mergedBy: row.mergedBy === null ? null : (names.get(row.mergedBy) ?? null),
      undoneAt: row.undoneAt?.toISOString() ?? null,
      undoReason: row.undoReason,
    }),
  )
  return { items, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
