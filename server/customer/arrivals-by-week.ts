import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

const WEEK_MS = 7 * 86_400_000

/** How many persons were first heard of in each of the last weeks, the oldest first. Reads these weeks of one index. */
export async function arrivalsByWeek(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { now, weeks }: { now: Date; weeks: number },
): Promise<number[]> {
  const rows = await tx.rows(sql<{ week: number; people: number }>`
    select floor(extract(epoch from ${now}::timestamptz - first_seen_at) * 1000 / ${WEEK_MS})::integer as week,
           count(*)::integer as people
    from customer.customer
    where workspace_id = ${tenant.id}
      and person_id = id
      and first_seen_at > ${addMs(now, -weeks * WEEK_MS)}
      and first_seen_at < ${now}
    group by 1`)
  const found = new Map(rows.map(({ week, people }) => [week, people]))
  return Array.from({ length: weeks }, (_, i) => found.get(weeks - 1 - i) ?? 0)
}
