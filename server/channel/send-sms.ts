import { segmentsOf, variablesOf, wholeText } from '../../contract/sms-text.ts'
import { addMs, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { moveCalls } from './call-store.ts'
import type { Claimed } from './claim.ts'
import { FOR_EVER } from './consent.ts'
import { type LiveAddress, liveNumbers, markDead } from './dead-address.ts'
import type { ChannelContext } from './delivery.ts'
import { claimDue } from './hand-off.ts'
import type { Going } from './judge-again.ts'
import { fencesOf, giveBack, isHeld, mayLeave } from './leave.ts'
import type { Message } from './message-store.ts'
import { beginEach, stillGoing } from './one-by-one.ts'
import type { MailDeps } from './send-mail.ts'
import type { Step } from './sender-deps.ts'
import { type Settled, settle } from './settle.ts'
import { openSmsLine } from './sms-line.ts'
import type { HandedIn, NotHandedIn, SmsLine } from './sms-provider.ts'
import {
  noteSmsCost,
  noteSmsTaken,
  noteSmsTrouble,
  type StoredSmsLine,
  storedSmsLine,
} from './sms-store.ts'

/** Messages that are claimed together, and of them so many under way at a time. */
const BATCH = 200
const AT_ONCE = 8
const LEASE_MS = 5 * 60_000
/** A message is begun only while so much of its lease is left: it must be over before somebody takes it for dead. */
const MESSAGE_MS = 30_000
/** A provider that asks for patience is asked again after this; doubled each time. */
const LATER_MS = 60_000
const LATER_MAX_MS = 60 * 60_000
/** Where there is no account. */
const NO_WAY_MS = 5 * 60_000
/** Before somebody asks after a message whose fate is unknown, and after one that was taken. */
export const ASK_UNKNOWN_MS = 15_000
export const ASK_TAKEN_MS = 15 * 60_000
const WRITTEN = { carriers: ['sms'], limit: BATCH, leaseMs: LEASE_MS } as const

/** A message that is written down as being sent. */
type Ready = { one: Going; message: Message; number: LiveAddress; leaseUntil: Date }

/**
 * Sends the short messages that are due in a workspace: claims, judges again, writes down, and only then hands them in,
 * with the delivery's id, by which the provider tells of them. One whose fate nobody knows is asked after (see ask-sms.ts)
 * and never handed in a second time by itself.
 */
export function smsStep(deps: MailDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    const real = deps.clock.now()
    const within = deps.db.inWorkspace
    const { claimed, account } = await within(tenant.id, async (tx) => {
      await findDead(tx, ctx, real)
      return {
        claimed: await claimDue(tx, ctx, real, WRITTEN),
        account: await storedSmsLine(tx, tenant),
      }
    })
    if (claimed.length === 0) return false
    if (!account) {
      await within(tenant.id, (tx) => giveBack(tx, ctx, claimed, addMs(real, NO_WAY_MS)))
      return false
    }
    const ready = await within(tenant.id, (tx) => prepare(tx, ctx, claimed, real))
    if (ready.length > 0) await sendAll(deps, tenant, account, ready)
    return true
  }
}

/**
 * Messages whose worker died in the middle: nobody can say whether they were taken, so the provider is asked. Deliveries
 * are locked before their calls, here as everywhere, so that a worker that was only slow and this one never wait for each
 * other.
 */
async function findDead(tx: Tx, ctx: ChannelContext, real: Date): Promise<void> {
  const dead = await tx.rows(sql<{ id: string }>`
    select d.id
    from channel.remote_call c
    join channel.delivery d
      on d.workspace_id = c.workspace_id
      and d.id = c.id
    where c.workspace_id = ${ctx.tenant.id}
      and c.kind = 'sms'
      and c.state = 'sending'
      and c.lease_until <= ${real}
      and d.state = 'sending'
    limit ${BATCH}
    for update of d skip locked
  `)
  const changes = dead.map(({ id }): Settled => ({ id, state: 'unknown' }))
  const moved = await settle(tx, ctx, changes, { from: ['sending'] })
  const end = { state: 'unknown', errmsg: 'the process ended', lookAfter: real } as const
  await moveCalls(
    tx,
    ctx.tenant,
    [...moved].map((id) => ({ id, ...end })),
    real,
  )
}

async function prepare(
  tx: Tx,
  ctx: ChannelContext,
  claimed: readonly Claimed[],
  real: Date,
): Promise<Ready[]> {
  const leaseUntil = addMs(real, LEASE_MS)
  const going = await stillGoing(tx, ctx, claimed)
  const people = going.map(({ one }) => one.customerId)
  const { numbers } = await liveNumbers(tx, ctx.tenant, people)
  const ready = going.flatMap((message): Ready[] => {
    const number = numbers.get(message.one.customerId)
    return number ? [{ ...message, number, leaseUntil }] : []
  })
  // What was handed in cannot be called back.
  return beginEach(tx, ctx, ready, { kind: 'sms', real, leaseUntil, closesAt: FOR_EVER })
}

/** Some at a time; a fault of the account's or of the way to the provider ends the round. */
async function sendAll(
  deps: MailDeps,
  tenant: Tenant,
  account: StoredSmsLine,
  ready: readonly Ready[],
): Promise<void> {
  const opened = await openSmsLine({ ...account, secret: deps.seal.open(account.secret) }, deps)
  let fault: NotHandedIn | null = 'ok' in opened ? opened : null
  let trouble = fault
  for (let at = 0; at < ready.length; at += AT_ONCE) {
    const ends = await Promise.all(
      ready.slice(at, at + AT_ONCE).map(async (one) => {
        if ((await mayLeave(deps, tenant, one)) === 'refused') return null
        const isPressed = addMs(deps.clock.now(), MESSAGE_MS) > one.leaseUntil
        const isStopped = fault !== null || isPressed || (await isHeld(deps, tenant, one))
        const end = isStopped || 'ok' in opened ? null : await handIn(deps, opened, one)
        await record(deps, tenant, account, { ready: one, end, fault })
        return end
      }),
    )
    for (const end of ends) {
      if (!end || end.ok) continue
      if (end.isFault) fault = { ...end, isCertain: true }
      if (end.isFault || end.kind === 'template') trouble = end
    }
  }
  const now = deps.clock.now()
  if (trouble) {
    const { kind, said } = trouble
    await deps.db.inWorkspace(tenant.id, (tx) => noteSmsTrouble(tx, tenant, { kind, said, now }))
  }
}

/** Only here is the number open. */
function handIn(deps: MailDeps, line: SmsLine, { one, message, number }: Ready): Promise<HandedIn> {
  if (!message.sms) throw new Error(`message ${message.id} has no template`)
  const { code, params } = message.sms
  const filled = one.smsParams ?? params
  return line.send({
    id: one.id,
    phone: deps.seal.open(number.sealed),
    code,
    params: variablesOf(message.text).map((name) => [name, filled[name] ?? ''] as const),
  })
}

/** @param end null: it was not even tried, because of `fault` or because it has to wait. */
async function record(
  deps: MailDeps,
  tenant: Tenant,
  account: StoredSmsLine,
  { ready, end, fault }: { ready: Ready; end: HandedIn | null; fault: NotHandedIn | null },
): Promise<void> {
  const { one, message, number } = ready
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const now = deps.clock.now()
  const id = one.id
  const guard = { from: ['sending'] as const, fences: fencesOf([one]) }
  const waitMs = Math.min(LATER_MAX_MS, LATER_MS * 2 ** Math.min(one.fence - 1, 10))
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      if (end?.ok) {
        const sent: Settled = { id, state: 'sent', sentAt: ctx.now, zone: one.zone }
        await settle(tx, ctx, [sent], guard)
        await noteSmsCost(tx, tenant, { id, ...costOf(account, { one, message }, end.segments) })
        await noteSmsTaken(tx, tenant, now)
        const lookAfter = addMs(now, ASK_TAKEN_MS)
        await moveCalls(tx, tenant, [{ id, state: 'open', remoteId: end.serial, lookAfter }], now)
        return
      }
      const said = end?.said ?? fault?.said ?? ''
      if (end && !end.isCertain) {
        await settle(tx, ctx, [{ id, state: 'unknown', detail: { said } }], guard)
        const lookAfter = addMs(now, ASK_UNKNOWN_MS)
        await moveCalls(tx, tenant, [{ id, state: 'unknown', errmsg: said, lookAfter }], now)
        return
      }
      if (end?.isFinal) {
        if (end.kind === 'phone')
          await markDead(tx, tenant, { kind: 'phone', key: number.key, said, now })
        const reason = end.kind === 'phone' ? 'no_phone' : 'refused'
        await settle(tx, ctx, [{ id, state: 'failed', reason, detail: { said } }], guard)
      } else {
        const waitUntil = addMs(now, waitMs)
        await settle(tx, ctx, [{ id, state: 'planned', waitUntil, detail: { said } }], guard)
      }
      await moveCalls(tx, tenant, [{ id, state: 'refused', errmsg: said, lookAfter: now }], now)
    },
    { retry: true },
  )
}

/** As the provider says, or as the text tells. */
function costOf(
  { signName, liPerSegment }: StoredSmsLine,
  { one, message }: Pick<Ready, 'one' | 'message'>,
  told: number | null,
): { segments: number; costLi: number | null } {
  const isPromotion = message.sms?.kind === 'promotion'
  const whole = wholeText(one.text ?? message.text, { signName, isPromotion })
  const segments = told ?? segmentsOf(whole)
  return { segments, costLi: liPerSegment === null ? null : segments * liPerSegment }
}
