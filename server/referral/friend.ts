import type { z } from 'zod'
import type { friendState, suspicion } from '../../contract/referral.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
/** What one page shows of one inviter's friends. */
const SHOWN_MAX = 200

/** A friend who came by somebody's code. */
export type Friend = {
  id: string
  campaignId: string
  inviterId: string
  customerId: string
  customerNo: number
  state: z.infer<typeof friendState>
  refusal: string | null
  score: number
  reasons: string[]
  suspicion: z.infer<typeof suspicion>
  cameAt: Date
  orderedAt: Date | null
  dueAt: Date | null
  endedAt: Date | null
  friendGrantId: string | null
}

export type NewFriend = Pick<
  Friend,
  'id' | 'campaignId' | 'inviterId' | 'customerId' | 'customerNo' | 'refusal' | 'cameAt' | 'dueAt'
> & { userid: string }

const columns = sql`
  f.id, f.campaign_id as "campaignId", f.inviter_id as "inviterId", f.customer_id as "customerId",
  f.customer_no as "customerNo", f.state, f.refusal, f.score, f.reasons, f.suspicion, f.came_at as "cameAt",
  f.ordered_at as "orderedAt", f.due_at as "dueAt", f.ended_at as "endedAt", f.friend_grant_id as "friendGrantId"
`

/** Adds friends; who came to a campaign before stays whose friend they were. @returns those who were added. */
export async function addFriends(
  tx: Tx,
  tenant: TenantId,
  friends: readonly NewFriend[],
): Promise<NewFriend[]> {
  if (friends.length === 0) return []
  const added = await tx.rows(sql<{ id: string }>`
    insert into referral.invitee (
      workspace_id, id, campaign_id, inviter_id, customer_id, customer_no, state, refusal, userid, came_at, due_at
    )
    select ${tenant.id}, n.id, n.campaign_id, n.inviter_id, n.customer_id, n.customer_no,
           case when n.refusal is null then 'waiting' else 'refused' end, n.refusal, n.userid, n.came_at, n.due_at
    from unnest(
      ${friends.map(({ id }) => id)}::uuid[],
      ${friends.map(({ campaignId }) => campaignId)}::uuid[],
      ${friends.map(({ inviterId }) => inviterId)}::uuid[],
      ${friends.map(({ customerId }) => customerId)}::uuid[],
      ${friends.map(({ customerNo }) => customerNo)}::bigint[],
      ${friends.map(({ refusal }) => refusal)}::text[],
      ${friends.map(({ userid }) => userid)}::text[],
      ${friends.map(({ cameAt }) => cameAt)}::timestamptz[],
      ${friends.map(({ dueAt }) => dueAt)}::timestamptz[]
    ) as n (id, campaign_id, inviter_id, customer_id, customer_no, refusal, userid, came_at, due_at)
    on conflict do nothing
    returning id
  `)
  const ids = new Set(added.map(({ id }) => id))
  return friends.filter(({ id }) => ids.has(id))
}

/** In which campaigns customers came as friends. @param customerIds rows, as they came. */
export function friendsOfCustomers(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<Friend[]> {
  return tx.rows(sql<Friend>`
    select ${columns}
    from referral.invitee f
    where f.workspace_id = ${tenant.id}
      and f.customer_id = any(${[...customerIds]}::uuid[])
    order by f.came_at, f.id
    for update
  `)
}

/** All friends of inviters who were not refused, in the order in which they came. */
export function friendsOfInviters(
  tx: Tx,
  tenant: TenantId,
  inviterIds: readonly string[],
): Promise<Friend[]> {
  return tx.rows(sql<Friend>`
    select ${columns}
    from referral.invitee f
    where f.workspace_id = ${tenant.id}
      and f.inviter_id = any(${[...inviterIds]}::uuid[])
      and f.state <> 'refused'
    order by f.came_at, f.id
  `)
}

/** Everybody who came by one code, the latest first, with those who were refused: for the inviter's own eyes. */
export function friendsByInviter(tx: Tx, tenant: TenantId, inviterId: string): Promise<Friend[]> {
  return tx.rows(sql<Friend>`
    select ${columns}
    from referral.invitee f
    where f.workspace_id = ${tenant.id}
      and f.inviter_id = ${inviterId}
    order by f.came_at desc, f.id desc
    limit ${SHOWN_MAX}
  `)
}

/** How many friends of inviters take a place: all who were not refused. */
export function standingFriends(
  tx: Tx,
  tenant: TenantId,
  inviterIds: readonly string[],
): Promise<{ inviterId: string; friends: number }[]> {
  return tx.rows(sql<{ inviterId: string; friends: number }>`
    select inviter_id as "inviterId", count(*) as friends
    from referral.invitee
    where workspace_id = ${tenant.id}
      and inviter_id = any(${[...inviterIds]}::uuid[])
      and state <> 'refused'
    group by inviter_id
  `)
}

/** Friends who have stayed long enough. */
export function dueFriends(tx: Tx, tenant: TenantId, now: Date, limit: number): Promise<Friend[]> {
  return tx.rows(sql<Friend>`
    select ${columns}
    from referral.invitee f
    where f.workspace_id = ${tenant.id}
      and f.state = 'waiting'
      and f.due_at <= ${now}
    order by f.due_at, f.id
    limit ${limit}
    for update skip locked
  `)
}

/** Writes friends as they are from now on. */
export async function keepFriends(
  tx: Tx,
  tenant: TenantId,
  friends: readonly Friend[],
): Promise<void> {
  if (friends.length === 0) return
  await tx.run(sql`
    update referral.invitee f
    set state = n.state, refusal = n.refusal, ordered_at = n.ordered_at, due_at = n.due_at, ended_at = n.ended_at,
        friend_grant_id = n.friend_grant_id
    from unnest(
      ${friends.map(({ id }) => id)}::uuid[],
      ${friends.map(({ state }) => state)}::text[],
      ${friends.map(({ refusal }) => refusal)}::text[],
      ${friends.map(({ orderedAt }) => orderedAt)}::timestamptz[],
      ${friends.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${friends.map(({ endedAt }) => endedAt)}::timestamptz[],
      ${friends.map(({ friendGrantId }) => friendGrantId)}::uuid[]
    ) as n (id, state, refusal, ordered_at, due_at, ended_at, friend_grant_id)
    where f.workspace_id = ${tenant.id}
      and f.id = n.id
  `)
}

/** Writes what speaks against friends. Whoever was looked at stays as they were found. */
export async function keepScores(
  tx: Tx,
  tenant: TenantId,
  scores: readonly {
    id: string
    score: number
    reasons: readonly string[]
    isSuspicious: boolean
  }[],
): Promise<void> {
  if (scores.length === 0) return
  await tx.run(sql`
    update referral.invitee f
    set score = n.score, reasons = coalesce(string_to_array(nullif(n.reasons, ''), ' '), '{}'),
        suspicion = case
          when f.suspicion in ('cleared', 'confirmed') then f.suspicion
          when n.is_suspicious then 'open'
          else 'none'
        end
    from unnest(
      ${scores.map(({ id }) => id)}::uuid[],
      ${scores.map(({ score }) => score)}::float8[],
      ${scores.map(({ reasons }) => reasons.join(' '))}::text[],
      ${scores.map(({ isSuspicious }) => isSuspicious)}::boolean[]
    ) as n (id, score, reasons, is_suspicious)
    where f.workspace_id = ${tenant.id}
      and f.id = n.id
  `)
}
