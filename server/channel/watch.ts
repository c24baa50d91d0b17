import { ALREADY_CANCELLED } from '../../wecom/index.ts'
import {
  addMs,
  presentOf,
  type Tenant,
  type TenantCompany,
  withCompanyOf,
} from '../kernel/index.ts'
import { condemnCalls, moveCalls, noteCancelled, type RemoteCall, takeCalls } from './call-store.ts'
import { type Rider, ridersOf } from './claim.ts'
import { nextTry } from './closing.ts'
import { parkCall } from './park-call.ts'
import { policyOf } from './policy-store.ts'
import { quietUntil } from './quiet-hours.ts'
import { allPages, type Remote } from './remote.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { type Settled, settle } from './settle.ts'

const AT_ONCE = 32
const LEASE_MS = 60_000
/** Between two looks at an open task: soon at first, then rarely. In real time. */
const LOOK_MIN_MS = 2_000
const LOOK_MAX_MS = 30_000

/**
 * Looks at mass sends that wait for their associates: who has confirmed, what became of it for each receiver. Those whose
 * time is over are cancelled over there first, and then looked at once more: somebody may have tapped in between.
 */
export function watchStep(deps: SenderDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const real = deps.clock.now()
    const present = presentOf(tenant, deps.clock)
    const calls = await deps.db.inWorkspace(tenant.id, async (tx) => {
      await condemnCalls(tx, tenant, { real, present })
      const leaseUntil = addMs(real, LEASE_MS)
      return takeCalls(tx, tenant, {
        kind: 'mass',
        states: ['open'],
        real,
        leaseUntil,
        limit: AT_ONCE,
      })
    })
    if (calls.length === 0) return false
    await Promise.all(calls.map((call) => look(deps, withCompanyOf(tenant, call.userid), call)))
    return true
  }
}

async function look(
  deps: SenderDeps,
  tenant: Tenant & TenantCompany,
  call: RemoteCall,
): Promise<void> {
  const remote = await deps.remoteOf(tenant)
  // A company that was disconnected: its tasks are looked at when it is connected again.
  if (!remote) return
  const msgid = call.remoteId
  if (msgid === null) throw new Error(`open call ${call.id} has no task`)
  if (call.cancelReason !== null && !call.cancelledAt) {
    const answer = await remote.cancelMessageTask(msgid)
    // What WeCom refuses for good (a task that it does not know) cannot be confirmed either.
    if (!answer.ok && answer.errcode !== ALREADY_CANCELLED && answer.retry !== 'never')
      return lookLater(deps, tenant, call)
    const now = deps.clock.now()
    await deps.db.inWorkspace(tenant.id, (tx) => noteCancelled(tx, tenant, call.id, now))
    call.cancelledAt = now
  }
  const told = await askResults(remote, msgid)
  if (!told) return lookLater(deps, tenant, call)
  await record(deps, tenant, call, told)
}

/** `isConfirmed`: by everybody whom it was given to. */
type Told = { isConfirmed: boolean; receipts: ReadonlyMap<string, Receipt> }
type Receipt = { status: number; at: Date | null }

/**
 * What WeCom tells of a task, or null when it does not tell now (41063 while it is given out, a time-out). It may have given
 * receivers to an associate who chatted with them later than the one we asked for, so all of the task are read.
 */
async function askResults(remote: Remote, msgid: string): Promise<Told | null> {
  const staff = await allPages((cursor) => remote.messageTaskStaff(msgid, cursor))
  if (!staff.ok) return null
  const confirmed = staff.value.filter(({ status }) => status === CONFIRMED)
  const receipts = new Map<string, Receipt>()
  for (const { userid } of confirmed) {
    const rows = await allPages((cursor) => remote.messageTaskResults(msgid, userid, cursor))
    if (!rows.ok) return null
    for (const { external_userid: id, status, send_time: at } of rows.value)
      receipts.set(id, { status, at: at === undefined ? null : new Date(at * 1_000) })
  }
  return { isConfirmed: confirmed.length > 0 && confirmed.length === staff.value.length, receipts }
}
/** How long a confirmed message may be under way after the task was cancelled. */
const UNDER_WAY_MS = 60_000
const CONFIRMED = 2
const SENT = 1
const NOT_FRIEND = 2
const OVER_QUOTA = 3

async function record(
  deps: SenderDeps,
  tenant: Tenant,
  call: RemoteCall,
  told: Told,
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      const riders = await ridersOf(tx, tenant, call.id, ['handed'])
      const { rules } = await policyOf(tx, tenant)
      const { quietHours } = rules
      const isStanding = tenant.clockAt !== null
      const judge = { call, told, now: ctx.now, real, isStanding, quietHours }
      const changes = riders.flatMap((rider) => becameOf(rider, judge) ?? [])
      await settle(tx, ctx, changes, { from: ['handed'] })
      const isOver = changes.length === riders.length
      const state = isOver ? 'closed' : 'open'
      const lookAfter = addMs(real, lookIn(call))
      await moveCalls(
        tx,
        tenant,
        [{ id: call.id, state, lookAfter, isConfirmed: told.isConfirmed }],
        real,
      )
    },
    { retry: true },
  )
}

/**
 * What became of one receiver; null: it still waits. The hour counts once more, by when it was really sent: a message that
 * an associate sent in quiet hours is noted as such, and its slot moves to that day.
 */
function becameOf(
  { id, externalUserid, zone, notAfter, lateness }: Rider,
  {
    call,
    told,
    now,
    real,
    isStanding,
    quietHours,
  }: {
    call: RemoteCall
    told: Told
    now: Date
    real: Date
    /** The workspace's clock stands: what happens, happens at that instant. */
    isStanding: boolean
    quietHours: Parameters<typeof nextTry>[2]
  },
): Settled | null {
  const receipt = told.receipts.get(externalUserid)
  if (receipt?.status === SENT) {
    const sentAt = isStanding ? now : (receipt.at ?? now)
    const late = sentAt > notAfter
    const quiet = quietUntil(sentAt, zone, quietHours) !== null
    return {
      id,
      state: 'sent',
      sentAt,
      zone,
      ...(late || quiet ? { detail: { late, quiet } } : {}),
    }
  }
  if (receipt?.status === NOT_FRIEND) return { id, state: 'failed', reason: 'not_friend' }
  if (receipt?.status === OVER_QUOTA) return { id, state: 'failed', reason: 'over_quota' }
  if (!call.cancelledAt) return null
  if (told.isConfirmed) {
    // Confirmed, and yet this one is not sent: it may still be under way.
    if (real.getTime() - call.cancelledAt.getTime() < UNDER_WAY_MS) return null
    return receipt
      ? { id, state: 'expired', reason: 'not_confirmed' }
      : { id, state: 'parked', detail: { why: 'no_receipt' } }
  }
  const { cancelReason } = call
  if (cancelReason === 'kill_switch' || cancelReason === 'withdrawn')
    return { id, state: 'cancelled', reason: cancelReason }
  const dueAt = nextTry(now, zone, quietHours)
  return lateness === 'skip' || dueAt > notAfter
    ? { id, state: 'expired', reason: 'not_confirmed' }
    : { id, state: 'planned', reason: 'not_confirmed', dueAt, zone }
}

/** Looks at a task that is to end and of which nothing can be learned: then a person has to. */
const LOOKS_MAX = 500

async function lookLater(deps: SenderDeps, tenant: Tenant, call: RemoteCall): Promise<void> {
  const real = deps.clock.now()
  if (call.cancelReason !== null && call.looks > LOOKS_MAX) {
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    await deps.db.inWorkspace(tenant.id, (tx) =>
      parkCall(tx, ctx, call.id, { real, from: ['handed'] }),
    )
    return
  }
  const lookAfter = addMs(real, call.cancelReason === null ? lookIn(call) : LOOK_MIN_MS)
  await deps.db.inWorkspace(tenant.id, (tx) =>
    moveCalls(tx, tenant, [{ id: call.id, state: 'open', lookAfter }], real),
  )
}

function lookIn({ looks }: RemoteCall): number {
  return Math.min(LOOK_MAX_MS, LOOK_MIN_MS * 1.3 ** Math.min(looks, 20))
}
