import type { Carrier, PolicyRules } from '../../contract/delivery.ts'
import type { Tx } from '../postgres/index.ts'
import type { Claimed } from './claim.ts'
import { closingOf } from './closing.ts'
import type { ChannelContext } from './delivery.ts'
import { gather, type Taken } from './gather.ts'
import { judge } from './judge.ts'
import { outcomeOf } from './plan.ts'
import type { Settled } from './settle.ts'

/** Ways on which somebody has to do something before anything leaves. */
export const CONFIRMED: ReadonlySet<Carrier> = new Set(['wecom_mass', 'staff_task'])

/** A claimed delivery that may leave, through whom, and until when it may be confirmed. */
export type Going = Claimed & { on: string; personId: string; closesAt: Date }

/**
 * Asks the policy once more about what was claimed: people may have said no since, the hour may have become a quiet one. One
 * after another within a batch, so that each counts what those before it will get.
 * @returns what does not leave now, each with what becomes of it, and what does.
 */
export async function judgeAgain(
  tx: Tx,
  ctx: ChannelContext,
  claimed: readonly Claimed[],
  rules: PolicyRules,
): Promise<{ settled: Settled[]; going: Going[] }> {
  const settled: Settled[] = []
  const going: Going[] = []
  const except = claimed.map(({ id }) => id)
  const before: Taken[] = []
  for (const batch of byQuestion(claimed)) {
    const [first] = batch
    if (!first) continue
    const question = { at: ctx.now, carrier: first.carrier, purpose: first.purpose }
    const wanted = batch.map(({ id: key, customerId }) => ({ key, customerId }))
    const gathered = await gather(tx, ctx, { ...question, except, before, isEarnest: true }, wanted)
    for (const one of batch) {
      const said = sayAgain(gathered, one, { ...question, rules })
      if ('state' in said) settled.push(said)
      else {
        going.push(said)
        gathered.take(one.id)
        before.push(said)
      }
    }
  }
  return { settled, going }
}

/** Deliveries of one carrier and purpose are asked about together. */
function byQuestion(claimed: readonly Claimed[]): Claimed[][] {
  return groupBy(claimed, ({ carrier, purpose }) => `${carrier} ${purpose}`)
}

function sayAgain(
  gathered: Awaited<ReturnType<typeof gather>>,
  one: Claimed,
  question: Parameters<typeof judge>[1],
): Settled | Going {
  const { id, notAfter } = one
  const { at, rules } = question
  const candidate = gathered.candidate(id)
  const known = gathered.known(id)
  // Somebody else decides about this person right now: it stays due.
  if (candidate === 'busy') return { id, state: 'planned' }
  if (candidate === 'unknown' || !known || (!known.sender && candidate.noWay !== 'handover'))
    return { id, state: 'skipped', reason: 'unreachable' }
  const no = judge(candidate, question)
  const said = outcomeOf(id, no, one, at)
  if (said.outcome === 'deferred')
    return { id, state: 'planned', dueAt: said.until, zone: known.zone, reason: said.reason }
  if (said.outcome === 'skipped')
    return said.reason === 'too_late'
      ? { id, state: 'expired', reason: 'too_late' }
      : { id, state: 'skipped', reason: said.reason, ...(no ? { detail: no.detail } : {}) }
  if (!known.sender) return { id, state: 'skipped', reason: 'unreachable' }
  // What no associate has to confirm leaves at once.
  if (!CONFIRMED.has(one.carrier)) return { ...one, ...known, ...known.sender, closesAt: notAfter }
  const closing = closingOf(at, known.zone, notAfter, rules.quietHours)
  if ('closesAt' in closing)
    return { ...one, ...known, ...known.sender, closesAt: closing.closesAt }
  return closing.waitUntil <= notAfter && one.lateness !== 'skip'
    ? { id, state: 'planned', dueAt: closing.waitUntil, zone: known.zone, reason: 'quiet_hours' }
    : { id, state: 'expired', reason: 'quiet_hours' }
}

/** Items by a key, in the order in which keys first appear. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}
