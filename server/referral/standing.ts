import { followsOf, rowsOfPersons, wordsOf } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { grantsById, rewardsNamed } from '../reward/index.ts'
import type { StoredCampaign } from './campaign.ts'
import { type Friend, friendsByInviter } from './friend.ts'
import { type Inviter, inviterOf } from './inviter.ts'
import { promisesOf } from './promise.ts'

/** How somebody stands in a campaign, as they see it themselves. */
export type Standing = {
  inviter: Inviter
  counted: number
  waiting: number
  friends: (Pick<Friend, 'state' | 'refusal' | 'suspicion' | 'cameAt' | 'dueAt'> & {
    name: string
  })[]
  tiers: {
    people: number
    reward: string
    /** Null: not reached. `out`: reached, but there is nothing to give at the moment. */
    state: 'pending' | 'frozen' | 'posted' | 'out' | null
    holdUntil: Date | null
    grantId: string | null
  }[]
}

/** What the rewards of a campaign are called, by the tiers. */
export async function namedTiers(tx: Tx, tenant: Tenant, { tiers }: StoredCampaign) {
  const names = await rewardsNamed(
    tx,
    tenant,
    tiers.map(({ rewardId }) => rewardId),
  )
  return tiers.map((tier) => ({ ...tier, name: names.get(tier.rewardId)?.name ?? '' }))
}

/** Whether somebody is a friend of an associate now. */
export async function isFriend(tx: Tx, tenant: Tenant, customerId: string): Promise<boolean> {
  const follows = (await followsOf(tx, tenant, customerId)) ?? []
  return follows.some(({ endedAt, confirmedAt }) => !endedAt && confirmedAt)
}

/** The rows of a customer's person. */
export async function rowsOf(tx: Tx, tenant: Tenant, customerId: string): Promise<string[]> {
  const rows = await rowsOfPersons(tx, tenant, { ids: [customerId] })
  return rows.map((row) => row.customerId)
}

/** @returns null: this customer does not take part. */
export async function standingIn(
  tx: Tx,
  tenant: Tenant,
  campaign: StoredCampaign,
  customerId: string,
): Promise<Standing | null> {
  const rowIds = await rowsOf(tx, tenant, customerId)
  const inviter = await inviterOf(tx, tenant, { campaignId: campaign.id, rowIds })
  if (!inviter) return null
  const friends = await friendsByInviter(tx, tenant, inviter.id)
  const words = await wordsOf(
    tx,
    tenant,
    friends.map((friend) => friend.customerId),
  )
  const alive = friends.filter(({ suspicion }) => suspicion !== 'confirmed')
  return {
    inviter,
    counted: alive.filter(({ state }) => state === 'counted').length,
    waiting: alive.filter(({ state }) => state === 'waiting').length,
    friends: friends.map(({ state, refusal, suspicion, cameAt, dueAt, customerId: id }) => ({
      state,
      refusal,
      suspicion,
      cameAt,
      dueAt,
      name: masked(words.get(id)?.name),
    })),
    tiers: await tiersOf(tx, tenant, campaign, inviter.id),
  }
}

/** Friends are shown to each other by the first character of what they are called. */
function masked(name: unknown): string {
  const [first] = typeof name === 'string' ? Array.from(name) : []
  return first === undefined ? '**' : `${first}**`
}

async function tiersOf(tx: Tx, tenant: Tenant, campaign: StoredCampaign, inviterId: string) {
  const promises = (await promisesOf(tx, tenant, [inviterId])).filter(
    ({ takenBackAt }) => takenBackAt === null,
  )
  const grants = await grantsById(
    tx,
    tenant,
    promises.flatMap(({ grantId }) => grantId ?? []),
  )
  return (await namedTiers(tx, tenant, campaign)).map(({ people, name }) => {
    const promise = promises.find((one) => one.people === people)
    const grant = grants.get(promise?.grantId ?? '')
    return {
      people,
      reward: name,
      state: promise === undefined ? null : shownState(grant?.state),
      holdUntil: promise?.holdUntil ?? null,
      grantId: promise?.grantId ?? null,
    }
  })
}

function shownState(state: string | undefined): Standing['tiers'][number]['state'] {
  if (state === undefined) return 'out'
  if (state === 'pending' || state === 'frozen') return state
  return state === 'cancelled' || state === 'clawed_back' ? null : 'posted'
}
