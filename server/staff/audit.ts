import { newId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type AuditEntry = {
  workspaceId: string
  staffId: string | null
  at: Date
  /** What was done, `noun.happened`. */
  action: string
  /** Whom or what it concerned: a shown id. */
  subject: string
  /** Never personal data: kinds, counts, reasons. */
  detail: Record<string, unknown>
}

/** Writes down who did what, in the transaction that does it. */
export async function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.run(sql`
    insert into staff.audit (workspace_id, id, at, staff_id, action, subject, detail)
    values (
      ${entry.workspaceId}, ${newId()}, ${entry.at}, ${entry.staffId}, ${entry.action}, ${entry.subject},
      ${JSON.stringify(entry.detail)}::jsonb
    )
  `)
}
