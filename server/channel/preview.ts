import type { Reason } from '../../contract/delivery.ts'
import { Problem } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { ChannelContext, DeliverySpec } from './delivery.ts'
import { gather } from './gather.ts'
import { isOpenEnded } from './hold-reason.ts'
import { judge } from './judge.ts'
import { outcomeOf } from './plan.ts'
import { policyOf } from './policy-store.ts'

/** What would happen to a message if it were planned now: before the deed (console.md, principle 4). */
export type PolicyPreview = {
  planned: number
  deferred: Partial<Record<Reason, number>>
  /** The earliest instant at which one of those that a reason defers is looked at again. */
  again: Partial<Record<Reason, Date>>
  skipped: Partial<Record<Reason, number>>
  /** Associates who would have to confirm or send. */
  senders: number
  /** How many each of them would send to. */
  bySender: ReadonlyMap<string, number>
}

/** More people than this are not looked at one by one for a preview. */
const PREVIEW_MAX = 50_000

/** Asks the policy about people without planning anything; nobody is locked. Renderings are not tried. */
export async function previewPolicy(
  tx: Tx,
  ctx: ChannelContext,
  spec: DeliverySpec,
  customerIds: readonly string[],
): Promise<PolicyPreview> {
  if (customerIds.length > PREVIEW_MAX) throw new Problem('too_large', { limit: PREVIEW_MAX })
  const at = new Date(Math.max(spec.notBefore.getTime(), ctx.now.getTime()))
  const { carrier, purpose } = spec
  const { rules } = await policyOf(tx, ctx.tenant)
  const wanted = customerIds.map((id) => ({ key: id, customerId: id }))
  const question = { at, carrier, purpose }
  const gathered = await gather(tx, ctx, { ...question, except: [], isEarnest: false }, wanted)
  const preview: Omit<PolicyPreview, 'senders' | 'bySender'> = {
    planned: 0,
    deferred: {},
    again: {},
    skipped: {},
  }
  const bySender = new Map<string, number>()
  for (const id of customerIds) {
    const candidate = gathered.candidate(id)
    if (candidate === 'busy') continue
    const no =
      candidate === 'unknown'
        ? { reason: 'unreachable' as const, until: null, detail: {} }
        : judge(candidate, { ...question, rules })
    const said = outcomeOf(id, no, spec, at)
    if (said.outcome !== 'planned') {
      const of = preview[said.outcome]
      of[said.reason] = (of[said.reason] ?? 0) + 1
      // When a case is solved, a message answered or a successor there nobody knows: an hour from now is no promise.
      if (said.outcome === 'deferred' && !isOpenEnded(said.reason))
        preview.again[said.reason] = earlier(preview.again[said.reason], said.until)
      continue
    }
    preview.planned += 1
    gathered.take(id)
    const sender = gathered.known(id)?.sender
    // What comes from the brand has no associate who would have to do something.
    if (sender && sender.userid !== '')
      bySender.set(sender.userid, (bySender.get(sender.userid) ?? 0) + 1)
  }
  return { ...preview, senders: bySender.size, bySender }
}

function earlier(one: Date | undefined, other: Date): Date {
  return one && one < other ? one : other
}
