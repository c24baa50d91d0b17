import type { GroupMemberQuery } from '../../contract/group.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Membership } from './membership.ts'

export type ListedMember = Omit<Membership, 'groupId' | 'isTold'> & { customerId: string | null }

/** One page of a group's people: those inside by when they came, those who left by when they went; the newest first. */
export async function listMembers(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: Omit<GroupMemberQuery, 'cursor'> & { groupId: string; from: number },
): Promise<{ items: ListedMember[]; next: string | null; total: number }> {
  const { groupId, search, kind = null, standing, limit, from } = asked
  const isInside = standing === 'inside'
  const matching = sql`
    m.workspace_id = ${tenant.id}
    and m.group_id = ${groupId}
    and (m.left_at is null) = ${isInside}
    and (
      ${kind}::text is null
      or ${kind} = case when m.is_staff then 'staff' when m.customer_id is null then 'stranger' else 'customer' end
    )
    and (
      ${search} = ''
      or strpos(lower(m.name), lower(${search})) > 0
      or strpos(lower(m.nickname), lower(${search})) > 0
    )
  `
  const items = await tx.rows(sql<ListedMember>`
    select m.id, m.member, m.is_staff as "isStaff", m.customer_id as "customerId", m.name, m.nickname,
           m.joined_at as "joinedAt", m.join_scene as "joinScene", m.invited_by as "invitedBy", m.state,
           m.left_at as "leftAt", m.left_how as "leftHow"
    from "group".membership m
    where ${matching}
    order by coalesce(m.left_at, m.joined_at) desc, m.id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from "group".membership m
    where ${matching}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}

export type GroupDay = { on: string; joined: number; left: number }

/** How many came and went on each day of the workspace from a day on; days without anything are left out. */
export function daysOfGroup(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { groupId, since }: { groupId: string; since: Date },
): Promise<GroupDay[]> {
  return tx.rows(sql<GroupDay>`
    with happened as (
      select joined_at as at, 1 as joined, 0 as gone
      from "group".membership
      where workspace_id = ${tenant.id}
        and group_id = ${groupId}
        and joined_at >= ${since}
        and not is_staff
      union all
      select left_at, 0, 1
      from "group".membership
      where workspace_id = ${tenant.id}
        and group_id = ${groupId}
        and left_at >= ${since}
        and not is_staff
    )
    select ((at at time zone ${tenant.timeZone})::date)::text as on, sum(joined)::int as joined, sum(gone)::int as left
    from happened
    group by 1
    order by 1
  `)
}

/** How those who came since then came. */
export function waysInto(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { groupId, since }: { groupId: string; since: Date },
): Promise<{ code: number; invited: number; unknown: number }> {
  return tx.one(sql<{ code: number; invited: number; unknown: number }>`
    select (count(*) filter (where join_scene = 3))::int as code,
           (count(*) filter (where join_scene in (1, 2)))::int as invited,
           (count(*) filter (where join_scene not in (1, 2, 3)))::int as unknown
    from "group".membership
    where workspace_id = ${tenant.id}
      and group_id = ${groupId}
      and joined_at >= ${since}
      and not is_staff
  `)
}

export type GroupOfPerson = {
  groupId: string
  name: string
  owner: string
  joinedAt: Date
  leftAt: Date | null
  leftHow: number | null
}

const GROUPS_OF_ONE_MAX = 200

/** The groups of somebody, by WeCom's ids of the person; those they are in first. */
export function groupsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  members: readonly string[],
): Promise<GroupOfPerson[]> {
  return tx.rows(sql<GroupOfPerson>`
    select m.group_id as "groupId", g.name, g.owner, m.joined_at as "joinedAt", m.left_at as "leftAt",
           m.left_how as "leftHow"
    from "group".membership m
    join "group".group_chat g
      on g.workspace_id = m.workspace_id
      and g.id = m.group_id
    where m.workspace_id = ${tenant.id}
      and m.member = any(${[...members]}::text[])
      and not m.is_staff
    order by m.left_at is not null, m.joined_at desc
    limit ${GROUPS_OF_ONE_MAX}
  `)
}
