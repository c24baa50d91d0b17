import type { Carrier, PolicyRules } from '../../contract/delivery.ts'
import { addMs, newId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { beginCalls, type NewCall } from './call-store.ts'
import { type Claimed, claim, type Departure, depart, overdue } from './claim.ts'
import { closingOf } from './closing.ts'
import type { ChannelContext } from './delivery.ts'
import { gather } from './gather.ts'
import { judge } from './judge.ts'
import { type Message, messagesById } from './message-store.ts'
import { outcomeOf } from './plan.ts'
import { policyOf } from './policy-store.ts'
import { type Settled, settle } from './settle.ts'
import { openTasks } from './staff-task.ts'

/** Deliveries that are claimed, judged again and sent off at once. */
const BATCH = 5_000
/** What WeCom takes in one mass send. */
const RECEIVERS_MAX = 10_000
/** How long a claim, and then a call, may take before somebody else takes it for dead. */
export const LEASE_MS = 30_000

const CARRIERS: readonly Carrier[] = ['wecom_mass', 'staff_task']

/** A mass send that is written down and about to be made. */
export type ReadyCall = NewCall & { leaseUntil: Date; riders: Claimed[] }

/** Takes what is due. In a transaction of its own, so that what follows may take its time. */
export async function claimDue(tx: Tx, ctx: ChannelContext, real: Date): Promise<Claimed[]> {
  const at = ctx.now
  const late = await overdue(tx, ctx.tenant, { carriers: CARRIERS, at, real, limit: BATCH })
  const expired = late.map(({ id }): Settled => ({ id, state: 'expired', reason: 'too_late' }))
  await settle(tx, ctx, expired, { from: ['planned', 'claimed'] })
  return claim(tx, ctx.tenant, {
    carriers: CARRIERS,
    states: ['planned', 'claimed'],
    into: 'claimed',
    at,
    real,
    leaseUntil: addMs(real, LEASE_MS),
    limit: BATCH,
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

/** A claimed delivery that may leave, through whom, and until when it may be confirmed. */
type Going = Claimed & { on: string; personId: string; closesAt: Date }

async function judgeAgain(
  tx: Tx,
  ctx: ChannelContext,
  claimed: readonly Claimed[],
  rules: PolicyRules,
): Promise<{ settled: Settled[]; going: Going[] }> {
  const settled: Settled[] = []
  const going: Going[] = []
  const except = claimed.map(({ id }) => id)
  for (const batch of byQuestion(claimed)) {
    const [first] = batch
    if (!first) continue
    const question = { at: ctx.now, carrier: first.carrier, purpose: first.purpose }
    const wanted = batch.map(({ id: key, customerId }) => ({ key, customerId }))
    const gathered = await gather(tx, ctx, { ...question, except, isEarnest: true }, wanted)
    for (const one of batch) {
      const said = sayAgain(gathered, one, { ...question, rules })
      if ('state' in said) settled.push(said)
      else {
        going.push(said)
        gathered.take(one.id)
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
  if (candidate === 'unknown' || !known?.sender)
    return { id, state: 'skipped', reason: 'unreachable' }
  const no = judge(candidate, question)
  const said = outcomeOf(id, no, one, at)
  if (said.outcome === 'deferred')
    return { id, state: 'planned', dueAt: said.until, zone: known.zone, reason: said.reason }
  if (said.outcome === 'skipped')
    return said.reason === 'too_late'
      ? { id, state: 'expired', reason: 'too_late' }
      : { id, state: 'skipped', reason: said.reason, ...(no ? { detail: no.detail } : {}) }
  const closing = closingOf(at, known.zone, notAfter, rules.quietHours)
  if ('closesAt' in closing)
    return { ...one, ...known, ...known.sender, closesAt: closing.closesAt }
  return closing.waitUntil <= notAfter && one.lateness !== 'skip'
    ? { id, state: 'planned', dueAt: closing.waitUntil, zone: known.zone, reason: 'quiet_hours' }
    : { id, state: 'expired', reason: 'quiet_hours' }
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

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}
