import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Nobody enters any more. Measuring goes on until the last window has run out. Closing twice is closing once. */
export async function close(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  experimentId: string,
): Promise<void> {
  await tx.run(sql`
    update experiment.experiment
    set closed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${experimentId}
      and closed_at is null`)
}

/** Closes whatever is still open of a subject. @returns the ids of all its experiments whose last look is not taken */
export async function closeOfSubject(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  subjectId: string,
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update experiment.experiment
    set closed_at = coalesce(closed_at, ${now})
    where workspace_id = ${tenant.id}
      and subject_id = ${subjectId}
      and finished_at is null
    returning id`)
  return rows.map(({ id }) => id)
}
