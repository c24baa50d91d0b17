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
export function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  return auditAll(tx, [entry])
}

/** The same of many deeds, in one statement. */
export async function auditAll(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await tx.run(sql`
    insert into staff.audit (workspace_id, id, at, staff_id, action, subject, detail)
    select n.workspace_id, n.id, n.at, n.staff_id, n.action, n.subject, n.detail::jsonb
    from unnest(
      ${entries.map(({ workspaceId }) => workspaceId)}::uuid[],
      ${entries.map(() => newId())}::uuid[],
      ${entries.map(({ at }) => at)}::timestamptz[],
      ${entries.map(({ staffId }) => staffId)}::uuid[],
      ${entries.map(({ action }) => action)}::text[],
      ${entries.map(({ subject }) => subject)}::text[],
      ${entries.map(({ detail }) => JSON.stringify(detail))}::text[]
    ) as n (workspace_id, id, at, staff_id, action, subject, detail)
  `)
}
