import { readId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
type Page = { from: number; limit: number }

export type InviterRow = {
  id: string
  customerNo: number
  generation: number
  invitedBy: string | null
  invitedByNo: number | null
  joinedAt: Date
  friends: number
  counted: number
  suspicious: number
}

/** Who takes part in a campaign, with what came of each. */
export async function listInviters(
  tx: Tx,
  tenant: TenantId,
  { campaignId, sort, from, limit }: Page & { campaignId: string; sort: 'friends' | 'joined' },
): Promise<{ rows: InviterRow[]; total: number }> {
  const rows = await tx.rows(sql<InviterRow>`
    select i.id, i.customer_no as "customerNo", i.generation, i.invited_by as "invitedBy", p.customer_no as "invitedByNo",
           i.joined_at as "joinedAt", f.friends, f.counted, f.suspicious
    from referral.inviter i
    left join referral.inviter p
      on p.workspace_id = i.workspace_id
      and p.id = i.invited_by
    cross join lateral (
      select count(*) filter (where f.state <> 'refused' and f.suspicion <> 'confirmed') as friends,
             count(*) filter (where f.state = 'counted' and f.suspicion <> 'confirmed') as counted,
             count(*) filter (where f.suspicion = 'open') as suspicious
      from referral.invitee f
      where f.workspace_id = i.workspace_id
        and f.inviter_id = i.id
    ) f
    where i.workspace_id = ${tenant.id}
      and i.campaign_id = ${campaignId}
    order by case when ${sort === 'friends'} then f.friends end desc, i.joined_at desc, i.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from referral.inviter
    where workspace_id = ${tenant.id}
      and campaign_id = ${campaignId}
  `)
  return { rows, total }
}

export type FriendRow = {
  id: string
  customerNo: number
  inviterId: string
  inviterNo: number
  state: 'waiting' | 'counted' | 'refused' | 'left'
  refusal: string | null
  suspicion: 'none' | 'open' | 'cleared' | 'confirmed'
  score: number
  reasons: string[]
  cameAt: Date
  dueAt: Date | null
  orderedAt: Date | null
  lookedAt: Date | null
  lookedBy: string | null
  note: string | null
}

/** Friends whom somebody has to look at, of all campaigns. */
export async function countSuspicious(tx: Tx, tenant: TenantId): Promise<number> {
  const { open } = await tx.one(sql<{ open: number }>`
    select count(*) as open
    from referral.invitee
    where workspace_id = ${tenant.id}
      and suspicion = 'open'
  `)
  return open
}

export type FriendFilter = Page & {
  campaignId: string
  state: string | null
  suspicion: string | null
  inviterId: string | null
}

/** Friends of a campaign, the latest first; suspicious ones by how much speaks against them. */
export async function listFriends(
  tx: Tx,
  tenant: TenantId,
  { campaignId, state, suspicion, inviterId, from, limit }: FriendFilter,
): Promise<{ rows: FriendRow[]; total: number }> {
  const wanted = sql`
    f.workspace_id = ${tenant.id}
    and f.campaign_id = ${campaignId}
    and (${state}::text is null or f.state = ${state})
    and (${suspicion}::text is null or f.suspicion = ${suspicion})
    and (${inviterId}::uuid is null or f.inviter_id = ${inviterId}::uuid)
  `
  const rows = await tx.rows(sql<FriendRow>`
    select f.id, f.customer_no as "customerNo", f.inviter_id as "inviterId", i.customer_no as "inviterNo", f.state, f.refusal,
           f.suspicion, f.score, f.reasons, f.came_at as "cameAt", f.due_at as "dueAt", f.ordered_at as "orderedAt",
           f.looked_at as "lookedAt", f.looked_by as "lookedBy", f.looked_note as note
    from referral.invitee f
    join referral.inviter i
      on i.workspace_id = f.workspace_id
      and i.id = f.inviter_id
    where ${wanted}
    order by case when ${suspicion === 'open'} then f.score end desc, f.came_at desc, f.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from referral.invitee f
    where ${wanted}
  `)
  return { rows, total }
}

/**
 * Somebody has looked at friends: real ones count from now on, others never do.
 * @returns the inviters whose promises change, and how many friends were found.
 */
export async function giveVerdict(
  tx: Tx,
  tenant: TenantId,
  verdict: {
    campaignId: string
    ids: readonly string[]
    isReal: boolean
    note: string
    by: string | null
    now: Date
  },
): Promise<{ inviterIds: string[]; friends: number }> {
  const ids = verdict.ids.flatMap((shown) => readId('referralFriend', shown) ?? [])
  const rows = await tx.rows(sql<{ inviterId: string }>`
    update referral.invitee
    set suspicion = ${verdict.isReal ? 'cleared' : 'confirmed'}, looked_at = ${verdict.now}, looked_by = ${verdict.by},
        looked_note = ${verdict.note}
    where workspace_id = ${tenant.id}
      and campaign_id = ${verdict.campaignId}
      and id = any(${ids}::uuid[])
      and state <> 'refused'
    returning inviter_id as "inviterId"
  `)
  return { inviterIds: [...new Set(rows.map(({ inviterId }) => inviterId))], friends: rows.length }
}

export type TreeRow = {
  id: string
  customerNo: number
  state: FriendRow['state'] | null
  suspicion: FriendRow['suspicion']
  inviterId: string | null
  children: number
  descendants: number
}

/** So many of one level are shown; the rest is counted. */
const CHILDREN_SHOWN = 100

/** One level of the tree: those who take part by themselves, or whom one of them brought; the most fruitful first. */
export async function treeUnder(
  tx: Tx,
  tenant: TenantId,
  { campaignId, under }: { campaignId: string; under: string | null },
): Promise<{ rows: TreeRow[]; more: number }> {
  const rows = await tx.rows(sql<TreeRow & { total: number }>`
    with recursive level as (
      select i.id as node, i.customer_no, i.id as inviter_id, null::text as state, 'none' as suspicion, i.joined_at as at
      from referral.inviter i
      where i.workspace_id = ${tenant.id}
        and i.campaign_id = ${campaignId}
        and i.invited_by is null
        and ${under}::uuid is null
      union all
      select f.id, f.customer_no, i.id, f.state, f.suspicion, f.came_at
      from referral.invitee f
      left join referral.inviter i
        on i.workspace_id = f.workspace_id
        and i.campaign_id = f.campaign_id
        and i.customer_id = f.customer_id
        and i.invited_by = f.inviter_id
      where f.workspace_id = ${tenant.id}
        and f.inviter_id = ${under}::uuid
        and f.state <> 'refused'
    ),
    below as (
      select l.inviter_id as top, l.inviter_id as inviter_id
      from level l
      where l.inviter_id is not null
      union all
      select b.top, i.id
      from below b
      join referral.inviter i
        on i.workspace_id = ${tenant.id}
        and i.invited_by = b.inviter_id
    ),
    counted as (
      select b.top, count(*) as descendants, count(*) filter (where f.inviter_id = b.top) as children
      from below b
      join referral.invitee f
        on f.workspace_id = ${tenant.id}
        and f.inviter_id = b.inviter_id
        and f.state <> 'refused'
      group by b.top
    )
    select l.node as id, l.customer_no as "customerNo", l.state, l.suspicion, l.inviter_id as "inviterId",
           coalesce(c.children, 0) as children, coalesce(c.descendants, 0) as descendants, count(*) over () as total
    from level l
    left join counted c
      on c.top = l.inviter_id
    order by coalesce(c.descendants, 0) desc, l.at, l.node
    limit ${CHILDREN_SHOWN}
  `)
  const total = rows[0]?.total ?? 0
  return { rows, more: Math.max(0, total - rows.length) }
}
