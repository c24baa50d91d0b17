import type { Article } from '../../contract/article.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { StoredVersion } from './article-store.ts'

/** Who leaves before this many seconds has looked, and not read. */
export const READ_SECONDS = 5
/** Whoever came so far, in per cent, has seen the end: the last line stands a little above the edge of the page. */
export const END_DEPTH = 95

export type Counts = {
  openers: number
  readers: number
  finished: number
  shared: number
  medianSeconds: number | null
}

/** What came of an article: browsers that opened it, that read it, that saw its end, that came by somebody's sharing. */
export function countsOf(workspaceId: ReturnType<typeof sql>, articleId: ReturnType<typeof sql>) {
  return sql`(
    select count(*)::int as openers,
           count(*) filter (where o.seconds >= ${READ_SECONDS})::int as readers,
           count(*) filter (where o.seconds >= ${READ_SECONDS} and o.depth >= ${END_DEPTH})::int as finished,
           count(*) filter (where o.generation > 0)::int as shared,
           percentile_cont(0.5) within group (order by o.seconds) filter (where o.seconds >= ${READ_SECONDS}) as median
    from reading.opening o
    where o.workspace_id = ${workspaceId}
      and o.article_id = ${articleId}
  )`
}

export async function countArticle(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  articleId: string,
): Promise<Counts> {
  return tx.one(sql<Counts>`
    select c.openers, c.readers, c.finished, c.shared, c.median as "medianSeconds"
    from ${countsOf(sql`${tenant.id}`, sql`${articleId}`)} c
  `)
}

const TENTHS = 10

/** How far those came who read: people by tenths of the article. */
export async function depthsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  articleId: string,
): Promise<number[]> {
  const rows = await tx.rows(sql<{ tenth: number; people: number }>`
    select least(${TENTHS - 1}, depth / 10)::int as tenth, count(*)::int as people
    from reading.opening
    where workspace_id = ${tenant.id}
      and article_id = ${articleId}
      and seconds >= ${READ_SECONDS}
    group by 1
  `)
  const people = new Map(rows.map((row) => [row.tenth, row.people]))
  return Array.from({ length: TENTHS }, (_, tenth) => people.get(tenth) ?? 0)
}

/** How long people stay in each section of the version that stands: the mean of all looks at it in which somebody read. */
export async function sectionsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { articleId, version }: { articleId: string; version: StoredVersion },
): Promise<NonNullable<Article['published']>['sections']> {
  const rows = await tx.rows(sql<{ no: number; seconds: number; readers: number }>`
    select s.no::int as no, avg(s.seconds)::float8 as seconds, count(*) filter (where s.seconds > 0)::int as readers
    from reading.opening o
    join reading.view v
      on v.workspace_id = o.workspace_id
      and v.opening_id = o.id
      and v.version = ${version.no}
    cross join lateral unnest(v.sections) with ordinality as s (seconds, no)
    where o.workspace_id = ${tenant.id}
      and o.article_id = ${articleId}
      and v.seconds >= ${READ_SECONDS}
    group by s.no
  `)
  const known = new Map(rows.map((row) => [row.no, row]))
  return version.sections.map((title, at) => ({
    title,
    seconds: known.get(at + 1)?.seconds ?? 0,
    readers: known.get(at + 1)?.readers ?? 0,
  }))
}
