import type { GroupQuery, GroupSort } from '../../contract/group.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A group of the list, with the figures of a period. */
export type ListedGroup = {
  id: string
  name: string
  owner: string
  notice: string
  createdAt: Date
  readAt: Date | null
  dissolvedAt: Date | null
  customers: number
  strangers: number
  staff: number
  joined: number
  left: number
}
export type GroupSums = Pick<ListedGroup, 'customers' | 'strangers' | 'joined' | 'left'>

export type GroupsAsked = Pick<GroupQuery, 'search' | 'state' | 'sort' | 'limit'> & {
  owner: string | null
  /** Owners who are at work: a group of anybody else has no owner to speak of. */
  active: readonly string[]
  /** The figures' first instant. */
  since: Date
  /** Where the page begins. */
  from: number
}

const orders = {
  created: sql`g.created_at`,
  '-created': sql`g.created_at desc`,
  name: sql`g.name`,
  '-name': sql`g.name desc`,
  members: sql`customers + strangers`,
  '-members': sql`customers + strangers desc`,
  joined: sql`joined`,
  '-joined': sql`joined desc`,
  left: sql`"left"`,
  '-left': sql`"left" desc`,
} as const satisfies Record<GroupSort, unknown>

/** One page of groups, how many match, and the sums over all that match. */
export async function listGroups(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: GroupsAsked,
): Promise<{ items: ListedGroup[]; next: string | null; total: number; sums: GroupSums }> {
  const { sort, limit, from } = asked
  const items = await tx.rows(sql<ListedGroup>`
    select g.id, g.name, g.owner, g.notice, g.created_at as "createdAt", g.read_at as "readAt",
           g.dissolved_at as "dissolvedAt", n.customers, n.strangers, n.staff, n.joined, n.left
    from "group".group_chat g
    cross join lateral (${figures(tenant.id, asked.since)}) n
    where ${matches(tenant.id, asked)}
    order by ${orders[sort]}, g.id
    limit ${limit}
    offset ${from}
  `)
  const { total, ...sums } = await tx.one(sql<GroupSums & { total: number }>`
    select count(*)::int as total, coalesce(sum(n.customers), 0)::int as customers,
           coalesce(sum(n.strangers), 0)::int as strangers, coalesce(sum(n.joined), 0)::int as joined,
           coalesce(sum(n.left), 0)::int as left
    from "group".group_chat g
    cross join lateral (${figures(tenant.id, asked.since)}) n
    where ${matches(tenant.id, asked)}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total, sums }
}

/** One group with the figures of a period; null when it is not there. */
export function listedGroup(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, since }: { id: string; since: Date },
): Promise<ListedGroup | null> {
  return tx.maybe(sql<ListedGroup>`
    select g.id, g.name, g.owner, g.notice, g.created_at as "createdAt", g.read_at as "readAt",
           g.dissolved_at as "dissolvedAt", n.customers, n.strangers, n.staff, n.joined, n.left
    from "group".group_chat g
    cross join lateral (${figures(tenant.id, since)}) n
    where g.workspace_id = ${tenant.id}
      and g.id = ${id}
  `)
}

/** Who is inside, and who of the brand's people came and went. */
function figures(workspaceId: string, since: Date) {
  return sql`
    select count(*) filter (where m.left_at is null and m.customer_id is not null)::int as customers,
           count(*) filter (where m.left_at is null and m.customer_id is null and not m.is_staff)::int as strangers,
           count(*) filter (where m.left_at is null and m.is_staff)::int as staff,
           count(*) filter (where m.joined_at >= ${since} and not m.is_staff)::int as joined,
           count(*) filter (where m.left_at >= ${since} and not m.is_staff)::int as left
    from "group".membership m
    where m.workspace_id = ${workspaceId}
      and m.group_id = g.id
  `
}

function matches(workspaceId: string, { search, owner, state, active }: GroupsAsked) {
  const ofState = {
    live: sql`g.dissolved_at is null`,
    ownerless: sql`g.dissolved_at is null and g.read_at is not null and g.owner <> all(${[...active]}::text[])`,
    dissolved: sql`g.dissolved_at is not null`,
  } as const
  return sql`
    g.workspace_id = ${workspaceId}
    and ${ofState[state]}
    and (${search} = '' or strpos(lower(g.name), lower(${search})) > 0)
    and (${owner}::text is null or g.owner = ${owner})
  `
}
