import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type Scope = { tenant: Pick<Tenant, 'id' | 'timeZone'>; campaignId: string }
const PARTICIPANTS_MAX = 100_000

export type Counts = {
  inviters: number
  active: number
  friends: number
  waiting: number
  counted: number
  left: number
  suspicious: number
  confirmed: number
  ordered: number
}

/** How many people a campaign has, by how they stand. Who was found to be fake counts nowhere but as that. */
export async function countPeople(tx: Tx, { tenant, campaignId }: Scope): Promise<Counts> {
  const inviters = await tx.one(sql<Pick<Counts, 'inviters' | 'active'>>`
    select count(*) as inviters,
           count(*) filter (
             where exists (
               select
               from referral.invitee f
               where f.workspace_id = i.workspace_id
                 and f.inviter_id = i.id
                 and f.state <> 'refused'
                 and f.suspicion <> 'confirmed'
             )
           ) as active
    from referral.inviter i
    where i.workspace_id = ${tenant.id}
      and i.campaign_id = ${campaignId}
  `)
  const friends = await tx.one(sql<Omit<Counts, 'inviters' | 'active'>>`
    select count(*) filter (where state <> 'refused' and suspicion <> 'confirmed') as friends,
           count(*) filter (where state = 'waiting' and suspicion <> 'confirmed') as waiting,
           count(*) filter (where state = 'counted' and suspicion <> 'confirmed') as counted,
           count(*) filter (where state = 'left' and suspicion <> 'confirmed') as left,
           count(*) filter (where suspicion = 'open') as suspicious,
           count(*) filter (where suspicion = 'confirmed') as confirmed,
           count(*) filter (where ordered_at is not null and state <> 'refused') as ordered
    from referral.invitee
    where workspace_id = ${tenant.id}
      and campaign_id = ${campaignId}
  `)
  return { ...inviters, ...friends }
}

export function countRefused(
  tx: Tx,
  { tenant, campaignId }: Scope,
): Promise<{ refusal: string; friends: number }[]> {
  return tx.rows(sql<{ refusal: string; friends: number }>`
    select refusal, count(*) as friends
    from referral.invitee
    where workspace_id = ${tenant.id}
      and campaign_id = ${campaignId}
      and state = 'refused'
    group by refusal
    order by 2 desc, 1
  `)
}

/** Grants that stand for a campaign: to inviters and to friends. */
export async function grantIdsOf(tx: Tx, { tenant, campaignId }: Scope): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select p.grant_id as id
    from referral.promise p
    join referral.inviter i
      on i.workspace_id = p.workspace_id
      and i.id = p.inviter_id
    where p.workspace_id = ${tenant.id}
      and i.campaign_id = ${campaignId}
      and p.grant_id is not null
      and p.taken_back_at is null
    union all
    select f.friend_grant_id
    from referral.invitee f
    where f.workspace_id = ${tenant.id}
      and f.campaign_id = ${campaignId}
      and f.friend_grant_id is not null
  `)
  return rows.map(({ id }) => id)
}

export type ParticipantRow = {
  id: string
  parentId: string | null
  at: Date
  isFraud: boolean
}

/**
 * Everybody of a campaign as one who may bring others: who takes part by themselves, and every friend who came, whether they
 * invite in turn or not. A friend who takes part is one person.
 */
export function participantsOf(tx: Tx, { tenant, campaignId }: Scope): Promise<ParticipantRow[]> {
  return tx.rows(sql<ParticipantRow>`
    select i.id, null::uuid as "parentId", i.joined_at as at, false as "isFraud"
    from referral.inviter i
    where i.workspace_id = ${tenant.id}
      and i.campaign_id = ${campaignId}
      and i.invited_by is null
    union all
    select coalesce(own.id, f.id), f.inviter_id, f.came_at, f.suspicion in ('open', 'confirmed')
    from referral.invitee f
    left join referral.inviter own
      on own.workspace_id = f.workspace_id
      and own.campaign_id = f.campaign_id
      and own.customer_id = f.customer_id
      and own.invited_by = f.inviter_id
    where f.workspace_id = ${tenant.id}
      and f.campaign_id = ${campaignId}
      and f.state <> 'refused'
    limit ${PARTICIPANTS_MAX}
  `)
}

/** What happened on each of the workspace's days. */
export function countByDay(
  tx: Tx,
  { tenant, campaignId }: Scope,
): Promise<{ on: string; joined: number; came: number; counted: number }[]> {
  return tx.rows(sql<{ on: string; joined: number; came: number; counted: number }>`
    with told as (
      select joined_at as at, 1 as joined, 0 as came, 0 as counted
      from referral.inviter
      where workspace_id = ${tenant.id}
        and campaign_id = ${campaignId}
      union all
      select came_at, 0, 1, 0
      from referral.invitee
      where workspace_id = ${tenant.id}
        and campaign_id = ${campaignId}
        and state <> 'refused'
        and suspicion <> 'confirmed'
      union all
      select ended_at, 0, 0, 1
      from referral.invitee
      where workspace_id = ${tenant.id}
        and campaign_id = ${campaignId}
        and state = 'counted'
        and suspicion <> 'confirmed'
    )
    select ((at at time zone ${tenant.timeZone})::date)::text as on, sum(joined)::int as joined, sum(came)::int as came,
           sum(counted)::int as counted
    from told
    group by 1
    order by 1
  `)
}
