import type { Carrier } from '../../contract/delivery.ts'
import { addMs, newId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { beginCalls, type NewCall } from './call-store.ts'
import { type Claimed, claim, type Departure, depart, overdue } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { type Going, groupBy, judgeAgain } from './judge-again.ts'
import { type Message, messagesById } from './message-store.ts'
import { policyOf } from './policy-store.ts'
import { type Settled, settle } from './settle.ts'
import { openTasks } from './staff-task.ts'

/** Deliveries that are claimed, judged again and sent off at once. */
const BATCH = 5_000
/** What WeCom takes in one mass send. */
const RECEIVERS_MAX = 10_000
/** How long a claim, and then a call, may take before somebody else takes it for dead. */
export const LEASE_MS = 30_000

/** What is claimed at once, and for how long. */
export type Claiming = { carriers: readonly Carrier[]; limit: number; leaseMs: number }
const associates: Claiming = {
  carriers: ['wecom_mass', 'staff_task'],
  limit: BATCH,
  leaseMs: LEASE_MS,
}

/** A mass send that is written down and about to be made. */
export type ReadyCall = NewCall & { leaseUntil: Date; riders: Claimed[] }

/** Takes what is due. In a transaction of its own, so that what follows may take its time. */
export async function claimDue(
  tx: Tx,
  ctx: ChannelContext,
  real: Date,
  { carriers, limit, leaseMs }: Claiming = associates,
): Promise<Claimed[]> {
  const at = ctx.now
  const late = await overdue(tx, ctx.tenant, { carriers, at, real, limit })
  const expired = late.map(({ id }): Settled => ({ id, state: 'expired', reason: 'too_late' }))
  await settle(tx, ctx, expired, { from: ['planned', 'claimed'] })
  return claim(tx, ctx.tenant, {
    carriers,
    states: ['planned', 'claimed'],
    into: 'claimed',
    at,
    real,
    leaseUntil: addMs(real, leaseMs),
    limit,
  })
}

/**
 * Judges what was claimed once more — the people may have said no since, the hour may have become a quiet one — and writes
 * down what is about to be done: mass sends, and tasks for associates. The calls are made after the commit.
 */
export async function prepare(
  tx: Tx,
  ctx: ChannelContext,
  claimed: readonly Claimed[],
  real: Date,
): Promise<ReadyCall[]> {
  const { rules } = await policyOf(tx, ctx.tenant)
  const judged = await judgeAgain(tx, ctx, claimed, rules)
  const fences = new Map(claimed.map(({ id, fence }) => [id, fence]))
  await settle(tx, ctx, judged.settled, { from: ['claimed'], fences })
  const messages = await messagesById(tx, ctx.tenant, [
    ...new Set(judged.going.map(({ messageId }) => messageId)),
  ])
  const leaseUntil = addMs(real, LEASE_MS)
  const groups = groupsOf(judged.going)
  const calls = groups.flatMap((group) => callOf(group, messages, leaseUntil) ?? [])
  const personal = groups.filter(isForAssociate).flat()
  const callOfRider = new Map(calls.flatMap(({ id, riders }) => riders.map((one) => [one.id, id])))
  const departures = judged.going.map(({ id, ...one }): Departure => {
    const callId = callOfRider.get(id) ?? null
    return { ...one, id, state: callId ? 'sending' : 'handed', callId }
  })
  const gone = await depart(tx, ctx.tenant, departures, { at: ctx.now, leaseUntil })
  const kept = calls
    .map((call) => ({ ...call, riders: call.riders.filter(({ id }) => gone.has(id)) }))
    .filter(({ riders }) => riders.length > 0)
    .map((call) => ({ ...call, receivers: call.riders.length }))
  await beginCalls(tx, ctx.tenant, kept, { real, present: ctx.now, leaseUntil })
  const tasks = personal.filter(({ id }) => gone.has(id))
  await openTasks(tx, ctx, tasks)
  return kept
}

/** What can be one task: the same words from the same associate to people whose clocks agree. */
function groupsOf(going: readonly Going[]): Going[][] {
  return groupBy(going, ({ carrier, messageId, userid, zone, text }) =>
    JSON.stringify([carrier, messageId, userid, zone, text]),
  ).flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / RECEIVERS_MAX) }, (_, i) =>
      group.slice(i * RECEIVERS_MAX, (i + 1) * RECEIVERS_MAX),
    ),
  )
}

/** A text that only one person gets cannot be a mass send: the associate sends it by hand. */
function isForAssociate(group: readonly Going[]): boolean {
  const [first] = group
  return first?.carrier === 'staff_task' || (group.length === 1 && first?.text !== null)
}

function callOf(
  group: Going[],
  messages: ReadonlyMap<string, Message>,
  leaseUntil: Date,
): ReadyCall | null {
  const [first] = group
  if (!first || isForAssociate(group)) return null
  const message = messages.get(first.messageId)
  if (!message) throw new Error(`message ${first.messageId} of a delivery is not there`)
  const id = newId()
  return {
    id,
    kind: 'mass',
    messageId: message.id,
    userid: first.userid,
    text: first.text ?? message.text,
    link: message.link,
    marker: id.slice(-12),
    receivers: group.length,
    closesAt: new Date(Math.min(...group.map(({ closesAt }) => closesAt.getTime()))),
    leaseUntil,
    riders: group,
  }
}
