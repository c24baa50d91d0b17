import type { PageLook } from '../../contract/page-look.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What pages look like where nobody has chosen anything. */
const COLOUR = '#087f5b'

/** The brand's colour on its own pages. */
export async function lookOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<PageLook> {
  const stored = await tx.maybe(sql<PageLook>`
    select colour
    from page.look
    where workspace_id = ${tenant.id}
  `)
  return stored ?? { colour: COLOUR }
}

export async function storeLook(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { colour, by, now }: PageLook & { by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into page.look (workspace_id, colour, changed_at, changed_by)
    values (${tenant.id}, ${colour}, ${now}, ${by})
    on conflict (workspace_id) do update
    set colour = excluded.colour, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  `)
}
