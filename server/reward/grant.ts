import type { CampaignKind } from '../../contract/ledger.ts'
import type { GrantState } from '../../contract/reward.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { type Move, record } from '../ledger/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { holdsOf, purseOf } from './accounts.ts'
import { tell } from './facts.ts'
import { type GrantContext, grantsById } from './grant-store.ts'
import { campaignsWithBudget, grantIdOf, leftFor, lockFor } from './limits.ts'
import { BRAKE, pauseReward, pausesOf } from './pause.ts'
import { isLimited, rewardsById, type StoredReward } from './reward.ts'
import { postGrants } from './turn.ts'

/** A reward that is to be given. The same cause is the same grant. */
export type Asked = {
  rewardId: string
  customerId: string
  cause: readonly string[]
  campaign: { kind: CampaignKind; id: string }
  /** Until when it can still be found not to be deserved; null: it is posted at once. */
  holdUntil: Date | null
  byStaff?: string | null
  /** False: the end of the hold gives nothing until `vouchFor` says that it is deserved. */
  isVouched?: boolean
  /** In words, for whoever looks at it later. */
  reason?: string
}
export type GrantRefusal =
  | 'no_reward'
  | 'out_of_stock'
  | 'over_budget'
  | 'over_person_limit'
  | 'paused'
export type Granted = { grantId: string; state: GrantState }
type Answer = Outcome<Granted, GrantRefusal>

/** Gives a reward to somebody: money, points and stock are held from now on. See `grantRewards`. */
export async function grantReward(tx: Tx, ctx: GrantContext, asked: Asked): Promise<Answer> {
  const [answer] = await grantRewards(tx, ctx, [asked])
  if (!answer) throw new Error('a grant without an answer')
  return answer
}

/**
 * Gives rewards to people, each once by its cause, first come first served, in a bounded number of statements for each
 * reward. Pieces of stock are taken with `skip locked`: who is refused because of stock was refused when no piece was free.
 */
export async function grantRewards(
  tx: Tx,
  ctx: GrantContext,
  asked: readonly Asked[],
): Promise<Answer[]> {
  const answers = new Map<string, Answer>()
  // Always in one order, so that two batches do not wait for each other.
  for (const rewardId of [...new Set(asked.map((one) => one.rewardId))].sort())
    await grantOne(tx, ctx, {
      rewardId,
      asked: asked.filter((one) => one.rewardId === rewardId),
      answers,
    })
  return asked.map((one) => {
    const answer = answers.get(grantIdOf(ctx.tenant, one))
    if (!answer) throw new Error('a grant without an answer')
    return answer
  })
}

type OneReward = { rewardId: string; asked: readonly Asked[]; answers: Map<string, Answer> }

async function grantOne(
  tx: Tx,
  ctx: GrantContext,
  { rewardId, asked, answers }: OneReward,
): Promise<void> {
  const { tenant } = ctx
  await answerKnown(tx, ctx, asked, answers)
  const open = unanswered(tenant, asked, answers)
  if (open.length === 0) return
  const [reward] = await rewardsById(tx, tenant, [rewardId])
  const refuse = (ones: readonly Asked[], reason: GrantRefusal) => {
    for (const one of ones) answers.set(grantIdOf(tenant, one), refused(reason))
  }
  if (!reward || reward.archivedAt !== null) return refuse(open, 'no_reward')
  await lockFor(tx, tenant, reward, open)
  // Looked at again: whoever was before us is done now.
  await answerKnown(tx, ctx, open, answers)
  const standing = unanswered(tenant, open, answers)
  if ((await pausesOf(tx, tenant, [rewardId])).has(rewardId)) return refuse(standing, 'paused')
  const left = await leftFor(tx, ctx, reward, standing)
  const wanted = standing.filter((one) => {
    const reason = left.take(one)
    if (reason !== null) refuse([one], reason)
    return reason === null
  })
  if (left.isTooFast()) {
    await pauseReward(tx, ctx, { rewardId, name: reward.name, by: null, reason: BRAKE })
    return refuse(wanted, 'paused')
  }
  const pieces = isLimited(reward.kind) ? await freePieces(tx, ctx, rewardId, wanted.length) : null
  const served = pieces ? wanted.slice(0, pieces.length) : wanted
  refuse(wanted.slice(served.length), 'out_of_stock')
  await write(tx, ctx, { reward, served, pieces, answers })
}

const unanswered = (
  tenant: GrantContext['tenant'],
  asked: readonly Asked[],
  answers: ReadonlyMap<string, Answer>,
) => {
  const open = new Map(asked.map((one) => [grantIdOf(tenant, one), one]))
  return [...open].filter(([id]) => !answers.has(id)).map(([, one]) => one)
}

async function answerKnown(
  tx: Tx,
  { tenant }: GrantContext,
  asked: readonly Asked[],
  answers: Map<string, Answer>,
): Promise<void> {
  const ids = asked.map((one) => grantIdOf(tenant, one))
  for (const [id, { state }] of await grantsById(tx, tenant, ids))
    answers.set(id, ok({ grantId: id, state }))
}

/** Free pieces, held until the transaction ends. */
function freePieces(
  tx: Tx,
  { tenant }: GrantContext,
  rewardId: string,
  limit: number,
): Promise<{ id: string }[]> {
  return tx.rows(sql<{ id: string }>`
    select u.id
    from reward.unit u
    where u.workspace_id = ${tenant.id}
      and u.reward_id = ${rewardId}
      and u.grant_id is null
      and u.retired_at is null
    order by u.id
    limit ${limit}
    for update skip locked
  `)
}

type Served = {
  reward: StoredReward
  served: readonly Asked[]
  pieces: readonly { id: string }[] | null
  answers: Map<string, Answer>
}

async function write(
  tx: Tx,
  ctx: GrantContext,
  { reward, served, pieces, answers }: Served,
): Promise<void> {
  if (served.length === 0) return
  const { tenant, now, real } = ctx
  const fresh = await insertGrants(tx, ctx, reward, served, pieces)
  await keepPieces(tx, ctx, fresh)
  const grants = await grantsById(tx, tenant, fresh)
  const budgets = await campaignsWithBudget(tx, tenant, served)
  const moves = [...grants.values()].flatMap((grant): Move[] => {
    const { campaign } = grant
    const purse = purseOf(reward, { id: campaign.id, hasBudget: budgets.has(campaign.id) })
    return holdsOf(grant, purse, { at: now, by: grant.grantedBy })
  })
  const failed = (await record(tx, tenant, moves, real)).find((outcome) => !outcome.ok)
  // What is there was looked at and held before; the ledger refuses nothing then.
  if (failed) throw new Error(`the ledger refused a grant: ${JSON.stringify(failed)}`)
  await tell(tx, ctx, [...grants.values()], { kind: 'granted' })
  const atOnce = served.filter(({ holdUntil }) => holdUntil === null)
  const due = atOnce.map((one) => grantIdOf(tenant, one)).filter((id) => grants.has(id))
  await postGrants(tx, ctx, { grantIds: due, by: null })
  // Another transaction may have had the same cause a moment before us: then what stands there is the answer.
  await answerKnown(tx, ctx, served, answers)
}

/** @returns the ids of those that were not there. */
async function insertGrants(
  tx: Tx,
  { tenant, now }: GrantContext,
  reward: StoredReward,
  served: readonly Asked[],
  pieces: readonly { id: string }[] | null,
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    insert into reward.reward_grant
      (workspace_id, id, reward_id, customer_id, cause, kind, points, amount, cost, state, unit_id, campaign_kind,
       campaign_id, granted_at, granted_by, hold_until, reason, is_vouched)
    select ${tenant.id}, n.id, ${reward.id}, n.customer_id, n.cause::text[], ${reward.kind}, ${reward.points}::integer,
           ${reward.amount}::bigint, ${reward.cost}::bigint, 'pending', n.unit_id, n.campaign_kind, n.campaign_id,
           ${now}, n.by, n.hold_until, n.reason, n.is_vouched
    from unnest(
      ${served.map((one) => grantIdOf(tenant, one))}::uuid[],
      ${served.map(({ customerId }) => customerId)}::uuid[],
      ${served.map(({ cause }) => arrayText(cause))}::text[],
      ${served.map((_, i) => pieces?.[i]?.id ?? null)}::uuid[],
      ${served.map(({ campaign }) => campaign.kind)}::text[],
      ${served.map(({ campaign }) => campaign.id)}::uuid[],
      ${served.map(({ byStaff }) => byStaff ?? null)}::uuid[],
      ${served.map(({ holdUntil }) => holdUntil ?? now)}::timestamptz[],
      ${served.map(({ reason = '' }) => reason)}::text[],
      ${served.map(({ isVouched = true }) => isVouched)}::boolean[]
    ) as n (id, customer_id, cause, unit_id, campaign_kind, campaign_id, by, hold_until, reason, is_vouched)
    -- On whatever: the id stands in two indexes, and of two who write the same at once the second may meet either.
    on conflict do nothing
    returning id
  `)
  return rows.map(({ id }) => id)
}

/** A list inside of a list, as Postgres writes it. */
const arrayText = (parts: readonly string[]) =>
  `{${parts.map((part) => `"${part.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`

async function keepPieces(
  tx: Tx,
  { tenant }: GrantContext,
  grantIds: readonly string[],
): Promise<void> {
  await tx.run(sql`
    update reward.unit u
    set grant_id = g.id
    from reward.reward_grant g
    where g.workspace_id = ${tenant.id}
      and g.id = any(${[...grantIds]}::uuid[])
      and u.workspace_id = g.workspace_id
      and u.id = g.unit_id
  `)
}
