import { numbersOf } from '../customer/index.ts'
import { addMs, type Outcome, refused, showId, type Tenant } from '../kernel/index.ts'
import { createGroupCommit, type Database, type Tx } from '../postgres/index.ts'
import { auditAll } from '../staff/index.ts'
import { type Asked, type Granted, type GrantRefusal, grantRewards } from './grant.ts'
import type { GrantContext } from './grant-store.ts'
import { rewardsById, type StoredReward } from './reward.ts'

/** One transaction's worth: as many as are given within a quarter of a second. */
const TOGETHER_MAX = 250
const DAY_MS = 24 * 3_600_000

/** A reward that somebody gives by hand or a system of the brand's by the API. */
export type Gift = {
  rewardId: string
  customerId: string
  /** The giver's own: the same key is the same grant. */
  key: string
  reason: string
  by: string | null
}
type Refusal = GrantRefusal | 'not_found'
export type Given = { name: string; outcome: Outcome<Granted, Refusal> }
type Item = { ctx: GrantContext; gift: Gift; given: Given | null }

/**
 * Gives what many ask for at once in shared transactions: of a claim that is alone nine tenths are round trips and their
 * plans. Each has an answer of its own, after the commit; where a crowd fails, each is tried alone.
 */
export function createGiving(db: Pick<Database, 'inWorkspace'>) {
  const line = createGroupCommit<Item>({
    db,
    workspaceOf: ({ ctx }) => ctx.tenant.id,
    charactersOf: ({ gift }) => gift.reason.length,
    itemsMax: TOGETHER_MAX,
    charactersMax: 1_000_000,
    write: giveAll,
  })
  return async function give(ctx: GrantContext, gift: Gift): Promise<Given> {
    const item: Item = { ctx, gift, given: null }
    try {
      await line.commit(item)
    } catch {
      await db.inWorkspace(ctx.tenant.id, (tx) => giveAll(tx, [item]))
    }
    if (!item.given) throw new Error('a gift without an answer')
    return item.given
  }
}

async function giveAll(tx: Tx, crowd: Item[]): Promise<void> {
  const ctx = crowd.at(-1)?.ctx
  if (!ctx) return
  const { tenant } = ctx
  const gifts = crowd.map(({ gift }) => gift)
  const found = await rewardsById(tx, tenant, [...new Set(gifts.map(({ rewardId }) => rewardId))])
  const rewards = new Map(found.map((reward) => [reward.id, reward]))
  const known = await numbersOf(tx, tenant, [...new Set(gifts.map((gift) => gift.customerId))])
  const meant = crowd.flatMap((item) => {
    const reward = rewards.get(item.gift.rewardId)
    item.given = { name: reward?.name ?? '', outcome: refused('not_found') }
    if (!reward || !known.has(item.gift.customerId)) return []
    return [{ item, reward, asked: askedOf(item, reward) }]
  })
  const answers = await grantRewards(
    tx,
    ctx,
    meant.map(({ asked }) => asked),
  )
  for (const [i, { item, reward }] of meant.entries()) {
    const outcome = answers[i]
    if (outcome) item.given = { name: reward.name, outcome }
  }
  await auditAll(tx, deedsOf(tenant, crowd))
}

function askedOf({ ctx, gift }: Item, { holdDays }: StoredReward): Asked {
  const { rewardId, customerId, key, reason, by } = gift
  return {
    ...{ rewardId, customerId, reason, byStaff: by },
    cause: ['manual', rewardId, customerId, key],
    campaign: { kind: 'manual', id: rewardId },
    holdUntil: holdDays === 0 ? null : addMs(ctx.now, holdDays * DAY_MS),
  }
}

function deedsOf(tenant: Pick<Tenant, 'id'>, crowd: readonly Item[]) {
  return crowd.flatMap(({ ctx, gift: { by, rewardId, reason }, given }) => {
    if (!given?.outcome.ok) return []
    const grant = showId('grant', given.outcome.value.grantId)
    const subject = showId('reward', rewardId)
    const what = { action: 'reward.given', subject, detail: { grant, reason } }
    return [{ workspaceId: tenant.id, staffId: by, at: ctx.real, ...what }]
  })
}
