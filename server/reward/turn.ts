import type { GrantState } from '../../contract/reward.ts'
import { addMs } from '../kernel/index.ts'
import { freeIn, type Move, ofBrand, record } from '../ledger/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { causeOf, endsOf, pointsOf, returnsOf, stockOf } from './accounts.ts'
import { tell } from './facts.ts'
import { type GrantContext, type StoredGrant, takeGrants } from './grant-store.ts'
import { askPayments, dropPayments } from './payment-store.ts'

const DAY_MS = 24 * 3_600_000

type Deed = { grantIds: readonly string[]; by: string | null }
type Told = Deed & { reason: string }

/** The hold is over: the code is shown, the points stand, the gift is to be sent, money is asked for. @returns how many. */
export async function postGrants(
  tx: Tx,
  ctx: GrantContext,
  { grantIds, by }: Deed,
): Promise<number> {
  if (grantIds.length === 0) return 0
  const grants = await takeGrants(tx, ctx.tenant, { ids: grantIds, states: ['pending'] })
  await move(
    tx,
    ctx,
    grants.flatMap((grant) => endsOf(grant, 'post', { at: ctx.now, by })),
  )
  await tx.run(sql`
    update reward.reward_grant g
    set state = 'posted', posted_at = ${ctx.now}, expires_at = n.expires_at
    from unnest(
      ${grants.map(({ id }) => id)}::uuid[],
      ${grants.map((grant) => lapseOf(grant, ctx.now))}::timestamptz[]
    ) as n (id, expires_at)
    where g.workspace_id = ${ctx.tenant.id}
      and g.id = n.id
  `)
  await tell(tx, ctx, grants, { kind: 'posted', by, reason: '' })
  await askPayments(
    tx,
    ctx,
    grants.filter(({ kind }) => kind === 'payment'),
  )
  return grants.length
}

function lapseOf({ kind, validDays }: StoredGrant, now: Date): Date | null {
  if (validDays === null || (kind !== 'coupon' && kind !== 'gift')) return null
  return addMs(now, validDays * DAY_MS)
}

/** Somebody is to look at them before they are posted; the hold goes on. @returns how many were pending. */
export async function freezeGrants(tx: Tx, ctx: GrantContext, deed: Told): Promise<number> {
  const { grantIds, by, reason } = deed
  const grants = await takeGrants(tx, ctx.tenant, { ids: grantIds, states: ['pending'] })
  await change(tx, ctx, grants, { state: 'frozen', reason, isOver: false })
  await tell(tx, ctx, grants, { kind: 'frozen', by, reason })
  return grants.length
}

/** Somebody has looked, and all is well: they are posted when their hold is over. @returns how many were frozen. */
export async function releaseGrants(tx: Tx, ctx: GrantContext, deed: Told): Promise<number> {
  const { grantIds, by, reason } = deed
  const grants = await takeGrants(tx, ctx.tenant, { ids: grantIds, states: ['frozen'] })
  await change(tx, ctx, grants, { state: 'pending', reason, isOver: false })
  await tell(tx, ctx, grants, { kind: 'released', by, reason })
  return grants.length
}

/** Its campaign says that they are deserved: they are given when their hold is over. */
export async function vouchFor(
  tx: Tx,
  { tenant }: Pick<GrantContext, 'tenant'>,
  grantIds: readonly string[],
): Promise<void> {
  if (grantIds.length === 0) return
  await tx.run(sql`
    update reward.reward_grant
    set is_vouched = true
    where workspace_id = ${tenant.id}
      and id = any(${[...grantIds]}::uuid[])
      and not is_vouched
  `)
}

/** `kept`: money that is on its way or there, and gifts that were sent: they cannot be had back. */
export type Cancelled = { cancelled: string[]; clawedBack: string[]; kept: string[] }

/**
 * They were not deserved. What is still held is let go; what was posted goes back as a movement of its own, as far as it is
 * there: of points what was not used yet.
 */
export async function cancelGrants(tx: Tx, ctx: GrantContext, deed: Told): Promise<Cancelled> {
  const { grantIds, by, reason } = deed
  const states: GrantState[] = ['pending', 'frozen', 'posted', 'awaiting', 'paid']
  const grants = await takeGrants(tx, ctx.tenant, { ids: grantIds, states })
  const held = grants.filter(({ state }) => state === 'pending' || state === 'frozen')
  await move(
    tx,
    ctx,
    held.flatMap((grant) => endsOf(grant, 'void', { at: ctx.now, by })),
  )
  await change(tx, ctx, held, { state: 'cancelled', reason, isOver: true })
  await freePieces(tx, ctx, held)
  await tell(tx, ctx, held, { kind: 'cancelled', by, reason })
  // Money that WeChat Pay was not asked for yet stays with the brand.
  const dropped = await dropPayments(tx, ctx, grantIds)
  const back = grants.filter(
    ({ id, state, kind, sentAt }) =>
      state === 'posted' && (kind !== 'payment' || dropped.has(id)) && sentAt === null,
  )
  await takeBack(tx, ctx, back, { by, reason })
  const ids = (ones: readonly StoredGrant[]) => ones.map(({ id }) => id)
  const gone = new Set([...ids(held), ...ids(back)])
  return {
    cancelled: ids(held),
    clawedBack: ids(back),
    kept: ids(grants).filter((id) => !gone.has(id)),
  }
}

async function takeBack(
  tx: Tx,
  ctx: GrantContext,
  grants: readonly StoredGrant[],
  { by, reason }: { by: string | null; reason: string },
): Promise<void> {
  const { tenant, now } = ctx
  const said = { at: now, by, reason: 'clawed_back' } as const
  await move(
    tx,
    ctx,
    grants.flatMap((grant) => returnsOf(grant, said, ['cost', 'piece'])),
  )
  for (const grant of grants) {
    const { points, customerId, campaign } = grant
    if (points === null) continue
    // Held, so that what we see is what we take. What was used is gone: the brand bears it.
    const [free = 0] = await freeIn(tx, tenant, [pointsOf(customerId)])
    const amount = Math.min(points, free)
    if (amount === 0) continue
    const ways = { from: pointsOf(customerId), to: ofBrand('points_issued', 'points'), amount }
    const cause = causeOf(grant.id, 'points', said.reason)
    await move(tx, ctx, [{ ...said, ...ways, does: 'direct', campaign, cause }])
  }
  await change(tx, ctx, grants, { state: 'clawed_back', reason, isOver: true })
  // A code that was shown may be in use somewhere: it is never given to somebody else.
  await freePieces(
    tx,
    ctx,
    grants.filter(({ kind }) => kind === 'gift'),
  )
  await retirePieces(
    tx,
    ctx,
    grants.filter(({ kind }) => kind === 'coupon'),
  )
  await tell(tx, ctx, grants, { kind: 'clawed_back', by, reason })
}

/**
 * Nobody fetched them in time. A gift goes back into stock and its cost to where it came from; a code that was shown is spent.
 * @returns how many.
 */
export async function expireGrants(
  tx: Tx,
  ctx: GrantContext,
  grantIds: readonly string[],
): Promise<number> {
  const posted = await takeGrants(tx, ctx.tenant, { ids: grantIds, states: ['posted'] })
  const grants = posted.filter(({ kind, hasAddress }) => kind !== 'gift' || !hasAddress)
  const gifts = grants.filter(({ kind }) => kind === 'gift')
  const coupons = grants.filter(({ kind }) => kind === 'coupon')
  const said = { at: ctx.now, by: null, reason: 'expired' } as const
  await move(tx, ctx, [
    ...gifts.flatMap((grant) => returnsOf(grant, said)),
    ...coupons.flatMap((grant) => returnsOf(grant, said, ['piece'])),
  ])
  await change(tx, ctx, grants, { state: 'expired', reason: '', isOver: true })
  await freePieces(tx, ctx, gifts)
  await retirePieces(tx, ctx, coupons)
  await tell(tx, ctx, grants, { kind: 'expired', by: null, reason: '' })
  return grants.length
}

/** Writes movements that the ledger has no reason to refuse. */
export async function move(
  tx: Tx,
  { tenant, real }: GrantContext,
  moves: readonly Move[],
): Promise<void> {
  const failed = (await record(tx, tenant, moves, real)).find((outcome) => !outcome.ok)
  if (failed) throw new Error(`the ledger refused: ${JSON.stringify(failed)}`)
}

export async function change(
  tx: Tx,
  { tenant, now }: GrantContext,
  grants: readonly StoredGrant[],
  { state, reason, isOver }: { state: GrantState; reason: string; isOver: boolean },
): Promise<void> {
  if (grants.length === 0) return
  await tx.run(sql`
    update reward.reward_grant
    set state = ${state}, reason = ${reason}, ended_at = ${isOver ? now : null}
    where workspace_id = ${tenant.id}
      and id = any(${grants.map(({ id }) => id)}::uuid[])
  `)
}

/** Their pieces are free again. */
async function freePieces(
  tx: Tx,
  { tenant }: GrantContext,
  grants: readonly StoredGrant[],
): Promise<void> {
  if (grants.length === 0) return
  await tx.run(sql`
    update reward.unit
    set grant_id = null
    where workspace_id = ${tenant.id}
      and grant_id = any(${grants.map(({ id }) => id)}::uuid[])
  `)
}

/** Their pieces are never given again: back in stock, and out of it. */
async function retirePieces(
  tx: Tx,
  ctx: GrantContext,
  grants: readonly StoredGrant[],
): Promise<void> {
  if (grants.length === 0) return
  const { tenant, now } = ctx
  await tx.run(sql`
    update reward.unit
    set grant_id = null, retired_at = ${now}
    where workspace_id = ${tenant.id}
      and grant_id = any(${grants.map(({ id }) => id)}::uuid[])
  `)
  const said = { does: 'direct', at: now, by: null, reason: 'stock_withdrawn', amount: 1 } as const
  const to = ofBrand('supply', 'units')
  await move(
    tx,
    ctx,
    grants.map((grant) => ({
      ...{ ...said, to, from: stockOf(grant.rewardId), campaign: grant.campaign },
      cause: causeOf(grant.id, 'piece', 'retired'),
    })),
  )
}
