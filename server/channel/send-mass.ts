import type { Answer, CreatedTask } from '../../wecom/index.ts'
import { addMs, companyOf, presentOf, type Tenant } from '../kernel/index.ts'
import { moveCalls } from './call-store.ts'
import { refusing } from './claim.ts'
import { claimDue, prepare, type ReadyCall } from './hand-off.ts'
import { pauseFor, pausesOf } from './pause.ts'
import { attachmentsOf, type Remote } from './remote.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { type Settled, settle, withdrawn } from './settle.ts'

/** Mass sends that are made at the same time. */
const AT_ONCE = 8
/** A call is begun only while so much of its lease is left: it must not be under way when somebody takes it for dead. */
const CALL_MS = 12_000
/** When the task is first looked at, in real time: giving it out takes WeCom seconds. */
const FIRST_LOOK_MS = 2_000
/** When an unknown call is first asked after. */
const FIRST_QUESTION_MS = 3_000
const LATER_MS = 5_000
const LATER_MAX_MS = 5 * 60_000

/** Hands off what is due in a workspace: claims, judges again, writes down, and only then calls. */
export function massStep(deps: SenderDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    const real = deps.clock.now()
    const within = deps.db.inWorkspace
    const claimed = await within(tenant.id, (tx) => claimDue(tx, ctx, real))
    if (claimed.length === 0) return false
    const ways = await remotesOf(deps, tenant, claimed)
    const isReachable = ({ userid }: { userid: string }) => ways.has(companyOf(userid))
    const stranded = claimed.filter((one) => !isReachable(one))
    if (stranded.length > 0) await giveBack(deps, tenant, stranded, addMs(real, LATER_MAX_MS))
    const going = claimed.filter(isReachable)
    if (going.length === 0) return false
    const calls = await within(tenant.id, (tx) => prepare(tx, ctx, going, real))
    const waiting = [...calls]
    const lane = async () => {
      for (let call = waiting.shift(); call; call = waiting.shift())
        await makeCall(deps, tenant, ways.get(companyOf(call.userid)) ?? null, call)
    }
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls.length) }, lane))
    return true
  }
}

/** The ways to the companies whose associates are to send. */
async function remotesOf(
  { remoteOf }: SenderDeps,
  tenant: Tenant,
  claimed: readonly { userid: string }[],
): Promise<ReadonlyMap<string, Remote>> {
  const ways = new Map<string, Remote>()
  for (const company of new Set(claimed.map(({ userid }) => companyOf(userid)))) {
    const remote = await remoteOf({ ...tenant, company })
    if (remote) ways.set(company, remote)
  }
  return ways
}

type Held = { id: string; fence: number }

/** There is nobody to speak through, or no call left: what was claimed is due again later. */
async function giveBack(
  deps: SenderDeps,
  tenant: Tenant,
  held: readonly Held[],
  waitUntil: Date,
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const fences = new Map(held.map(({ id, fence }) => [id, fence]))
  const changes = held.map(({ id }): Settled => ({ id, state: 'planned', waitUntil }))
  await deps.db.inWorkspace(tenant.id, (tx) =>
    settle(tx, ctx, changes, { from: ['claimed', 'sending'], fences }),
  )
}

/**
 * Makes one mass send. The ledger says `sending` already; whatever happens from here on — no answer, a death — is found
 * there as a call that nobody can vouch for.
 */
async function makeCall(
  deps: SenderDeps,
  tenant: Tenant,
  /** Null: judged again, it goes through an associate of a company that nobody looked for yet. */
  remote: Remote | null,
  prepared: ReadyCall,
): Promise<void> {
  const call = await withoutRefusing(deps, tenant, prepared)
  const wait = await mustWait(deps, tenant, call)
  if (wait || !remote || call.riders.length === 0) {
    const waitUntil = wait ?? deps.clock.now()
    await refuse(deps, tenant, call, { waitUntil, errmsg: 'not made' })
    return
  }
  const answer = await remote.addMessageTask({
    sender: call.userid,
    externalUserIds: call.riders.map(({ externalUserid }) => externalUserid),
    text: call.text,
    attachments: attachmentsOf(tracked(deps, tenant, call), call.marker),
  })
  await record(deps, tenant, call, answer)
}

/** One text for many: the link is ours, and tells how often it was followed. */
function tracked({ links }: SenderDeps, tenant: Tenant, { link, messageId }: ReadyCall) {
  return (
    link && { ...link, url: links.urlOf(tenant, { kind: 'message', id: messageId }) ?? link.url }
  )
}

/** Whoever said no since the call was prepared is taken out of it, as late as can be. */
async function withoutRefusing(
  deps: SenderDeps,
  tenant: Tenant,
  call: ReadyCall,
): Promise<ReadyCall> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const gone = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const rows = await refusing(tx, tenant, call.id, ctx.now)
    const changes = rows.map(({ id, reason }) => withdrawn(id, reason, ctx.now))
    return settle(tx, ctx, changes, { from: ['sending'], fences: fencesOf(call) })
  })
  return { ...call, riders: call.riders.filter(({ id }) => !gone.has(id)) }
}

/** Until when the call must not be made, or null: a kill switch, the fence, the lease. */
async function mustWait(deps: SenderDeps, tenant: Tenant, call: ReadyCall): Promise<Date | null> {
  const now = deps.clock.now()
  if (addMs(now, CALL_MS) > call.leaseUntil) return now
  const [first] = call.riders
  const stopped = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const pauses = await pausesOf(tx, tenant)
    return first ? pauseFor(pauses, first) : null
  })
  return stopped || (await deps.isFenced()) ? now : null
}

async function record(
  deps: SenderDeps,
  tenant: Tenant,
  call: ReadyCall,
  answer: Answer<CreatedTask>,
): Promise<void> {
  if (answer.ok) return accept(deps, tenant, call, answer.value)
  const { certainty, errcode, errmsg, retry, heldUntil } = answer
  if (certainty === 'unknown') return wonder(deps, tenant, call, { errcode, errmsg })
  const tries = Math.max(...call.riders.map(({ fence }) => fence))
  const waitMs = Math.min(LATER_MAX_MS, LATER_MS * 2 ** (tries - 1))
  const waitUntil = retry === 'never' ? null : (heldUntil ?? addMs(deps.clock.now(), waitMs))
  await refuse(deps, tenant, call, { waitUntil, errcode, errmsg })
}

/** The task is there. Receivers whom WeCom named as impossible will get nothing. */
async function accept(
  deps: SenderDeps,
  tenant: Tenant,
  call: ReadyCall,
  { msgid, fail_list: failed }: CreatedTask,
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  const impossible = new Set(failed)
  const changes = call.riders.map(
    ({ id, externalUserid }): Settled =>
      impossible.has(externalUserid)
        ? { id, state: 'failed', reason: 'not_friend' }
        : { id, state: 'handed' },
  )
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await settle(tx, ctx, changes, { from: ['sending', 'unknown'], fences: fencesOf(call) })
      const lookAfter = addMs(real, FIRST_LOOK_MS)
      await moveCalls(
        tx,
        tenant,
        [{ id: call.id, state: 'open', remoteId: msgid, lookAfter }],
        real,
      )
    },
    { retry: true },
  )
}

/** Nobody can say whether the task is there. It is not made again; it is asked after. */
async function wonder(
  deps: SenderDeps,
  tenant: Tenant,
  call: ReadyCall,
  { errcode, errmsg }: { errcode: number | null; errmsg: string },
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  const lookAfter = addMs(real, FIRST_QUESTION_MS)
  const changes = call.riders.map(({ id }): Settled => ({ id, state: 'unknown' }))
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await settle(tx, ctx, changes, { from: ['sending'], fences: fencesOf(call) })
      await moveCalls(
        tx,
        tenant,
        [{ id: call.id, state: 'unknown', errcode, errmsg, lookAfter }],
        real,
      )
    },
    { retry: true },
  )
}

/** It was certainly not done, also where it stood in line so long that somebody took it for dead: tried again later, or given up. */
async function refuse(
  deps: SenderDeps,
  tenant: Tenant,
  call: ReadyCall,
  why: { waitUntil: Date | null; errcode?: number | null; errmsg: string },
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  const { waitUntil, errcode = null, errmsg } = why
  const changes = call.riders.map(
    ({ id }): Settled =>
      waitUntil
        ? { id, state: 'planned', waitUntil }
        : {
            id,
            state: 'failed',
            reason: 'refused',
            detail: { errcode, errmsg: errmsg.slice(0, 200) },
          },
  )
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await settle(tx, ctx, changes, { from: ['sending', 'unknown'], fences: fencesOf(call) })
      const end = { id: call.id, state: 'refused' as const, errcode, errmsg, lookAfter: real }
      await moveCalls(tx, tenant, [end], real)
    },
    { retry: true },
  )
}

function fencesOf({ riders }: ReadyCall): Map<string, number> {
  return new Map(riders.map(({ id, fence }) => [id, fence]))
}
