import { append, type Fact } from '../event/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import {
  cancelGrants,
  freezeGrants,
  grantReward,
  grantsById,
  releaseGrants,
  vouchFor,
} from '../reward/index.ts'
import type { StoredCampaign } from './campaign.ts'
import { type Friend, friendsOfInviters, keepFriends } from './friend.ts'
import type { Inviter } from './inviter.ts'
import { keepPromise, type PromiseRow, promisesOf, takeBack } from './promise.ts'
import { type Promised, promisedFor } from './tally-rule.ts'

export type TallyScope = { tenant: Tenant; now: Date; real: Date }

/** Why a promise goes away: shown at the reward. */
export const TAKEN_BACK = {
  fewer: '朋友离开或不再算数，人数不够了',
  later: '凑够人数的朋友换了，等的时间更长',
  suspicious: '有待核实的好友',
  left: '好友离开了',
} as const

/**
 * Works out what inviters are promised now, and makes it so: new promises, longer holds, frozen and free ones, and those that
 * are taken back. Whatever was posted stays.
 */
export async function tallyInviters(
  tx: Tx,
  scope: TallyScope,
  campaign: StoredCampaign,
  inviters: readonly Inviter[],
): Promise<void> {
  const ids = inviters.map(({ id }) => id)
  const friends = await friendsOfInviters(tx, scope.tenant, ids)
  const promises = await promisesOf(tx, scope.tenant, ids)
  for (const inviter of inviters) {
    const own = friends.filter(({ inviterId }) => inviterId === inviter.id)
    for (const tier of campaign.tiers) {
      const wanted = promisedFor(own.filter(isLive).map(tallied), tier.people)
      const standing = promises.find(
        ({ inviterId, people, takenBackAt }) =>
          inviterId === inviter.id && people === tier.people && takenBackAt === null,
      )
      const attempts = promises.filter(
        ({ inviterId, people }) => inviterId === inviter.id && people === tier.people,
      ).length
      await settle(tx, scope, {
        campaign,
        inviter,
        ...tier,
        wanted,
        standing: standing ?? null,
        attempts,
      })
    }
    await rewardFriends(tx, scope, campaign, own)
  }
}

const isLive = ({ state, suspicion }: Friend) =>
  (state === 'waiting' || state === 'counted') && suspicion !== 'confirmed'
const tallied = ({ cameAt, dueAt, state, suspicion }: Friend) => ({
  cameAt,
  dueAt,
  isCounted: state === 'counted',
  isSuspicious: suspicion === 'open',
})

type Tier = {
  campaign: StoredCampaign
  inviter: Inviter
  people: number
  rewardId: string
  wanted: Promised
  standing: PromiseRow | null
  attempts: number
}

async function settle(tx: Tx, scope: TallyScope, tier: Tier): Promise<void> {
  const { wanted, standing } = tier
  if (!standing) {
    if (wanted) await promise(tx, scope, tier, wanted, tier.attempts + 1)
    return
  }
  if (standing.grantId === null) {
    // It could not be promised before: tried again as the same attempt.
    if (wanted) await promise(tx, scope, tier, wanted, standing.attempt)
    else await takeBack(tx, scope, standing)
    return
  }
  const grant = (await grantsById(tx, scope.tenant, [standing.grantId])).get(standing.grantId)
  const isOpen = grant?.state === 'pending' || grant?.state === 'frozen'
  if (!isOpen) return
  if (!wanted || isLonger(wanted, standing)) {
    const reason = wanted ? TAKEN_BACK.later : TAKEN_BACK.fewer
    await cancelGrants(tx, context(scope), { grantIds: [standing.grantId], reason, by: null })
    await takeBack(tx, scope, standing)
    if (wanted) await promise(tx, scope, tier, wanted, tier.attempts + 1)
    return
  }
  // Everybody has been looked at and has stayed: not the end of a hold gives it, but this.
  if (wanted.holdUntil === null && !wanted.isFrozen) await vouchFor(tx, scope, [standing.grantId])
  if (wanted.isFrozen !== standing.isFrozen) {
    await freezeOrRelease(tx, scope, standing.grantId, wanted.isFrozen)
    await keepPromise(tx, scope, { ...standing, isFrozen: wanted.isFrozen })
  }
}

function isLonger(wanted: NonNullable<Promised>, { holdUntil }: PromiseRow): boolean {
  return wanted.holdUntil !== null && holdUntil !== null && wanted.holdUntil > holdUntil
}

async function promise(
  tx: Tx,
  scope: TallyScope,
  { campaign, inviter, people, rewardId }: Tier,
  { holdUntil, isFrozen }: NonNullable<Promised>,
  attempt: number,
): Promise<void> {
  const granted = await grantReward(tx, context(scope), {
    rewardId,
    customerId: inviter.customerId,
    cause: ['referral', inviter.id, String(people), String(attempt)],
    campaign: { kind: 'referral', id: campaign.id },
    // Frozen before it could be posted.
    holdUntil: holdUntil ?? (isFrozen ? scope.now : null),
    isVouched: false,
  })
  const grantId = granted.ok ? granted.value.grantId : null
  if (grantId !== null && isFrozen) await freezeOrRelease(tx, scope, grantId, true)
  await keepPromise(tx, scope, {
    inviterId: inviter.id,
    people,
    attempt,
    grantId,
    refusal: granted.ok ? null : granted.reason,
    holdUntil,
    isFrozen: grantId !== null && isFrozen,
    takenBackAt: null,
  })
}

/** What each friend gets themselves, held like the inviter's. */
async function rewardFriends(
  tx: Tx,
  scope: TallyScope,
  campaign: StoredCampaign,
  friends: readonly Friend[],
): Promise<void> {
  const rewardId = campaign.friendRewardId
  if (rewardId === null) return
  const changed: Friend[] = []
  for (const friend of friends) {
    const { friendGrantId, dueAt, state, suspicion } = friend
    const deserves = isLive(friend) && (state === 'counted' || dueAt !== null)
    if (friendGrantId === null && deserves) {
      const granted = await grantReward(tx, context(scope), {
        rewardId,
        customerId: friend.customerId,
        cause: ['referral friend', friend.id],
        campaign: { kind: 'referral', id: campaign.id },
        holdUntil: dueAt,
        isVouched: false,
      })
      if (!granted.ok) continue
      const { grantId } = granted.value
      if (suspicion === 'open') await freezeOrRelease(tx, scope, grantId, true)
      changed.push({ ...friend, friendGrantId: grantId })
    } else if (friendGrantId !== null) await followFriend(tx, scope, friend, friendGrantId)
  }
  await keepFriends(tx, scope.tenant, changed)
}

async function followFriend(
  tx: Tx,
  scope: TallyScope,
  friend: Friend,
  grantId: string,
): Promise<void> {
  const state = (await grantsById(tx, scope.tenant, [grantId])).get(grantId)?.state
  if (state !== 'pending' && state !== 'frozen') return
  if (!isLive(friend))
    await cancelGrants(tx, context(scope), {
      grantIds: [grantId],
      reason: TAKEN_BACK.left,
      by: null,
    })
  else if (friend.state === 'counted' && friend.suspicion !== 'open')
    await vouchFor(tx, scope, [grantId])
  if (isLive(friend) && (friend.suspicion === 'open') !== (state === 'frozen'))
    await freezeOrRelease(tx, scope, grantId, friend.suspicion === 'open')
}

async function freezeOrRelease(
  tx: Tx,
  scope: TallyScope,
  grantId: string,
  isFrozen: boolean,
): Promise<void> {
  const turn = { grantIds: [grantId], reason: TAKEN_BACK.suspicious, by: null }
  await (isFrozen ? freezeGrants : releaseGrants)(tx, context(scope), turn)
}

const context = ({ tenant, now, real }: TallyScope) => ({ tenant, now, real })

/** Tells that friends were counted or went before they could be. */
export async function tellOfFriends(
  tx: Tx,
  { tenant, now, real }: TallyScope,
  friends: readonly (Friend & { campaignName: string })[],
): Promise<void> {
  const facts = friends.map(
    (friend): Fact => ({
      name: friend.state === 'counted' ? 'referral.counted' : 'referral.friend_left',
      at: now,
      cause: [friend.id],
      customer: { id: friend.customerId, no: friend.customerNo },
      value: null,
      props: { referral_id: friend.campaignId, referral: friend.campaignName },
    }),
  )
  await append(tx, tenant, facts, { lane: 'journey', now: real })
}
