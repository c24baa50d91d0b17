import { addMs } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { beginCalls, type RemoteCall } from './call-store.ts'
import { type Claimed, depart } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { type Going, judgeAgain } from './judge-again.ts'
import { fencesOf } from './leave.ts'
import { type Message, messagesById } from './message-store.ts'
import { parkCall } from './park-call.ts'
import { policyOf } from './policy-store.ts'
import { settle } from './settle.ts'

/** Calls of one round whose process died that are looked for at once. */
const DEAD_MAX = 50

/**
 * Calls for one person each whose worker died in the middle: nobody can say whether they were taken. Deliveries are locked
 * before their calls, here as everywhere, so that a worker that was only slow and this one never wait for each other.
 */
export async function parkDead(
  tx: Tx,
  ctx: ChannelContext,
  kind: RemoteCall['kind'],
  real: Date,
): Promise<void> {
  const dead = await tx.rows(sql<{ id: string }>`
    select d.id
    from channel.remote_call c
    join channel.delivery d
      on d.workspace_id = c.workspace_id
      and d.id = c.id
    where c.workspace_id = ${ctx.tenant.id}
      and c.kind = ${kind}
      and c.state = 'sending'
      and c.lease_until <= ${real}
    limit ${DEAD_MAX}
    for update of d skip locked
  `)
  for (const { id } of dead) await parkCall(tx, ctx, id, { real, from: ['sending'] })
}

/** Asks the policy once more. @returns what may go now, with its words. */
export async function stillGoing(
  tx: Tx,
  ctx: ChannelContext,
  claimed: readonly Claimed[],
): Promise<{ one: Going; message: Message }[]> {
  const { rules } = await policyOf(tx, ctx.tenant)
  const judged = await judgeAgain(tx, ctx, claimed, rules)
  await settle(tx, ctx, judged.settled, { from: ['claimed'], fences: fencesOf(claimed) })
  const { going } = judged
  const wanted = [...new Set(going.map((one) => one.messageId))]
  const messages = await messagesById(tx, ctx.tenant, wanted)
  return going.flatMap((one) => {
    const message = messages.get(one.messageId)
    return message ? [{ one, message }] : []
  })
}

/** Writes down what is about to be called, one call for each. @returns those that were still ours. */
export async function beginEach<T extends { one: Going; message: Message }>(
  tx: Tx,
  ctx: ChannelContext,
  ready: readonly T[],
  {
    kind,
    real,
    leaseUntil,
    closesAt,
  }: {
    kind: RemoteCall['kind']
    real: Date
    leaseUntil: Date
    /** Until when it may be called back; left out: while it may be sent. */
    closesAt?: Date
  },
): Promise<T[]> {
  const departures = ready.map(({ one }) => ({ ...one, state: 'sending' as const, callId: one.id }))
  const gone = await depart(tx, ctx.tenant, departures, { at: ctx.now, leaseUntil })
  const begun = ready.filter(({ one }) => gone.has(one.id))
  const calls = begun.map(({ one, message }) => ({
    id: one.id,
    kind,
    messageId: message.id,
    userid: '',
    text: one.text ?? message.text,
    link: message.link,
    marker: one.id.slice(-12),
    receivers: 1,
    closesAt: closesAt ?? one.notAfter,
  }))
  await beginCalls(tx, ctx.tenant, calls, { real, present: ctx.now, leaseUntil })
  return begun
}

/** How long a try is put off: doubled each time. */
export function laterOf(
  { fence }: Claimed,
  { firstMs, mostMs, now }: { firstMs: number; mostMs: number; now: Date },
): Date {
  return addMs(now, Math.min(mostMs, firstMs * 2 ** Math.min(fence - 1, 10)))
}
