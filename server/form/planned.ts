import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

const TOPICS_MAX = 200

/** Flash topics that begin or end within a span. */
export function flashBetween(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { from, until }: { from: Date; until: Date },
): Promise<{ id: string; title: string; from: Date; until: Date }[]> {
  return tx.rows(sql<{ id: string; title: string; from: Date; until: Date }>`
    select id, title, starts_at as from, ends_at as until
    from form.flash_topic
    where workspace_id = ${tenant.id}
      and dropped_at is null
      and starts_at < ${until}
      and ends_at >= ${from}
    order by starts_at, id
    limit ${TOPICS_MAX}
  `)
}
