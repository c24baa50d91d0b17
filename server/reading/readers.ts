import { stringify } from 'csv-stringify/sync'
import type { z } from 'zod'
import type { PersonReading, Reader, readerFilter } from '../../contract/article.ts'
import { listedPersons } from '../customer/index.ts'
import { pageStart, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { END_DEPTH, READ_SECONDS } from './counts.ts'

type TenantId = Pick<Tenant, 'id'>
type Filter = Pick<z.infer<typeof readerFilter>, 'how'> & { limit: number; skip: number }

type Row = {
  id: string
  customerId: string | null
  openedAt: Date
  lastAt: Date
  times: number
  seconds: number
  depth: number
  generation: number
  sharerId: string | null
  brought: number
}

/** Who opened an article, who was there last first. */
export async function readersOf(
  tx: Tx,
  tenant: TenantId,
  { articleId, how, limit, cursor }: z.infer<typeof readerFilter> & { articleId: string },
): Promise<{ items: Reader[]; next: string | null; total: number }> {
  const skip = pageStart(cursor)
  const rows = await openings(tx, tenant, articleId, { how, limit, skip })
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from reading.opening o
    where ${isAsked(tenant, articleId, how)}
  `)
  const reached = skip + rows.length
  return {
    items: await shown(tx, tenant, rows),
    next: rows.length > 0 && reached < total ? String(reached) : null,
    total,
  }
}

function openings(
  tx: Tx,
  tenant: TenantId,
  articleId: string,
  { how, limit, skip }: Filter,
): Promise<Row[]> {
  return tx.rows(sql<Row>`
    select o.id, o.customer_id as "customerId", o.first_at as "openedAt", o.last_at as "lastAt", o.times, o.seconds, o.depth,
           o.generation, coalesce(f.customer_id, o.from_customer) as "sharerId", ${broughtOf} as brought
    from reading.opening o
    left join reading.opening f
      on f.workspace_id = o.workspace_id
      and f.id = o.from_opening
    where ${isAsked(tenant, articleId, how)}
    order by o.last_at desc, o.id desc
    limit ${limit}
    offset ${skip}
  `)
}

/** Whoever came by their sharing: by an address that was theirs in the browser, or by their own link of a message. */
const broughtOf = sql`(
  select count(*)::int
  from reading.opening b
  where b.workspace_id = o.workspace_id
    and b.article_id = o.article_id
    and (b.from_opening = o.id or b.from_customer = o.customer_id)
)`

function isAsked(tenant: TenantId, articleId: string, how: Filter['how']) {
  const isRead = sql`o.seconds >= ${READ_SECONDS}`
  const more = {
    read: isRead,
    finished: sql`${isRead} and o.depth >= ${END_DEPTH}`,
    shared: sql`${broughtOf} > 0`,
    came_shared: sql`o.generation > 0`,
  }
  return sql`o.workspace_id = ${tenant.id} and o.article_id = ${articleId} and (${how ? more[how] : sql`true`})`
}

async function shown(tx: Tx, tenant: TenantId, rows: readonly Row[]): Promise<Reader[]> {
  const ids = rows.flatMap(({ customerId, sharerId }) => [customerId ?? [], sharerId ?? []].flat())
  const persons = await listedPersons(tx, tenant.id, ids)
  const somebody = (id: string | null) => {
    const found = persons.get(id ?? '')
    return found ? { id: showId('customer', found.id), no: found.no, name: found.name } : null
  }
  return rows.map(({ id, customerId, openedAt, lastAt, sharerId, generation, ...read }) => ({
    ...{ times: read.times, seconds: read.seconds, depth: read.depth, brought: read.brought },
    id: showId('opening', id),
    person: somebody(customerId),
    openedAt: openedAt.toISOString(),
    lastAt: lastAt.toISOString(),
    hasFinished: hasFinished(read),
    from: generation === 0 ? null : { person: somebody(sharerId) },
    generation,
  }))
}

function hasFinished({ seconds, depth }: { seconds: number; depth: number }): boolean {
  return seconds >= READ_SECONDS && depth >= END_DEPTH
}

/** A file has as many; more than this is narrowed down first. */
export const EXPORTED_MAX = 20_000

const heads = {
  zh: [
    '客户编号',
    '客户',
    '第一次打开',
    '最近',
    '打开次数',
    '阅读秒数',
    '读到（%）',
    '读完',
    '由谁转来',
    '第几层',
    '带来的人',
  ],
  en: [
    'Customer no.',
    'Customer',
    'First opened',
    'Last',
    'Times',
    'Seconds',
    'Depth (%)',
    'Finished',
    'Shared by',
    'Generation',
    'Brought',
  ],
}

/** The people of an article as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export async function exportReaders(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { articleId, how, language }: Pick<Filter, 'how'> & { articleId: string; language: 'zh' | 'en' },
): Promise<string> {
  const rows = await openings(tx, tenant, articleId, { how, limit: EXPORTED_MAX, skip: 0 })
  const local = (at: string) => new Date(at).toLocaleString('sv-SE', { timeZone: tenant.timeZone })
  const lines = (await shown(tx, tenant, rows)).map((one) => [
    one.person?.no ?? '',
    one.person?.name ?? '',
    local(one.openedAt),
    local(one.lastAt),
    ...[one.times, one.seconds, one.depth, one.hasFinished ? 1 : 0],
    one.from?.person?.name ?? '',
    ...[one.generation, one.brought],
  ])
  const text = stringify([heads[language], ...lines], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return `\ufeff${text}`
}

/** What a person read, the last first. @param customerIds all rows of the person. */
export async function readingsOf(
  tx: Tx,
  tenant: TenantId,
  { customerIds, limit }: { customerIds: readonly string[]; limit: number },
): Promise<PersonReading[]> {
  const rows = await tx.rows(
    sql<Omit<PersonReading, 'lastAt' | 'hasFinished'> & { lastAt: Date }>`
      select o.article_id as "articleId", a.title, a.kind, max(o.last_at) as "lastAt", sum(o.times)::int as times,
             sum(o.seconds)::int as seconds, max(o.depth)::int as depth
      from reading.opening o
      join reading.article a
        on a.workspace_id = o.workspace_id
        and a.id = o.article_id
      where o.workspace_id = ${tenant.id}
        and o.customer_id = any(${[...customerIds]}::uuid[])
      group by o.article_id, a.title, a.kind
      order by max(o.last_at) desc, o.article_id
      limit ${limit}
    `,
  )
  return rows.map((row) => ({
    ...row,
    articleId: showId('article', row.articleId),
    lastAt: row.lastAt.toISOString(),
    hasFinished: hasFinished(row),
  }))
}
