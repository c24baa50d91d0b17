import type { Reward, RewardGrant } from '../../contract/reward.ts'
import { listedPersons } from '../customer/index.ts'
import { dayStart, showId } from '../kernel/index.ts'
import { standingIn } from '../ledger/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { budgetOf } from './accounts.ts'
import type { GrantContext, StoredGrant } from './grant-store.ts'
import { costSince } from './limits.ts'
import { BRAKE, pausesOf } from './pause.ts'
import { isLimited, type StoredReward } from './reward.ts'
import type { CampaignNames } from './route-deps.ts'
import { stocksOf } from './stock.ts'

/** Rewards as they are shown: with their stock, their budget and what became of what was given. */
export async function showRewards(
  tx: Tx,
  { tenant, now }: GrantContext,
  rewards: readonly StoredReward[],
): Promise<Reward[]> {
  const ids = rewards.map(({ id }) => id)
  const stocks = await stocksOf(tx, tenant, ids)
  const pauses = await pausesOf(tx, tenant, ids)
  const budgets = await standingIn(
    tx,
    tenant,
    ids.map((id) => budgetOf({ kind: 'reward', id })),
  )
  const grants = await countsOf(tx, tenant, ids)
  const by = [...pauses.values()].map((pause) => pause.by)
  const names = await namesOfStaff(tx, tenant.id, [...by, ...rewards.map(({ madeBy }) => madeBy)])
  const midnight = dayStart(now, tenant.timeZone)
  const shown: Reward[] = []
  for (const [i, one] of rewards.entries()) {
    const pause = pauses.get(one.id)
    const { posted = 0, held = 0 } = budgets[i] ?? {}
    const nothing = { initial: 0, free: 0, granted: 0, retired: 0 }
    shown.push({
      ...one,
      id: showId('reward', one.id),
      velocity:
        one.velocityMax === null || one.velocityMinutes === null
          ? null
          : { max: one.velocityMax, minutes: one.velocityMinutes },
      stock: isLimited(one.kind) ? (stocks.get(one.id) ?? nothing) : null,
      budget: one.hasBudget
        ? { free: posted - held, held, spent: await spentOf(tx, tenant, one.id) }
        : null,
      today: await costSince(tx, tenant, one.id, midnight),
      grants: grants.get(one.id) ?? {},
      pause: pause
        ? {
            at: pause.at.toISOString(),
            by: names.get(pause.by ?? '') ?? null,
            reason: pause.reason,
            isBrake: pause.by === null && pause.reason === BRAKE,
          }
        : null,
      madeAt: one.madeAt.toISOString(),
      madeBy: names.get(one.madeBy ?? '') ?? null,
      archivedAt: one.archivedAt?.toISOString() ?? null,
    })
  }
  return shown
}

async function countsOf(
  tx: Tx,
  tenant: GrantContext['tenant'],
  ids: readonly string[],
): Promise<Map<string, Reward['grants']>> {
  const rows = await tx.rows(sql<{ rewardId: string; grants: Reward['grants'] }>`
    select s.reward_id as "rewardId", jsonb_object_agg(s.state, s.count) as grants
    from (
      select reward_id, state, count(*)::int as count
      from reward.reward_grant
      where workspace_id = ${tenant.id}
        and reward_id = any(${[...ids]}::uuid[])
      group by reward_id, state
    ) s
    group by s.reward_id
  `)
  return new Map(rows.map(({ rewardId, grants }) => [rewardId, grants]))
}

/** What was given and stands, in fen of cost. */
async function spentOf(tx: Tx, tenant: GrantContext['tenant'], rewardId: string): Promise<number> {
  const { spent } = await tx.one(sql<{ spent: number }>`
    select coalesce(sum(cost), 0)::bigint as spent
    from reward.reward_grant
    where workspace_id = ${tenant.id}
      and reward_id = ${rewardId}
      and state in ('posted', 'awaiting', 'paid')
  `)
  return spent
}

/** Grants as they are shown: to whom, for what, and how they stand. */
export async function showGrants(
  tx: Tx,
  { tenant }: Pick<GrantContext, 'tenant'>,
  grants: readonly StoredGrant[],
  campaignNames: CampaignNames,
): Promise<RewardGrant[]> {
  const persons = await listedPersons(
    tx,
    tenant.id,
    grants.map(({ customerId }) => customerId),
  )
  const campaigns = await campaignNames(
    tx,
    tenant,
    grants.map(({ campaign }) => campaign),
  )
  const names = await namesOfStaff(
    tx,
    tenant.id,
    grants.map(({ grantedBy }) => grantedBy),
  )
  return grants.map((one) => {
    const person = persons.get(one.customerId)
    const campaign = campaigns.get(one.campaign.id)
    return {
      ...one,
      id: showId('grant', one.id),
      reward: { id: showId('reward', one.rewardId), name: one.rewardName },
      customer: {
        id: showId('customer', person?.id ?? one.customerId),
        name: person?.name ?? '',
      },
      campaign: {
        kind: one.campaign.kind,
        id: campaign?.shown ?? '',
        name: campaign?.name ?? '',
      },
      grantedAt: one.grantedAt.toISOString(),
      grantedBy: names.get(one.grantedBy ?? '') ?? null,
      holdUntil: one.holdUntil.toISOString(),
      postedAt: one.postedAt?.toISOString() ?? null,
      expiresAt: one.expiresAt?.toISOString() ?? null,
      endedAt: one.endedAt?.toISOString() ?? null,
      sentAt: one.sentAt?.toISOString() ?? null,
    }
  })
}
