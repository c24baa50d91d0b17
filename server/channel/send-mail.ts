import { addMs, presentOf, type Seal, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { moveCalls } from './call-store.ts'
import type { Claimed } from './claim.ts'
import { composeMail } from './compose-mail.ts'
import { type LiveAddress, liveAddresses, markDead } from './dead-address.ts'
import type { ChannelContext } from './delivery.ts'
import { claimDue } from './hand-off.ts'
import type { Going } from './judge-again.ts'
import { fencesOf, giveBack, isHeld, mayLeave } from './leave.ts'
import { type MailLine, openMailLine, type Taken } from './mail-line.ts'
import { noteTaken, noteTrouble, type StoredMailbox, storedMailbox } from './mailbox.ts'
import type { Message } from './message-store.ts'
import { beginEach, parkDead, stillGoing } from './one-by-one.ts'
import { parkCall } from './park-call.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { settle } from './settle.ts'

/** Letters that are claimed together and go over one connection. */
const BATCH = 50
const LEASE_MS = 5 * 60_000
/** A letter is begun only while so much of its lease is left: it must be over before somebody takes it for dead. */
const LETTER_MS = 90_000
/** A server that asks for patience is asked again after this; doubled each time. */
const LATER_MS = 60_000
const LATER_MAX_MS = 60 * 60_000
/** Where there is no mailbox, or no way to it. */
const NO_WAY_MS = 5 * 60_000
const WRITTEN = { carriers: ['email'], limit: BATCH, leaseMs: LEASE_MS } as const

export type MailDeps = SenderDeps & {
  seal: Pick<Seal, 'open'>
  /** Mail servers inside the brand's own network that an administrator has named. */
  internalHosts: readonly string[]
}

/** A letter that is written down as being sent. */
type Ready = {
  one: Going
  message: Message
  address: LiveAddress
  leaseUntil: Date
}

/**
 * Sends the letters that are due in a workspace: claims, judges again, writes down, and only then hands them in. A mail
 * server cannot be asked afterwards what it took, so a letter whose fate nobody knows is not sent again: a person decides.
 */
export function mailStep(deps: MailDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    const real = deps.clock.now()
    const within = deps.db.inWorkspace
    const { claimed, mailbox } = await within(tenant.id, async (tx) => {
      await parkDead(tx, ctx, 'mail', real)
      return {
        claimed: await claimDue(tx, ctx, real, WRITTEN),
        mailbox: await storedMailbox(tx, tenant),
      }
    })
    if (claimed.length === 0) return false
    // A letter without a way out does not leave.
    const hasWayOut = deps.links.urlOf(tenant, { kind: 'unsubscribe', id: tenant.id }) !== null
    if (!mailbox || !hasWayOut) {
      await within(tenant.id, (tx) => giveBack(tx, ctx, claimed, addMs(real, NO_WAY_MS)))
      return false
    }
    const ready = await within(tenant.id, (tx) => prepare(tx, ctx, claimed, real))
    if (ready.length > 0) await sendAll(deps, tenant, mailbox, ready)
    return true
  }
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
  const addresses = await liveAddresses(tx, ctx.tenant, people)
  const ready = going.flatMap((letter): Ready[] => {
    const address = addresses.get(letter.one.customerId)
    return address ? [{ ...letter, address, leaseUntil }] : []
  })
  return beginEach(tx, ctx, ready, { kind: 'mail', real, leaseUntil })
}

/** Over one connection, one after another; a fault of the server's or of the way to it ends the round. */
async function sendAll(
  deps: MailDeps,
  tenant: Tenant,
  mailbox: StoredMailbox,
  ready: readonly Ready[],
): Promise<void> {
  const password = mailbox.password && deps.seal.open(mailbox.password)
  const opened = await openMailLine({ ...mailbox, password }, deps)
  let fault = 'ok' in opened ? opened : null
  for (const letter of ready) {
    if ((await mayLeave(deps, tenant, letter)) === 'refused') continue
    const isPressed = addMs(deps.clock.now(), LETTER_MS) > letter.leaseUntil
    const isStopped = fault !== null || isPressed || (await isHeld(deps, tenant, letter))
    const taken =
      isStopped || 'ok' in opened ? null : await handIn(deps, tenant, mailbox, { opened, letter })
    await record(deps, tenant, letter, taken, fault)
    if (taken && !taken.ok && taken.isFault) fault = { ...taken, isCertain: true }
  }
  if (!('ok' in opened)) opened.close()
  const now = deps.clock.now()
  if (fault) {
    const { kind, said } = fault
    await deps.db.inWorkspace(tenant.id, (tx) => noteTrouble(tx, tenant, { kind, said, now }))
  }
}

function handIn(
  deps: MailDeps,
  tenant: Tenant,
  { fromAddress, fromName }: StoredMailbox,
  { opened, letter: { one, message, address } }: { opened: MailLine; letter: Ready },
): Promise<Taken> {
  const urlOf = (kind: 'delivery' | 'unsubscribe') => deps.links.urlOf(tenant, { kind, id: one.id })
  const to = deps.seal.open(address.sealed)
  const link = message.link && { ...message.link, url: urlOf('delivery') ?? message.link.url }
  const letter = {
    id: one.id,
    from: { address: fromAddress, name: fromName },
    to,
    subject: one.subject ?? message.subject ?? fromName,
    text: one.text ?? message.text,
    link,
    wayOut: urlOf('unsubscribe'),
    brand: tenant.name,
  }
  return composeMail(letter).then((raw) => opened.send({ from: fromAddress, to, raw }))
}

/** @param taken null: it was not even tried, because of `fault` or because it has to wait. */
async function record(
  deps: MailDeps,
  tenant: Tenant,
  { one, address }: Ready,
  taken: Taken | null,
  fault: Extract<Taken, { ok: false }> | null,
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const now = deps.clock.now()
  const id = one.id
  const said = taken?.said ?? fault?.said ?? ''
  const guard = { from: ['sending'] as const, fences: fencesOf([one]) }
  const waitMs = Math.min(LATER_MAX_MS, LATER_MS * 2 ** Math.min(one.fence - 1, 10))
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      if (taken?.ok) {
        await settle(tx, ctx, [{ id, state: 'sent', sentAt: ctx.now, zone: one.zone }], guard)
        await noteTaken(tx, tenant, now)
      } else if (taken && !taken.isCertain) {
        await parkCall(tx, ctx, id, { real: now, from: ['sending'] })
        await moveCalls(tx, tenant, [{ id, state: 'parked', errmsg: said, lookAfter: now }], now)
        return
      } else if (taken?.isFinal) {
        if (taken.kind === 'address')
          await markDead(tx, tenant, { kind: 'email', key: address.key, said, now })
        const reason = taken.kind === 'address' ? 'no_address' : 'refused'
        await settle(tx, ctx, [{ id, state: 'failed', reason, detail: { said } }], guard)
      } else {
        const waitUntil = addMs(now, waitMs)
        await settle(tx, ctx, [{ id, state: 'planned', waitUntil, detail: { said } }], guard)
      }
      const state = taken?.ok ? ('closed' as const) : ('refused' as const)
      await moveCalls(tx, tenant, [{ id, state, errmsg: said, lookAfter: now }], now)
    },
    { retry: true },
  )
}
