import type { Tenant } from '../kernel/index.ts'
import type { Visitor } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type Page = { pageId: string; visitor: Visitor; variant?: string; at: Date }

/** Notes that somebody looks at a page, once. @returns whether it was the first time; programs are not noted. */
export async function noteVisit(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { pageId, visitor, variant = '', at }: Page,
): Promise<boolean> {
  if (visitor.isRobot) return false
  const made = await tx.run(sql`
    insert into acquisition.visit (workspace_id, page_id, visitor_id, variant, first_at)
    values (${tenant.id}, ${pageId}, ${visitor.id}, ${variant}, ${at})
    on conflict do nothing
  `)
  return made === 1
}

/** Notes that somebody did what the page is for. @returns whether it was the first time. */
export async function noteActed(tx: Tx, tenant: Pick<Tenant, 'id'>, page: Page): Promise<boolean> {
  await noteVisit(tx, tenant, page)
  const changed = await tx.run(sql`
    update acquisition.visit
    set acted_at = ${page.at}
    where workspace_id = ${tenant.id}
      and page_id = ${page.pageId}
      and visitor_id = ${page.visitor.id}
      and acted_at is null
  `)
  return changed === 1
}

export type Visits = { pageId: string; variant: string; visitors: number; acted: number }

/** How many looked at pages and did what they are for, by wording. */
export function visitsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  pageIds: readonly string[],
): Promise<Visits[]> {
  return tx.rows(sql<Visits>`
    select page_id as "pageId", variant, count(*)::int as visitors, count(acted_at)::int as acted
    from acquisition.visit
    where workspace_id = ${tenant.id}
      and page_id = any(${[...pageIds]}::uuid[])
    group by page_id, variant
    order by page_id, variant
  `)
}
