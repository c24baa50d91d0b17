import type { NewReferral, ReferralState } from '../../contract/referral.ts'
import { newId, type Outcome, ok, readId, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** A campaign as it is kept; ids are uuids. */
export type StoredCampaign = {
  id: string
  name: string
  state: ReferralState
  headline: string
  story: string
  welcome: string
  posterId: string | null
  sourceId: string | null
  userids: string[]
  stayDays: number
  needsOrder: boolean
  friendsMax: number
  friendRewardId: string | null
  fromAt: Date | null
  untilAt: Date | null
  madeAt: Date
  launchedAt: Date | null
  endedAt: Date | null
  tiers: { people: number; rewardId: string }[]
}

const columns = sql`
  c.id, c.name, c.state, c.headline, c.story, c.welcome, c.poster_id as "posterId", c.source_id as "sourceId", c.userids, c.stay_days as "stayDays",
  c.needs_order as "needsOrder", c.friends_max as "friendsMax", c.friend_reward_id as "friendRewardId",
  c.from_at as "fromAt", c.until_at as "untilAt", c.made_at as "madeAt", c.launched_at as "launchedAt",
  c.ended_at as "endedAt",
  coalesce(
    (
      select json_agg(json_build_object('people', t.people, 'rewardId', t.reward_id) order by t.people)
      from referral.tier t
      where t.workspace_id = c.workspace_id
        and t.campaign_id = c.id
    ),
    '[]'
  ) as tiers
`

/** Campaigns by id; what is not there is left out. */
export function campaignsById(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
): Promise<StoredCampaign[]> {
  return tx.rows(sql<StoredCampaign>`
    select ${columns}
    from referral.campaign c
    where c.workspace_id = ${tenant.id}
      and c.id = any(${[...ids]}::uuid[])
  `)
}

export async function campaignById(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<StoredCampaign | null> {
  return (await campaignsById(tx, tenant, [id]))[0] ?? null
}

/** What campaigns are called, by id. */
export async function namesOfReferrals(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await campaignsById(tx, tenant, ids)
  return new Map(found.map(({ id, name }) => [id, name]))
}

type Written = { wanted: NewReferral; by: string | null; now: Date }

/** Writes a draft down. @returns its id, or null when a reward, a source or a poster is no id at all. */
export async function makeCampaign(
  tx: Tx,
  tenant: TenantId,
  { wanted, by, now }: Written,
): Promise<string | null> {
  const read = readIds(wanted)
  if (!read) return null
  const id = newId()
  await tx.run(sql`
    insert into referral.campaign (
      workspace_id, id, name, state, headline, story, welcome, poster_id, source_id, userids, stay_days, needs_order, friends_max,
      friend_reward_id, from_at, until_at, made_at, made_by, changed_at
    )
    values (
      ${tenant.id}, ${id}, ${wanted.name}, 'draft', ${wanted.headline}, ${wanted.story}, ${wanted.welcome},
      ${read.posterId}, ${read.sourceId}, ${wanted.userids}::text[], ${wanted.stayDays}, ${wanted.needsOrder}, ${wanted.friendsMax},
      ${read.friendRewardId}, ${wanted.from}, ${wanted.until}, ${now}, ${by}, ${now}
    )
  `)
  await writeTiers(tx, tenant, id, read.tiers)
  return id
}

/** Changes a draft. @returns refused when it is none any more: what was promised is not changed behind anybody's back. */
export async function changeCampaign(
  tx: Tx,
  tenant: TenantId,
  { id, wanted, now }: Omit<Written, 'by'> & { id: string },
): Promise<Outcome<null, 'not_a_draft' | 'no_id'>> {
  const read = readIds(wanted)
  if (!read) return refused('no_id')
  const changed = await tx.run(sql`
    update referral.campaign
    set name = ${wanted.name}, headline = ${wanted.headline}, story = ${wanted.story}, welcome = ${wanted.welcome},
        poster_id = ${read.posterId}, source_id = ${read.sourceId}, userids = ${wanted.userids}::text[], stay_days = ${wanted.stayDays},
        needs_order = ${wanted.needsOrder}, friends_max = ${wanted.friendsMax},
        friend_reward_id = ${read.friendRewardId}, from_at = ${wanted.from}, until_at = ${wanted.until},
        changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state = 'draft'
  `)
  if (changed === 0) return refused('not_a_draft')
  await writeTiers(tx, tenant, id, read.tiers)
  return ok(null)
}

function readIds({ posterId, sourceId, friendRewardId, tiers }: NewReferral) {
  const poster = posterId === null ? null : readId('poster', posterId)
  const source = sourceId === null ? null : readId('source', sourceId)
  const friend = friendRewardId === null ? null : readId('reward', friendRewardId)
  const read = tiers.flatMap(({ people, rewardId }) => {
    const id = readId('reward', rewardId)
    return id === null ? [] : [{ people, rewardId: id }]
  })
  const isWhole =
    read.length === tiers.length &&
    (source === null) === (sourceId === null) &&
    (poster === null) === (posterId === null) &&
    (friend === null) === (friendRewardId === null)
  return isWhole
    ? { posterId: poster, sourceId: source, friendRewardId: friend, tiers: read }
    : null
}

async function writeTiers(
  tx: Tx,
  tenant: TenantId,
  id: string,
  tiers: { people: number; rewardId: string }[],
): Promise<void> {
  await tx.run(sql`
    delete from referral.tier
    where workspace_id = ${tenant.id}
      and campaign_id = ${id}
  `)
  await tx.run(sql`
    insert into referral.tier (workspace_id, campaign_id, people, reward_id)
    select ${tenant.id}, ${id}, t.people, t.reward_id
    from unnest(
      ${tiers.map(({ people }) => people)}::int[],
      ${tiers.map(({ rewardId }) => rewardId)}::uuid[]
    ) as t (people, reward_id)
  `)
}

const TURNS: Record<ReferralState, readonly ReferralState[]> = {
  draft: ['live'],
  live: ['paused', 'ended'],
  paused: ['live', 'ended'],
  ended: [],
}

/** Takes a campaign from one state to another. @returns the state it was in when it cannot go there. */
export async function turnCampaign(
  tx: Tx,
  tenant: TenantId,
  { id, to, by, now }: { id: string; to: ReferralState; by: string | null; now: Date },
): Promise<Outcome<null, 'no_campaign' | 'not_now'>> {
  const found = await tx.maybe(sql<{ state: ReferralState }>`
    select state
    from referral.campaign
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  if (!found) return refused('no_campaign')
  if (!TURNS[found.state].includes(to)) return refused('not_now')
  const isLaunch = found.state === 'draft'
  const isEnd = to === 'ended'
  await tx.run(sql`
    update referral.campaign
    set state = ${to}, changed_at = ${now},
        launched_at = case when ${isLaunch} then ${now} else launched_at end,
        launched_by = case when ${isLaunch} then ${by}::uuid else launched_by end,
        ended_at = case when ${isEnd} then ${now}::timestamptz end,
        ended_by = case when ${isEnd} then ${by}::uuid end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(null)
}

export type CampaignLine = {
  id: string
  name: string
  state: ReferralState
  inviters: number
  friends: number
  counted: number
  suspicious: number
  untilAt: Date | null
  madeAt: Date
}

/** Campaigns, the newest first, with what came of each. */
export async function listCampaigns(
  tx: Tx,
  tenant: TenantId,
  {
    search,
    state,
    from,
    limit,
  }: { search: string | null; state: ReferralState | null; from: number; limit: number },
): Promise<{ rows: CampaignLine[]; total: number }> {
  const wanted = sql`
    c.workspace_id = ${tenant.id}
    and (${search}::text is null or position(lower(${search}) in lower(c.name)) > 0)
    and (${state}::text is null or c.state = ${state})
  `
  const rows = await tx.rows(sql<CampaignLine>`
    select c.id, c.name, c.state, c.until_at as "untilAt", c.made_at as "madeAt",
           (
             select count(*)
             from referral.inviter i
             where i.workspace_id = c.workspace_id
               and i.campaign_id = c.id
           ) as inviters,
           f.friends, f.counted, f.suspicious
    from referral.campaign c
    cross join lateral (
      select count(*) filter (where f.state <> 'refused') as friends,
             count(*) filter (where f.state = 'counted') as counted,
             count(*) filter (where f.suspicion = 'open') as suspicious
      from referral.invitee f
      where f.workspace_id = c.workspace_id
        and f.campaign_id = c.id
    ) f
    where ${wanted}
    order by c.made_at desc, c.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from referral.campaign c
    where ${wanted}
  `)
  return { rows, total }
}
