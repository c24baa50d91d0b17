import { presentOf, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { moveCalls } from './call-store.ts'
import { type Claimed, refusing } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { pauseFor, pausesOf } from './pause.ts'
import type { SenderDeps } from './sender-deps.ts'
import { type Settled, settle, withdrawn } from './settle.ts'

type Deps = Pick<SenderDeps, 'db' | 'clock' | 'isFenced'>

/** Lets go of what was claimed and cannot leave now. */
export async function giveBack(
  tx: Tx,
  ctx: ChannelContext,
  held: readonly Claimed[],
  waitUntil: Date,
): Promise<void> {
  const changes = held.map(({ id }): Settled => ({ id, state: 'planned', waitUntil }))
  await settle(tx, ctx, changes, { from: ['claimed'], fences: fencesOf(held) })
}

/** Of one that is about to be handed in by itself: whoever said no since it was prepared does not get it. */
export function mayLeave(
  deps: Deps,
  tenant: Tenant,
  { one }: { one: Claimed },
): Promise<'may' | 'refused'> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const [no] = await refusing(tx, tenant, one.id, ctx.now)
    if (!no) return 'may'
    const said = withdrawn(one.id, no.reason, ctx.now)
    await settle(tx, ctx, [said], { from: ['sending'], fences: fencesOf([one]) })
    const now = deps.clock.now()
    await moveCalls(tx, tenant, [{ id: one.id, state: 'refused', lookAfter: now }], now)
    return 'refused'
  })
}

/** A kill switch, or the fence. */
export async function isHeld(
  deps: Deps,
  tenant: Tenant,
  { one }: { one: Claimed },
): Promise<boolean> {
  const pauses = await deps.db.inWorkspace(tenant.id, (tx) => pausesOf(tx, tenant))
  return pauseFor(pauses, one) !== null || (await deps.isFenced())
}

/** The numbers under which deliveries are held. */
export function fencesOf(held: readonly Claimed[]): Map<string, number> {
  return new Map(held.map(({ id, fence }) => [id, fence]))
}
