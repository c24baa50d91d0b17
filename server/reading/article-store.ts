import type { z } from 'zod'
import type { ArticleKind, ArticleState, articleFilter } from '../../contract/article.ts'
import { readArticle, readableCharacters } from '../../contract/article-text.ts'
import { searchWords } from '../customer/index.ts'
import { newId, type Outcome, ok, pageStart, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Counts, countsOf } from './counts.ts'

type TenantId = Pick<Tenant, 'id'>
type Deed = { by: string | null; now: Date }

/** What is written of an article, with plain ids. */
export type Written = {
  title: string
  summary: string
  body: string
  tagIds: string[]
  hookId: string | null
}

/** An article as it is kept. */
export type StoredArticle = Written & {
  id: string
  kind: ArticleKind
  draftNo: number
  version: number | null
  madeBy: string | null
  changedAt: Date
  archivedAt: Date | null
  materialId: string | null
}

/** What of it people read. */
export type StoredVersion = {
  no: number
  draftNo: number
  title: string
  summary: string
  body: string
  sections: string[]
  characters: number
  publishedAt: Date
  publishedBy: string | null
}

export async function makeArticle(
  tx: Tx,
  tenant: TenantId,
  { kind, by, now, ...written }: Written & Deed & { kind: ArticleKind },
): Promise<string> {
  const id = newId()
  const { title, summary, body, tagIds, hookId } = written
  await tx.run(sql`
    insert into reading.article
      (workspace_id, id, kind, title, summary, body, tag_ids, hook_id, words, made_at, made_by, changed_at)
    values (
      ${tenant.id}, ${id}, ${kind}, ${title}, ${summary}, ${body}, ${tagIds}::uuid[], ${hookId}, ${wordsOf(written)}::text[],
      ${now}, ${by}, ${now}
    )
  `)
  return id
}

/** Writes the draft anew. Needs and hook count at once; the words that people read stay until it is published. */
export async function changeArticle(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo, now, ...written }: Written & { id: string; draftNo: number; now: Date },
): Promise<Outcome<null, 'not_found' | 'changed'>> {
  const { title, summary, body, tagIds, hookId } = written
  const changed = await tx.run(sql`
    update reading.article
    set title = ${title}, summary = ${summary}, body = ${body}, tag_ids = ${tagIds}::uuid[], hook_id = ${hookId},
        words = ${wordsOf(written)}::text[], draft_no = draft_no + 1, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and draft_no = ${draftNo}
  `)
  if (changed === 1) return ok(null)
  return refused((await findArticle(tx, tenant, id)) ? 'changed' : 'not_found')
}

/** Makes the draft the version that people read. The same draft twice is one version. */
export async function publishArticle(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo, by, now }: Deed & { id: string; draftNo: number },
): Promise<Outcome<null, 'not_found' | 'changed'>> {
  const draft = await findArticle(tx, tenant, id, { isLocked: true })
  if (!draft) return refused('not_found')
  if (draft.draftNo !== draftNo) return refused('changed')
  const standing = await versionOf(tx, tenant, draft)
  if (standing?.draftNo === draftNo) return ok(null)
  const no = (standing?.no ?? 0) + 1
  const sections = readArticle(draft.body)
  await tx.run(sql`
    insert into reading.version (
      workspace_id, article_id, no, draft_no, title, summary, body, sections, characters, published_at, published_by
    )
    values (
      ${tenant.id}, ${id}, ${no}, ${draftNo}, ${draft.title}, ${draft.summary}, ${draft.body},
      ${sections.map(({ title }) => title)}::text[], ${readableCharacters(sections)}, ${now}, ${by}
    )
  `)
  await tx.run(sql`
    update reading.article
    set version = ${no}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(null)
}

/** Puts an article away: its page is gone at once. @returns false: there is none. */
export async function archiveArticle(
  tx: Tx,
  tenant: TenantId,
  { id, isArchived, now }: { id: string; isArchived: boolean; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update reading.article
    set archived_at = case when ${isArchived} then coalesce(archived_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed === 1
}

const columns = sql.raw(`
  a.id, a.kind, a.title, a.summary, a.body, a.tag_ids as "tagIds", a.hook_id as "hookId", a.draft_no as "draftNo", a.version,
  a.made_by as "madeBy", a.changed_at as "changedAt", a.archived_at as "archivedAt", a.material_id as "materialId"
`)

export function findArticle(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { isLocked = false } = {},
): Promise<StoredArticle | null> {
  return tx.maybe(sql<StoredArticle>`
    select ${columns}
    from reading.article a
    where a.workspace_id = ${tenant.id}
      and a.id = ${id}
    ${isLocked ? sql`for update` : sql``}
  `)
}

/** The version that people read; null: none yet. */
export async function versionOf(
  tx: Tx,
  tenant: TenantId,
  { id, version }: Pick<StoredArticle, 'id' | 'version'>,
): Promise<StoredVersion | null> {
  if (version === null) return null
  return tx.maybe(sql<StoredVersion>`
    select no, draft_no as "draftNo", title, summary, body, sections, characters, published_at as "publishedAt",
           published_by as "publishedBy"
    from reading.version
    where workspace_id = ${tenant.id}
      and article_id = ${id}
      and no = ${version}
  `)
}

/** How an article stands. */
export function stateOf({
  version,
  archivedAt,
}: Pick<StoredArticle, 'version' | 'archivedAt'>): ArticleState {
  if (archivedAt !== null) return 'archived'
  return version === null ? 'draft' : 'published'
}

/** Articles, those that were changed last first. */
export async function listArticles(
  tx: Tx,
  tenant: TenantId,
  { search, state, kind, limit, cursor }: z.infer<typeof articleFilter>,
): Promise<{ items: (StoredArticle & Counts)[]; next: string | null; total: number }> {
  const skip = pageStart(cursor)
  const start = `${search.toLowerCase().replace(/[\\%_]/g, (one) => `\\${one}`)}%`
  const where = sql`
    a.workspace_id = ${tenant.id}
    and (
      ${search} = ''
      or position(lower(${search}) in lower(a.title)) > 0
      or exists (select from unnest(a.words) as w (word) where w.word like ${start})
    )
    and (${kind ?? null}::text is null or a.kind = ${kind ?? null}::text)
    and (
      ${state ?? null}::text is null
      or ${state ?? null}::text = case
        when a.archived_at is not null then 'archived' when a.version is null then 'draft' else 'published' end
    )`
  const items = await tx.rows(sql<StoredArticle & Counts>`
    select ${columns}, c.openers, c.readers, c.finished, c.shared, c.median as "medianSeconds"
    from reading.article a
    cross join lateral ${countsOf(sql`a.workspace_id`, sql`a.id`)} c
    where ${where}
    order by a.changed_at desc, a.id desc
    limit ${limit}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from reading.article a
    where ${where}
  `)
  const reached = skip + items.length
  return { items, next: items.length > 0 && reached < total ? String(reached) : null, total }
}

function wordsOf({ title, summary }: Pick<Written, 'title' | 'summary'>): string[] {
  return [...new Set([...searchWords(title), ...searchWords(summary)])]
}
