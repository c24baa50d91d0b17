import type { ReferralProblem } from '../../contract/referral.ts'
import { liveCorps, namedAssociates } from '../corp/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { posterOf, textsOfPoster } from '../poster/index.ts'
import type { Tx } from '../postgres/index.ts'
import { isReward } from '../reward/index.ts'
import type { StoredCampaign } from './campaign.ts'
import { lintWords } from './lint.ts'

/** What stands in the way of a launch, or should be thought about before it. */
export async function problemsOf(
  tx: Tx,
  { tenant, now }: { tenant: Tenant; now: Date },
  campaign: StoredCampaign,
): Promise<ReferralProblem[]> {
  const { posterId } = campaign
  // What stands on the poster is said as much as what stands on the page.
  const onPoster = posterId === null ? [] : await textsOfPoster(tx, tenant, posterId)
  const found: ReferralProblem[] = [...lintWords(campaign, onPoster)]
  const blocking = (code: ReferralProblem['code'], words = '') =>
    found.push({ code, isBlocking: true, words })
  if (campaign.tiers.length === 0) blocking('no_reward')
  const rewards = [
    ...campaign.tiers.map(({ rewardId }) => rewardId),
    ...(campaign.friendRewardId === null ? [] : [campaign.friendRewardId]),
  ]
  for (const id of new Set(rewards)) if (!(await isReward(tx, tenant, id))) blocking('reward_gone')
  if ((await liveCorps(tx, tenant)).length === 0) blocking('not_connected')
  const named = await namedAssociates(tx, tenant)
  const isThere = new Set(named.filter(({ isActive }) => isActive).map(({ userid }) => userid))
  if (!campaign.userids.every((userid) => isThere.has(userid))) blocking('no_associate')
  const poster = posterId === null ? null : await posterOf(tx, tenant, posterId)
  if (posterId !== null && (!poster || poster.archivedAt !== null)) blocking('poster_gone')
  if (campaign.untilAt !== null && campaign.untilAt <= now) blocking('over')
  // Whoever is counted at once may go at once: people add, take and delete.
  if (campaign.stayDays === 0) found.push({ code: 'no_stay', isBlocking: false, words: '' })
  return found
}
