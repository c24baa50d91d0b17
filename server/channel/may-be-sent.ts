import {
  type Carrier,
  type Purpose,
  purposes,
  type Reason,
  spokenCarriers,
} from '../../contract/delivery.ts'
import type { Tx } from '../postgres/index.ts'
import { closingOf } from './closing.ts'
import type { ChannelContext } from './delivery.ts'
import { gather } from './gather.ts'
import { type Candidate, judge, type Question } from './judge.ts'
import { CONFIRMED } from './judge-again.ts'
import { pauseFor, pausesOf } from './pause.ts'
import { policyOf } from './policy-store.ts'

/** Null: it may be sent now. `until`: when to ask again; null: not by waiting. `detail`: what the reason rests on. */
export type MayNow = { reason: Reason; until: Date | null; detail: Record<string, unknown> } | null

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
  const no = (reason: Reason) => ({ reason, until: null, detail: {} })
  if (pauseFor(await pausesOf(tx, ctx.tenant), { carrier, journeyId: null, broadcastId: null }))
    return new Map(customerIds.map((id) => [id, no('paused')]))
  const { rules } = await policyOf(tx, ctx.tenant)
  const question = { at: ctx.now, carrier, purpose }
  const wanted = customerIds.map((id) => ({ key: id, customerId: id }))
  const gathered = await gather(tx, ctx, { ...question, except: [], isEarnest: false }, wanted)
  return new Map(
    customerIds.map((id) => {
      const candidate = gathered.candidate(id)
      if (candidate === 'busy' || candidate === 'unknown') return [id, no('unreachable')]
      return [id, atHandOff(candidate, { ...question, rules })]
    }),
  )
}

/** What is said when it is handed off: the judge, and whether there is time left to confirm it before the quiet. */
function atHandOff(candidate: Candidate, question: Question): MayNow {
  const said = judge(candidate, question)
  if (said) return said
  const { at, carrier, rules } = question
  if (!CONFIRMED.has(carrier)) return null
  const closing = closingOf(at, candidate.zone, FAR, rules.quietHours)
  return 'closesAt' in closing
    ? null
    : { reason: 'quiet_hours', until: closing.waitUntil, detail: { zone: candidate.zone } }
}
/** Later than any message is good for: only the quiet and the end of the day close it. */
const FAR = new Date('9999-01-01T00:00:00Z')

/** One customer's whole table: what may be sent now by every way and for every purpose. */
export async function allThatMayBeSent(
  tx: Tx,
  ctx: ChannelContext,
  customerId: string,
): Promise<{ carrier: Carrier; purpose: Purpose; said: MayNow }[]> {
  const all: { carrier: Carrier; purpose: Purpose; said: MayNow }[] = []
  for (const carrier of spokenCarriers)
    for (const purpose of purposes) {
      const said = await mayBeSent(tx, ctx, { carrier, purpose }, [customerId])
      all.push({ carrier, purpose, said: said.get(customerId) ?? null })
    }
  return all
}
