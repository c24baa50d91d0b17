import { WELCOME_ALREADY_SENT, WELCOME_TOO_LATE } from '../../wecom/index.ts'
import {
  addMs,
  presentOf,
  type Tenant,
  type TenantCompany,
  withCompanyOf,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { beginCalls, type CallEnd, moveCalls } from './call-store.ts'
import { type Claimed, claim, overdue } from './claim.ts'
import { type Message, messagesById } from './message-store.ts'
import { attachmentsOf } from './remote.ts'
import type { SenderDeps } from './sender-deps.ts'
import { type Settled, settle } from './settle.ts'

/** Welcomes under way at the same time. */
const AT_ONCE = 128
/** A call that is not answered within this is taken for dead, and tried again: the code works only once. */
const LEASE_MS = 2_500
const TRY_AGAIN_MS = 300
const RATE_LIMITED_WAIT_MS = 1_000
const CARRIERS = ['wecom_welcome'] as const

type Welcome = { one: Claimed; text: string; message: Message; isRetry: boolean }
/** What is to be written down of a welcome, under which claim. */
type End = { one: Claimed; settled: Settled; call: CallEnd }

export type WelcomeLane = {
  /** Begins what is due in a workspace, as far as there is room. @returns how many were begun. */
  begin(tenant: Tenant): Promise<number>
  /** Waits for everything under way, and for its record. */
  finish(): Promise<void>
}

/**
 * The lane of welcomes (欢迎语): twenty seconds after somebody has added an associate the chance is gone. Calls run beside
 * each other and their ends are written down in sets, so that one slow answer holds up nobody. A welcome is the one message
 * that may be tried again without knowing: its code works once, and "delivered before" after a try of ours means that it was
 * that try.
 */
export function createWelcomeLane(deps: SenderDeps): WelcomeLane {
  const running = new Set<Promise<void>>()
  const ended = new Map<string, { tenant: Tenant; ends: End[] }>()
  let writing: Promise<void> | null = null
  return {
    async begin(tenant) {
      const room = AT_ONCE - running.size
      if (room <= 0 || (await deps.isFenced())) return 0
      const welcomes = await deps.db.inWorkspace(tenant.id, (tx) => take(tx, deps, tenant, room))
      for (const welcome of welcomes) start(tenant, welcome)
      return welcomes.length
    },
    async finish() {
      while (running.size > 0 || writing) await Promise.all([...running, writing])
    },
  }

  function start(tenant: Tenant, welcome: Welcome): void {
    const run = send(deps, withCompanyOf(tenant, welcome.one.userid), welcome)
      .then((end) => note(tenant, end))
      .catch((error) => {
        // Not recorded: the lease ends and it is tried again, which is safe.
        deps.log.warn(
          { delivery: welcome.one.id, error: String(error) },
          'a welcome was not recorded',
        )
      })
      .finally(() => running.delete(run))
    running.add(run)
  }

  /** Joins the ends that wait to be written; all that came while others were being written go together. */
  async function note(tenant: Tenant, end: End): Promise<void> {
    const known = ended.get(tenant.id) ?? { tenant, ends: [] }
    known.ends.push(end)
    ended.set(tenant.id, known)
    writing ??= writeAll().finally(() => {
      writing = null
    })
    await writing
  }

  async function writeAll(): Promise<void> {
    while (ended.size > 0) {
      const batches = [...ended.values()]
      ended.clear()
      for (const { tenant, ends } of batches)
        await deps.db.inWorkspace(tenant.id, (tx) => write(tx, deps, tenant, ends), { retry: true })
    }
  }
}

/** Claims and writes down, in one transaction, welcomes that may still be sent; gives up those that may not. */
async function take(tx: Tx, deps: SenderDeps, tenant: Tenant, limit: number): Promise<Welcome[]> {
  const real = deps.clock.now()
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const late = await overdue(tx, tenant, { carriers: CARRIERS, at: real, real, limit })
  const expired = late.map(({ id }): Settled => ({ id, state: 'expired', reason: 'too_late' }))
  await settle(tx, ctx, expired, { from: ['planned', 'claimed'] })
  const leaseUntil = addMs(real, LEASE_MS)
  const claimed = await claim(tx, tenant, {
    carriers: CARRIERS,
    states: ['planned', 'claimed', 'sending'],
    into: 'sending',
    at: real,
    real,
    leaseUntil,
    limit,
  })
  // A first try may have gone through, and now nobody can be asked: a person may look.
  const over = claimed.filter(({ notAfter }) => notAfter < real)
  const parked = over.map(({ id }): Settled => ({ id, state: 'parked', reason: 'too_late' }))
  await settle(tx, ctx, parked, { from: ['sending'] })
  const end = { state: 'parked' as const, lookAfter: real }
  await moveCalls(
    tx,
    tenant,
    over.map(({ id }) => ({ id, ...end })),
    real,
  )
  const live = claimed.filter(({ notAfter }) => notAfter >= real)
  const messages = await messagesById(tx, tenant, [...new Set(live.map((one) => one.messageId))])
  const welcomes = live.flatMap((one): Welcome[] => {
    const message = messages.get(one.messageId)
    return message
      ? [
          {
            one,
            message,
            text: one.text ?? message.text,
            isRetry: one.fence > 1 && one.notMade !== one.fence - 1,
          },
        ]
      : []
  })
  const calls = welcomes.map(({ one, text, message }) => ({
    id: one.id,
    kind: 'welcome' as const,
    messageId: one.messageId,
    userid: one.userid,
    text,
    link: message.link,
    marker: one.id.slice(-12),
    receivers: 1,
    closesAt: one.notAfter,
  }))
  await beginCalls(tx, tenant, calls, { real, present: ctx.now, leaseUntil })
  return welcomes
}

async function send(
  deps: SenderDeps,
  tenant: Tenant & TenantCompany,
  { one, text, message, isRetry }: Welcome,
): Promise<End> {
  const remote = await deps.remoteOf(tenant)
  const real = deps.clock.now()
  if (!remote) return endOf(one, { state: 'skipped', reason: 'unreachable' }, real)
  // A welcome is for one, so a click on its link is theirs.
  const own = deps.links.urlOf(tenant, { kind: 'delivery', id: one.id })
  const link = message.link && { ...message.link, url: own ?? message.link.url }
  const answer = await remote.sendWelcome({
    welcomeCode: one.welcomeCode ?? '',
    text,
    attachments: attachmentsOf(link, one.id.slice(-12)),
  })
  const now = deps.clock.now()
  if (answer.ok) return endOf(one, { state: 'sent', sentAt: presentOf(tenant, deps.clock) }, now)
  const { certainty, errcode, errmsg, retry, heldUntil } = answer
  if (heldUntil) return again(one, heldUntil, now, { notMade: !isRetry })
  const told = { errcode, errmsg }
  if (errcode === WELCOME_ALREADY_SENT) {
    // After a try of ours it was that one; at the first try somebody else was faster, or the chat had begun.
    return isRetry
      ? endOf(one, { state: 'sent', sentAt: presentOf(tenant, deps.clock) }, now, told)
      : endOf(one, { state: 'skipped', reason: 'answered_by_others' }, now, told)
  }
  if (errcode === WELCOME_TOO_LATE)
    return endOf(one, { state: 'failed', reason: 'too_late' }, now, told)
  if (certainty === 'unknown')
    return again(one, addMs(now, TRY_AGAIN_MS), now, { notMade: false, told })
  if (retry === 'never') return endOf(one, { state: 'failed', reason: 'refused' }, now, told)
  const waitMs = errcode === null ? TRY_AGAIN_MS : RATE_LIMITED_WAIT_MS
  return again(one, addMs(now, waitMs), now, { notMade: !isRetry, told })
}

type Said = { errcode: number | null; errmsg: string }

function endOf(one: Claimed, became: Omit<Settled, 'id'>, real: Date, said?: Said): End {
  const call = { id: one.id, state: 'closed' as const, lookAfter: real, ...said }
  return { one, settled: { id: one.id, ...became }, call }
}

/**
 * It stays `sending` until the given instant; the next claim tries again, or gives up when its time is over. Whether it
 * went through is open until then.
 */
function again(
  one: Claimed,
  waitUntil: Date,
  real: Date,
  { notMade, told }: { notMade: boolean; told?: Said },
): End {
  // Certain of all tries up to this one; a later one that leaves no word makes it uncertain again.
  const detail = notMade ? { notMade: one.fence } : {}
  return {
    one,
    settled: { id: one.id, state: 'sending', waitUntil, detail },
    call: { id: one.id, state: 'sending', lookAfter: real, ...told },
  }
}

async function write(tx: Tx, deps: SenderDeps, tenant: Tenant, ends: readonly End[]) {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const fences = new Map(ends.map(({ one }) => [one.id, one.fence]))
  const settled = ends.map((end) => end.settled)
  const moved = await settle(tx, ctx, settled, { from: ['sending'], fences })
  const calls = ends.filter(({ one }) => moved.has(one.id)).map(({ call }) => call)
  await moveCalls(tx, tenant, calls, deps.clock.now())
}
