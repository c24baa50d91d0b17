import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Imports that a person began and did not end, and finished ones with rows that could not be taken. */
export async function countUnfinishedImports(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<{ unfinished: number; withErrors: number }> {
  return tx.one(sql<{ unfinished: number; withErrors: number }>`
    select
      count(*) filter (where state in ('draft', 'failed')) as unfinished,
      count(*) filter (where state = 'finished' and rows_failed > 0) as "withErrors"
    from ingestion.import
    where workspace_id = ${tenant.id}
  `)
}
