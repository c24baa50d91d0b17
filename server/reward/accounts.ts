import { type AccountRef, type Move, ofBrand } from '../ledger/index.ts'
import type { StoredGrant } from './grant-store.ts'
import type { StoredReward } from './reward.ts'

export const budgetOf = (owner: { kind: 'reward' | 'campaign'; id: string }): AccountRef => ({
  kind: 'budget',
  unit: 'fen',
  owner,
})
export const stockOf = (rewardId: string): AccountRef => ({
  kind: 'stock',
  unit: 'units',
  owner: { kind: 'reward', id: rewardId },
})
export const pointsOf = (customerId: string): AccountRef => ({
  kind: 'points',
  unit: 'points',
  owner: { kind: 'customer', id: customerId },
})
export const dueTo = (customerId: string): AccountRef => ({
  kind: 'due',
  unit: 'fen',
  owner: { kind: 'customer', id: customerId },
})
const goodsOf = (customerId: string): AccountRef => ({
  kind: 'goods',
  unit: 'units',
  owner: { kind: 'customer', id: customerId },
})

/** Where what it costs is taken from: a campaign’s budget, else the reward’s, else the brand’s own. */
export function purseOf(
  { id, hasBudget }: Pick<StoredReward, 'id' | 'hasBudget'>,
  campaign: { id: string; hasBudget: boolean },
): AccountRef {
  if (campaign.hasBudget) return budgetOf({ kind: 'campaign', id: campaign.id })
  return hasBudget ? budgetOf({ kind: 'reward', id }) : ofBrand('funds', 'fen')
}

/** The movements of a grant: `cost`, `points` and `piece`, as far as it has them. Each is held, then posted or let go. */
const parts = ['cost', 'points', 'piece'] as const
type Part = (typeof parts)[number]
export const causeOf = (grantId: string, part: Part | 'payment', deed = '') =>
  `grant ${grantId} ${part}${deed === '' ? '' : ` ${deed}`}`

export function partsOf({
  cost,
  points,
  kind,
}: Pick<StoredGrant, 'cost' | 'points' | 'kind'>): Part[] {
  const has: Record<Part, boolean> = {
    cost: cost > 0,
    points: points !== null,
    piece: kind === 'coupon' || kind === 'gift',
  }
  return parts.filter((part) => has[part])
}

type Wanted = Pick<
  StoredGrant,
  'id' | 'rewardId' | 'customerId' | 'cost' | 'points' | 'kind' | 'campaign'
>
type Deed = { at: Date; by: string | null }

/** What is promised when something is granted. */
export function holdsOf(grant: Wanted, purse: AccountRef, { at, by }: Deed): Move[] {
  const { id, rewardId, customerId, kind } = grant
  const said = { does: 'hold', at, reason: 'granted', by, campaign: grant.campaign } as const
  const ways: Record<Part, { from: AccountRef; to: AccountRef; amount: number }> = {
    cost: {
      from: purse,
      to: kind === 'payment' ? dueTo(customerId) : ofBrand('cost', 'fen'),
      amount: grant.cost,
    },
    points: {
      from: ofBrand('points_issued', 'points'),
      to: pointsOf(customerId),
      amount: grant.points ?? 0,
    },
    piece: { from: stockOf(rewardId), to: goodsOf(customerId), amount: 1 },
  }
  return partsOf(grant).map((part) => ({ ...said, ...ways[part], cause: causeOf(id, part) }))
}

/** The promise is kept, or let go. */
export function endsOf(grant: Wanted, does: 'post' | 'void', { at, by }: Deed): Move[] {
  const { id, campaign } = grant
  const reason = 'granted' as const
  return partsOf(grant).map((part) => ({
    ...{ does, at, by, campaign, reason },
    ...{ of: causeOf(id, part), cause: causeOf(id, part, does) },
  }))
}

/** What was posted goes back. */
export function returnsOf(
  grant: Wanted,
  { at, by, reason }: Deed & { reason: 'clawed_back' | 'expired' | 'payment_returned' },
  only: readonly Part[] = parts,
): Move[] {
  const { id, campaign } = grant
  return partsOf(grant)
    .filter((part) => only.includes(part))
    .map((part) => ({
      ...{ does: 'reverse' as const, at, by, campaign, reason },
      ...{ of: causeOf(id, part, 'post'), cause: causeOf(id, part, reason) },
    }))
}
