import { showId, type Tenant, type TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Membership } from './membership.ts'

/** A customer group (客户群) as it is kept. */
export type StoredGroup = {
  id: string
  chatId: string
  name: string
  owner: string
  notice: string
  createdAt: Date
  /** Null: heard of, not read yet. */
  readAt: Date | null
  dissolvedAt: Date | null
}

/** Groups by WeCom's ids. */
export async function groupsOfChats(
  tx: Tx,
  workspaceId: string,
  chatIds: readonly string[],
): Promise<Map<string, StoredGroup>> {
  const rows = await tx.rows(sql<StoredGroup>`
    select id, chat_id as "chatId", name, owner, notice, created_at as "createdAt", read_at as "readAt",
           dissolved_at as "dissolvedAt"
    from "group".group_chat
    where workspace_id = ${workspaceId}
      and chat_id = any(${[...chatIds]}::text[])
  `)
  return new Map(rows.map((row) => [row.chatId, row]))
}

/** Writes groups as they are from now on. */
export async function storeGroups(
  tx: Tx,
  workspaceId: string,
  groups: readonly StoredGroup[],
): Promise<void> {
  if (groups.length === 0) return
  await tx.run(sql`
    insert into "group".group_chat (
      workspace_id, id, chat_id, name, owner, notice, created_at, read_at, dissolved_at
    )
    select ${workspaceId}, n.id, n.chat_id, n.name, n.owner, n.notice, n.created_at, n.read_at, n.dissolved_at
    from unnest(
      ${groups.map(({ id }) => id)}::uuid[],
      ${groups.map(({ chatId }) => chatId)}::text[],
      ${groups.map(({ name }) => name)}::text[],
      ${groups.map(({ owner }) => owner)}::text[],
      ${groups.map(({ notice }) => notice)}::text[],
      ${groups.map(({ createdAt }) => createdAt)}::timestamptz[],
      ${groups.map(({ readAt }) => readAt)}::timestamptz[],
      ${groups.map(({ dissolvedAt }) => dissolvedAt)}::timestamptz[]
    ) as n (id, chat_id, name, owner, notice, created_at, read_at, dissolved_at)
    on conflict (workspace_id, id) do update
    set name = excluded.name,
        owner = excluded.owner,
        notice = excluded.notice,
        created_at = excluded.created_at,
        read_at = excluded.read_at,
        dissolved_at = excluded.dissolved_at
  `)
}

/** The newest spell of everybody who ever was in one of these groups, with the customer whose it is, if they are one. */
export function newestMemberships(
  tx: Tx,
  workspaceId: string,
  groupIds: readonly string[],
): Promise<StoredMembership[]> {
  return tx.rows(sql<StoredMembership>`
    select distinct on (group_id, member)
           id, group_id as "groupId", member, is_staff as "isStaff", name, nickname, joined_at as "joinedAt",
           join_scene as "joinScene", invited_by as "invitedBy", state, left_at as "leftAt", left_how as "leftHow",
           is_told as "isTold", customer_id as "customerId"
    from "group".membership
    where workspace_id = ${workspaceId}
      and group_id = any(${[...groupIds]}::uuid[])
    order by group_id, member, left_at desc nulls first, joined_at desc
  `)
}

export type StoredMembership = Membership & { customerId: string | null }

/** Writes spells as they are from now on. */
export async function storeMemberships(
  tx: Tx,
  workspaceId: string,
  spells: readonly StoredMembership[],
): Promise<void> {
  // A spell that ends makes room for the next one of its member: the ended ones are written first.
  for (const some of [
    spells.filter(({ leftAt }) => leftAt !== null),
    spells.filter(({ leftAt }) => leftAt === null),
  ])
    if (some.length > 0) await upsert(tx, workspaceId, some)
}

async function upsert(
  tx: Tx,
  workspaceId: string,
  spells: readonly StoredMembership[],
): Promise<void> {
  await tx.run(sql`
    insert into "group".membership as m (
      workspace_id, id, group_id, member, is_staff, customer_id, name, nickname, joined_at, join_scene, invited_by,
      state, left_at, left_how, is_told
    )
    select ${workspaceId}, n.id, n.group_id, n.member, n.is_staff, n.customer_id, n.name, n.nickname, n.joined_at,
           n.join_scene, n.invited_by, n.state, n.left_at, n.left_how, n.is_told
    from unnest(
      ${spells.map(({ id }) => id)}::uuid[],
      ${spells.map(({ groupId }) => groupId)}::uuid[],
      ${spells.map(({ member }) => member)}::text[],
      ${spells.map(({ isStaff }) => isStaff)}::boolean[],
      ${spells.map(({ customerId }) => customerId)}::uuid[],
      ${spells.map(({ name }) => name)}::text[],
      ${spells.map(({ nickname }) => nickname)}::text[],
      ${spells.map(({ joinedAt }) => joinedAt)}::timestamptz[],
      ${spells.map(({ joinScene }) => joinScene)}::smallint[],
      ${spells.map(({ invitedBy }) => invitedBy)}::text[],
      ${spells.map(({ state }) => state)}::text[],
      ${spells.map(({ leftAt }) => leftAt)}::timestamptz[],
      ${spells.map(({ leftHow }) => leftHow)}::smallint[],
      ${spells.map(({ isTold }) => isTold)}::boolean[]
    ) as n (
      id, group_id, member, is_staff, customer_id, name, nickname, joined_at, join_scene, invited_by, state,
      left_at, left_how, is_told
    )
    on conflict (workspace_id, id) do update
    set is_staff = excluded.is_staff,
        customer_id = coalesce(m.customer_id, excluded.customer_id),
        name = excluded.name,
        nickname = excluded.nickname,
        joined_at = excluded.joined_at,
        join_scene = excluded.join_scene,
        invited_by = excluded.invited_by,
        state = excluded.state,
        left_at = excluded.left_at,
        left_how = excluded.left_how,
        is_told = excluded.is_told
  `)
}

/** A spell of somebody who has just turned out to be a customer, with the group that it is of. */
export type KnownMembership = Membership & { customerId: string; chatId: string; group: string }

/** Gives memberships the customer whom a contact has turned out to be. @returns those that had none before. */
export function knowMembers(
  tx: Tx,
  workspaceId: string,
  known: readonly { member: string; customerId: string }[],
): Promise<KnownMembership[]> {
  return tx.rows(sql<KnownMembership>`
    update "group".membership m
    set customer_id = n.customer_id
    from unnest(
      ${known.map(({ member }) => member)}::text[],
      ${known.map(({ customerId }) => customerId)}::uuid[]
    ) as n (member, customer_id), "group".group_chat g
    where m.workspace_id = ${workspaceId}
      and m.member = n.member
      and m.customer_id is null
      and not m.is_staff
      and g.workspace_id = m.workspace_id
      and g.id = m.group_id
    returning m.id, m.group_id as "groupId", m.member, m.is_staff as "isStaff", m.name, m.nickname,
              m.joined_at as "joinedAt", m.join_scene as "joinScene", m.invited_by as "invitedBy", m.state,
              m.left_at as "leftAt", m.left_how as "leftHow", m.is_told as "isTold", m.customer_id as "customerId",
              g.chat_id as "chatId", g.name as "group"
  `)
}

/** WeCom's ids of the groups that are not dissolved. */
export async function liveGroups(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<string[]> {
  const rows = await tx.rows(sql<{ chatId: string }>`
    select chat_id as "chatId"
    from "group".group_chat
    where workspace_id = ${tenant.id}
      and dissolved_at is null
  `)
  return rows.map(({ chatId }) => chatId)
}

const NAMED_MAX = 2_000

/** What groups are called, dissolved ones last; ids as they are shown. */
export async function namedGroups(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<{ id: string; name: string; isLive: boolean }[]> {
  const rows = await tx.rows(sql<{ id: string; name: string; isLive: boolean }>`
    select id, case when name = '' then chat_id else name end as name, dissolved_at is null as "isLive"
    from "group".group_chat
    where workspace_id = ${tenant.id}
    order by dissolved_at is not null, name, id
    limit ${NAMED_MAX}
  `)
  return rows.map((row) => ({ ...row, id: showId('groupChat', row.id) }))
}

/** The group of a company with the most people inside, staff included; null: there is none. */
export function fullestGroup(
  tx: Tx,
  tenant: TenantCompany,
): Promise<{ name: string; size: number } | null> {
  return tx.maybe(sql<{ name: string; size: number }>`
    select g.name, count(*)::int as size
    from "group".membership m
    join "group".group_chat g
      on g.workspace_id = m.workspace_id
      and g.id = m.group_id
      and g.dissolved_at is null
    where m.workspace_id = ${tenant.id}
      and liuyuan.company_of(g.chat_id) = ${tenant.company}
      and m.left_at is null
    group by g.id, g.name
    order by size desc, g.id
    limit 1
  `)
}
