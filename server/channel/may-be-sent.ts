import type { Carrier, Purpose, Reason } from '../../contract/delivery.ts'
import type { Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { gather } from './gather.ts'
import { judge } from './judge.ts'
import { pauseFor, pausesOf } from './pause.ts'
import { policyOf } from './policy-store.ts'

/** Null: it may be sent now. `until`: when to ask again; null: not by waiting. */
export type MayNow = { reason: Reason; until: Date | null } | null

/**
 * Whether something of a carrier and purpose may be sent to each of many customers now, as the policy says it: nobody is
 * locked, nothing is taken, renderings are not tried.
 */
export async function mayBeSent(
  tx: Tx,
  ctx: ChannelContext,
  { carrier, purpose }: { carrier: Carrier; purpose: Purpose },
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, MayNow>> {
  if (pauseFor(await pausesOf(tx, ctx.tenant), { carrier, journeyId: null, broadcastId: null }))
    return new Map(customerIds.map((id) => [id, { reason: 'paused', until: null }]))
  const { rules } = await policyOf(tx, ctx.tenant)
  const question = { at: ctx.now, carrier, purpose }
  const wanted = customerIds.map((id) => ({ key: id, customerId: id }))
  const gathered = await gather(tx, ctx, { ...question, except: [], isEarnest: false }, wanted)
  return new Map(
    customerIds.map((id) => {
      const candidate = gathered.candidate(id)
      if (candidate === 'busy' || candidate === 'unknown')
        return [id, { reason: 'unreachable', until: null }]
      const no = judge(candidate, { ...question, rules })
      return [id, no && { reason: no.reason, until: no.until }]
    }),
  )
}
