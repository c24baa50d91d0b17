import type { z } from 'zod'
import type { newQuickReply, quickReplyChange } from '../../contract/content.ts'
import { searchWords } from '../customer/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { isFound } from './material.ts'

type TenantId = Pick<Tenant, 'id'>
type Written = z.infer<typeof newQuickReply>

/** A prepared answer (话术) as it is kept. `uses`: in the last 30 days. */
export type QuickReply = Written & {
  id: string
  changedAt: Date
  archivedAt: Date | null
  uses: number
}

export async function addQuickReply(
  tx: Tx,
  tenant: TenantId,
  written: Written,
  { by, now }: { by: string | null; now: Date },
): Promise<string> {
  const id = newId()
  const { category, title, text } = written
  await tx.run(sql`
    insert into content.quick_reply (workspace_id, id, category, title, text, words, made_at, made_by, changed_at)
    values (${tenant.id}, ${id}, ${category}, ${title}, ${text}, ${wordsOf(written)}::text[], ${now}, ${by}, ${now})
  `)
  return id
}

/** @returns false: there is no such answer. */
export async function changeQuickReply(
  tx: Tx,
  tenant: TenantId,
  { id, isArchived, ...written }: z.infer<typeof quickReplyChange> & { id: string },
  now: Date,
): Promise<boolean> {
  const { category, title, text } = written
  const changed = await tx.run(sql`
    update content.quick_reply
    set category = ${category}, title = ${title}, text = ${text}, words = ${wordsOf(written)}::text[], changed_at = ${now},
        archived_at = case when ${isArchived} then coalesce(archived_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed === 1
}

export type ReplyFilter = {
  search?: string | undefined
  category?: string | undefined
  isArchived: boolean
  /** Whose favourites stand first. */
  userid?: string
  limit: number
  skip: number
  /** From when uses count. */
  since: Date
}

/** Answers: an associate's favourites first, then what is taken most. */
export async function listQuickReplies(
  tx: Tx,
  tenant: TenantId,
  { search, category, isArchived, userid = '', limit, skip, since }: ReplyFilter,
): Promise<{ items: (QuickReply & { isFavourite: boolean })[]; total: number }> {
  const parts = [sql`r.workspace_id = ${tenant.id}`]
  parts.push(isArchived ? sql`r.archived_at is not null` : sql`r.archived_at is null`)
  if (category) parts.push(sql`r.category = ${category}`)
  if (search) parts.push(isFound(search))
  const where = sql.join(parts, sql` and `)
  const items = await tx.rows(sql<QuickReply & { isFavourite: boolean }>`
    select r.id, r.category, r.title, r.text, r.changed_at as "changedAt", r.archived_at as "archivedAt",
           u.uses, f.is_favourite as "isFavourite"
    from content.quick_reply r
    cross join lateral (
      select count(*) as uses
      from content.reply_use n
      where n.workspace_id = r.workspace_id
        and n.reply_id = r.id
        and n.used_at > ${since}
    ) u
    cross join lateral (
      select exists (
        select from content.favourite f
        where f.workspace_id = r.workspace_id
          and f.reply_id = r.id
          and f.userid = ${userid}
      ) as is_favourite
    ) f
    where ${where}
    order by f.is_favourite desc, u.uses desc, r.category, r.title, r.id
    limit ${limit}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from content.quick_reply r
    where ${where}
  `)
  return { items, total }
}

const CATEGORIES_MAX = 100

/** Categories that have an answer, in order. */
export async function replyCategories(tx: Tx, tenant: TenantId): Promise<string[]> {
  const rows = await tx.rows(sql<{ category: string }>`
    select distinct category
    from content.quick_reply
    where workspace_id = ${tenant.id}
      and archived_at is null
    order by category
    limit ${CATEGORIES_MAX}
  `)
  return rows.map(({ category }) => category)
}

/** Notes that an associate took an answer. @returns false: there is no such answer. */
export async function noteReplyUsed(
  tx: Tx,
  tenant: TenantId,
  used: { replyId: string; userid: string; customerId: string; now: Date },
): Promise<boolean> {
  const noted = await tx.run(sql`
    insert into content.reply_use (workspace_id, id, reply_id, userid, customer_id, used_at)
    select r.workspace_id, ${newId()}::uuid, r.id, ${used.userid}, ${used.customerId}::uuid, ${used.now}::timestamptz
    from content.quick_reply r
    where r.workspace_id = ${tenant.id}
      and r.id = ${used.replyId}
  `)
  return noted === 1
}

/** Keeps an answer at an associate's hand, or no longer. */
export async function setFavourite(
  tx: Tx,
  tenant: TenantId,
  { replyId, userid, isFavourite }: { replyId: string; userid: string; isFavourite: boolean },
): Promise<void> {
  await tx.run(
    isFavourite
      ? sql`
          insert into content.favourite (workspace_id, userid, reply_id)
          select r.workspace_id, ${userid}, r.id
          from content.quick_reply r
          where r.workspace_id = ${tenant.id}
            and r.id = ${replyId}
          on conflict do nothing
        `
      : sql`
          delete from content.favourite
          where workspace_id = ${tenant.id}
            and userid = ${userid}
            and reply_id = ${replyId}
        `,
  )
}

function wordsOf({ title, category }: Written): string[] {
  return [...new Set([...searchWords(title), ...searchWords(category)])]
}
