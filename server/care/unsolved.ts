import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** An unsolved service case, as whoever takes its customer over has to know it. */
export type UnsolvedCase = {
  id: string
  no: number
  customerId: string
  subject: string
  owner: string
  /** When the next clock runs out. */
  dueAt: Date
}

const SHOWN_MAX = 2_000

/** Unsolved cases of some customers' rows, the most urgent first. @param owner of this associate only; null: anybody's. */
export function unsolvedCases(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { customerIds, owner = null }: { customerIds: readonly string[]; owner?: string | null },
): Promise<UnsolvedCase[]> {
  return tx.rows(sql<UnsolvedCase>`
    select id, no, customer_id as "customerId", subject, owner,
           case when answered_at is null then answer_due_at else resolve_due_at end as "dueAt"
    from care.service_case
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
      and (${owner}::text is null or owner = ${owner})
      and state in ('open', 'answered', 'waiting')
    order by 6, no
    limit ${SHOWN_MAX}
  `)
}
