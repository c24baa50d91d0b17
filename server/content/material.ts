import type { z } from 'zod'
import type { materialChange, newMaterial } from '../../contract/content.ts'
import { messageContent, type Purpose } from '../../contract/delivery.ts'
import { searchWords } from '../customer/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
type Link = z.infer<typeof messageContent.shape.link>

/** A material of content (素材) as it is kept. */
export type Material = {
  id: string
  title: string
  text: string
  link: NonNullable<Link> | null
  purpose: Purpose
  tagIds: string[]
  story: string
  fromOn: string | null
  untilOn: string | null
  changedAt: Date
  archivedAt: Date | null
}

/** How a material is written, with the tags' own ids. */
export type Written = Omit<z.infer<typeof newMaterial>, 'tagIds'> & { tagIds: string[] }
type Deed = { by: string | null; now: Date }

export async function addMaterial(
  tx: Tx,
  tenant: TenantId,
  written: Written,
  { by, now }: Deed,
): Promise<string> {
  const id = newId()
  const { title, text, link, purpose, tagIds, story, fromOn, untilOn } = written
  await tx.run(sql`
    insert into content.material
      (workspace_id, id, title, text, link, purpose, tag_ids, story, from_on, until_on, words, made_at, made_by, changed_at)
    values (
      ${tenant.id}, ${id}, ${title}, ${text}, ${stored(link)}::jsonb, ${purpose}, ${tagIds}::uuid[], ${story},
      ${fromOn}::date, ${untilOn}::date, ${wordsOf(written)}::text[], ${now}, ${by}, ${now}
    )
  `)
  return id
}

/** Writes a material anew; with `isArchived` it is offered no longer. @returns false: there is no such material. */
export async function changeMaterial(
  tx: Tx,
  tenant: TenantId,
  written: Written & Pick<z.infer<typeof materialChange>, 'isArchived'> & { id: string },
  now: Date,
): Promise<boolean> {
  const { id, title, text, link, purpose, tagIds, story, fromOn, untilOn, isArchived } = written
  const changed = await tx.run(sql`
    update content.material
    set title = ${title}, text = ${text}, link = ${stored(link)}::jsonb, purpose = ${purpose}, tag_ids = ${tagIds}::uuid[],
        story = ${story}, from_on = ${fromOn}::date, until_on = ${untilOn}::date, words = ${wordsOf(written)}::text[],
        changed_at = ${now},
        archived_at = case when ${isArchived} then coalesce(archived_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed === 1
}

const columns = sql.raw(`
  id, title, text, link, purpose, tag_ids as "tagIds", story, from_on::text as "fromOn", until_on::text as "untilOn",
  changed_at as "changedAt", archived_at as "archivedAt"
`)
type Row = Omit<Material, 'link'> & { link: unknown }

export type MaterialFilter = {
  search?: string | undefined
  state?: 'offered' | 'resting' | 'archived' | undefined
  limit: number
  skip: number
}

/** Materials, those that were changed last first. @param today a day of the workspace. */
export async function listMaterials(
  tx: Tx,
  tenant: TenantId,
  { search, state, limit, skip }: MaterialFilter,
  today: string,
): Promise<{ items: Material[]; total: number }> {
  const parts = [sql`workspace_id = ${tenant.id}`]
  if (search) parts.push(isFound(search))
  if (state === 'archived') parts.push(sql`archived_at is not null`)
  if (state === 'offered') parts.push(sql`archived_at is null and ${isOfferedOn(today)}`)
  if (state === 'resting') parts.push(sql`archived_at is null and not ${isOfferedOn(today)}`)
  const where = sql.join(parts, sql` and `)
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from content.material
    where ${where}
    order by changed_at desc, id desc
    limit ${limit}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from content.material
    where ${where}
  `)
  return { items: rows.map(read), total }
}

/** One material; null: there is none. */
export async function materialOf(tx: Tx, tenant: TenantId, id: string): Promise<Material | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from content.material
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return row && read(row)
}

/** Materials that associates are offered at once; a week has far fewer. */
const OFFERED_MAX = 200

/** What is offered on a day of the workspace. */
export async function offeredMaterials(
  tx: Tx,
  tenant: TenantId,
  today: string,
): Promise<Material[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from content.material
    where workspace_id = ${tenant.id}
      and archived_at is null
      and ${isOfferedOn(today)}
    order by from_on desc nulls last, changed_at desc, id
    limit ${OFFERED_MAX}
  `)
  return rows.map(read)
}

/** Whether a material is offered on a day. */
export function isOffered(
  material: Pick<Material, 'fromOn' | 'untilOn' | 'archivedAt'>,
  today: string,
) {
  const { fromOn, untilOn, archivedAt } = material
  return (
    archivedAt === null &&
    (fromOn === null || fromOn <= today) &&
    (untilOn === null || today <= untilOn)
  )
}

function isOfferedOn(today: string) {
  return sql`(coalesce(from_on, '-infinity') <= ${today}::date and coalesce(until_on, 'infinity') >= ${today}::date)`
}

/** By the beginning of any word, in Chinese, pinyin or initials; or any part of the text. */
export function isFound(search: string) {
  const plain = search.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)
  return sql`(
    exists (select from unnest(words) as w (word) where w.word like ${`${plain}%`})
    or text ilike ${`%${plain}%`}
    or title ilike ${`%${plain}%`}
  )`
}

function wordsOf({ title, story }: Pick<Written, 'title' | 'story'>): string[] {
  return [...new Set([...searchWords(title), ...searchWords(story)])]
}

function stored(link: Written['link']): string | null {
  return link ? JSON.stringify(link) : null
}

function read(row: Row): Material {
  return { ...row, link: row.link ? (messageContent.shape.link.parse(row.link) ?? null) : null }
}
