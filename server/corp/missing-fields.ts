import type { Clock, Log, TenantCompany } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

export type MissingField = { path: string; field: string }

/** As many are shown in the checklist. */
const SHOWN_MAX = 5

/**
 * Writes down that WeCom left out a field which its documents promise: in the log and for the checklist, once for each path
 * and field. It is news about WeCom, so that a database that is away costs the news and not the call.
 */
export function noteMissing(
  { db, clock, log }: { db: Database; clock: Clock; log: Log },
  tenant: TenantCompany,
  { path, field }: MissingField,
): void {
  db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ path: string }>`
      insert into corp.missing_field (workspace_id, company, path, field, first_missed_at)
      values (${tenant.id}, ${tenant.company}, ${path}, ${field}, ${clock.now()})
      on conflict do nothing
      returning path
    `),
  ).then(
    (fresh) => {
      if (fresh.length > 0) log.warn({ path, field }, 'WeCom left out a field that it documents')
    },
    (error) => log.warn({ path, field, error: String(error) }, 'a missing field was not noted'),
  )
}

/** What WeCom left out so far, the oldest first: the first few in words, and how many there are. */
export async function missedFields(
  tx: Tx,
  tenant: TenantCompany,
): Promise<{ count: number; words: string }> {
  const rows = await tx.rows(sql<MissingField>`
    select path, field
    from corp.missing_field
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
    order by first_missed_at, path, field
  `)
  const words = rows.slice(0, SHOWN_MAX).map(({ path, field }) => `${path}: ${field}`)
  return { count: rows.length, words: words.join('; ') }
}
