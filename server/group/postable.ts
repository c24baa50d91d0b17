import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A group as whoever wants to say something in it needs to know it. */
export type PostableGroup = {
  id: string
  chatId: string
  name: string
  owner: string
  /** Who is inside, staff not counted. */
  members: number
  createdAt: Date
  isLive: boolean
}

const columns = sql`
  g.id, g.chat_id as "chatId", case when g.name = '' then g.chat_id else g.name end as name, g.owner, n.members,
  g.created_at as "createdAt", g.dissolved_at is null as "isLive"`

const withMembers = sql`
  "group".group_chat g
  cross join lateral (
    select count(*)::int as members
    from "group".membership m
    where m.workspace_id = g.workspace_id
      and m.group_id = g.id
      and m.left_at is null
      and not m.is_staff
  ) n`

/** Groups by their ids, dissolved ones too. */
export async function groupsById(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<Map<string, PostableGroup>> {
  const rows = await tx.rows(sql<PostableGroup>`
    select ${columns}
    from ${withMembers}
    where g.workspace_id = ${tenant.id}
      and g.id = any(${[...ids]}::uuid[])
  `)
  return new Map(rows.map((row) => [row.id, row]))
}

export type GroupsWanted = {
  owners: readonly string[]
  search: string
  min: number | null
  max: number | null
  limit: number
}

/** Groups that can be chosen by what they are: whose, called what, how large. The largest first. */
export async function groupsLike(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { owners, search, min, max, limit }: GroupsWanted,
): Promise<{ items: PostableGroup[]; total: number }> {
  const where = sql`
    g.workspace_id = ${tenant.id}
    and g.dissolved_at is null
    and g.owner <> ''
    and (${owners.length} = 0 or g.owner = any(${[...owners]}::text[]))
    and (${search} = '' or strpos(lower(g.name), lower(${search})) > 0)
    and (${min}::integer is null or n.members >= ${min})
    and (${max}::integer is null or n.members <= ${max})`
  const items = await tx.rows(sql<PostableGroup>`
    select ${columns}
    from ${withMembers}
    where ${where}
    order by n.members desc, g.id
    limit ${limit}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from ${withMembers}
    where ${where}
  `)
  return { items, total }
}
