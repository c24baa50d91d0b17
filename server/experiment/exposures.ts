import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Everybody who was divided, in columns: numbers, arms, the instant of entering in milliseconds. */
export type Exposures = {
  numbers: number[]
  isControl: boolean[]
  assignedAtMs: number[]
  isCrossed: boolean[]
}

/** Rows of one page: some 8 MB on their way. */
const PAGE_ROWS = 100_000

/** Reads all exposures of an experiment, however many, page by page. */
export async function exposuresOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  experimentId: string,
): Promise<Exposures> {
  const all: Exposures = { numbers: [], isControl: [], assignedAtMs: [], isCrossed: [] }
  let after = -1
  for (;;) {
    const rows = await tx.rows(
      sql<{ no: number; isControl: boolean; at: Date; isCrossed: boolean }>`
        select a.customer_no as no, a.is_control as "isControl", a.assigned_at as at,
               a.crossed_at is not null as "isCrossed"
        from experiment.assignment a
        where a.workspace_id = ${tenant.id}
          and a.experiment_id = ${experimentId}
          and a.customer_no > ${after}
        order by a.customer_no
        limit ${PAGE_ROWS}`,
    )
    for (const { no, isControl, at, isCrossed } of rows) {
      all.numbers.push(no)
      all.isControl.push(isControl)
      all.assignedAtMs.push(at.getTime())
      all.isCrossed.push(isCrossed)
    }
    if (rows.length < PAGE_ROWS) return all
    after = all.numbers.at(-1) ?? after
  }
}
