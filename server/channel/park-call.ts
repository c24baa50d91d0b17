import type { DeliveryState } from '../../contract/delivery.ts'
import type { Tx } from '../postgres/index.ts'
import { moveCalls } from './call-store.ts'
import { ridersOf } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { settle } from './settle.ts'

/** Sets a call aside with all its deliveries: nothing proves what became of it, so a person decides. They keep their slots. */
export async function parkCall(
  tx: Tx,
  ctx: ChannelContext,
  callId: string,
  { real, from }: { real: Date; from: readonly DeliveryState[] },
): Promise<void> {
  const riders = await ridersOf(tx, ctx.tenant, callId, from)
  await settle(
    tx,
    ctx,
    riders.map(({ id }) => ({ id, state: 'parked' as const })),
    { from },
  )
  await moveCalls(tx, ctx.tenant, [{ id: callId, state: 'parked', lookAfter: real }], real)
}
