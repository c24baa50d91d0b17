import { type ListedTask, STILL_DISPATCHING } from '../../wecom/index.ts'
import {
  addMs,
  presentOf,
  type Tenant,
  type TenantCompany,
  withCompanyOf,
} from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { knownTasks, moveCalls, type RemoteCall, takeCalls } from './call-store.ts'
import { type Rider, ridersOf } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { parkCall } from './park-call.ts'
import { allPages, carriesMark, type Remote } from './remote.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import { settle } from './settle.ts'

const AT_ONCE = 16
const LEASE_MS = 60_000
const ASK_AGAIN_MS = 5_000
/**
 * So long after the call a task that is in no list was not made: every call is over by then (it is begun within its lease
 * and ends with its time-out), and the list has had time to know. Before that, absence proves nothing.
 */
const SURE_MS = 60_000
/** So long nobody could be asked, or the answer stayed open: then a person decides. */
const GIVE_UP_MS = 15 * 60_000
/** Tasks with the same words that are looked into one by one. */
const LIKENESSES_MAX = 20
const HOUR_MS = 3_600_000

/**
 * Asks after mass sends of which nobody knows whether they were made. The list says what tasks there are, but not whose:
 * the mark in the link tells ours, and where there is no link the words, the associate and the receivers do.
 */
export function reconcileStep(deps: SenderDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const real = deps.clock.now()
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    const calls = await deps.db.inWorkspace(tenant.id, async (tx) => {
      await findDead(tx, ctx, real)
      const leaseUntil = addMs(real, LEASE_MS)
      return takeCalls(tx, tenant, {
        kind: 'mass',
        states: ['unknown'],
        real,
        leaseUntil,
        limit: AT_ONCE,
      })
    })
    if (calls.length === 0) return false
    for (const call of calls) await clearUp(deps, withCompanyOf(tenant, call.userid), call)
    return true
  }
}

/** Calls whose worker died in the middle: nobody can say whether they were made. */
async function findDead(tx: Tx, ctx: ChannelContext, real: Date): Promise<void> {
  const dead = await tx.rows(sql<{ id: string }>`
    update channel.remote_call
    set state = 'unknown', lease_until = null, look_after = ${real}, errmsg = 'the process ended'
    where workspace_id = ${ctx.tenant.id}
      and kind = 'mass'
      and state = 'sending'
      and lease_until <= ${real}
    returning id
  `)
  for (const { id } of dead) {
    const riders = await ridersOf(tx, ctx.tenant, id, ['sending'])
    const changes = riders.map((rider) => ({ id: rider.id, state: 'unknown' as const }))
    await settle(tx, ctx, changes, { from: ['sending'] })
  }
}

type Finding = { found: string } | 'absent' | 'ambiguous' | 'no_answer'

async function clearUp(
  deps: SenderDeps,
  tenant: Tenant & TenantCompany,
  call: RemoteCall,
): Promise<void> {
  const remote = await deps.remoteOf(tenant)
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const askedAt = deps.clock.now()
  const finding = remote ? await findTask(deps, tenant, remote, call) : 'no_answer'
  const real = deps.clock.now()
  const age = askedAt.getTime() - call.calledAt.getTime()
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      if (typeof finding === 'object') return adopt(tx, ctx, call, finding.found, real)
      if (finding === 'ambiguous' || (finding === 'no_answer' && age >= GIVE_UP_MS))
        return parkCall(tx, ctx, call.id, { real, from: ['unknown'] })
      if (finding === 'absent' && age >= SURE_MS) return release(tx, ctx, call, real)
      const lookAfter = addMs(real, ASK_AGAIN_MS)
      await moveCalls(tx, tenant, [{ id: call.id, state: 'unknown', lookAfter }], real)
    },
    { retry: true },
  )
}

/** It was made after all: from here on it is a task like any other. */
async function adopt(
  tx: Tx,
  ctx: ChannelContext,
  call: RemoteCall,
  msgid: string,
  real: Date,
): Promise<void> {
  const riders = await ridersOf(tx, ctx.tenant, call.id, ['unknown'])
  const changes = riders.map(({ id }) => ({ id, state: 'handed' as const }))
  await settle(tx, ctx, changes, { from: ['unknown'] })
  await moveCalls(
    tx,
    ctx.tenant,
    [{ id: call.id, state: 'open', remoteId: msgid, lookAfter: real }],
    real,
  )
}

/** It was certainly not made: its deliveries are due again. */
async function release(tx: Tx, ctx: ChannelContext, call: RemoteCall, real: Date): Promise<void> {
  const riders = await ridersOf(tx, ctx.tenant, call.id, ['unknown'])
  const changes = riders.map(({ id }) => ({ id, state: 'planned' as const }))
  await settle(tx, ctx, changes, { from: ['unknown'] })
  await moveCalls(tx, ctx.tenant, [{ id: call.id, state: 'refused', lookAfter: real }], real)
}

async function findTask(
  deps: SenderDeps,
  tenant: TenantCompany,
  remote: Remote,
  call: RemoteCall,
): Promise<Finding> {
  const listed = await listAround(remote, call)
  if (!listed) return 'no_answer'
  const alike = listed.filter((task) => task.text?.content === call.text)
  const known = await deps.db.inWorkspace(tenant.id, (tx) =>
    knownTasks(
      tx,
      tenant,
      alike.map(({ msgid }) => msgid),
    ),
  )
  const free = alike.filter(({ msgid }) => !known.has(msgid))
  if (call.link) {
    const [mine] = free.filter((task) => carriesMark(task, call.marker))
    return mine ? { found: mine.msgid } : 'absent'
  }
  return free.length > LIKENESSES_MAX ? 'ambiguous' : byReceivers(deps, tenant, remote, call, free)
}

/** Tasks made around the call, by the other side's clock, which may be the workspace's. */
async function listAround(
  remote: Remote,
  { calledAt, presentAt }: RemoteCall,
): Promise<ListedTask[] | null> {
  const isApart = Math.abs(calledAt.getTime() - presentAt.getTime()) > HOUR_MS
  const tasks: ListedTask[] = []
  for (const around of isApart ? [calledAt, presentAt] : [calledAt]) {
    const span = { from: addMs(around, -HOUR_MS), to: addMs(around, 24 * HOUR_MS) }
    const answer = await allPages((cursor) => remote.messageTasks({ ...span, cursor }))
    if (!answer.ok) return null
    tasks.push(...answer.value)
  }
  return [...new Map(tasks.map((task) => [task.msgid, task])).values()]
}

/** Without a mark: the task of this associate that goes to exactly these people. */
async function byReceivers(
  deps: SenderDeps,
  tenant: TenantCompany,
  remote: Remote,
  call: RemoteCall,
  alike: readonly ListedTask[],
): Promise<Finding> {
  const riders = await deps.db.inWorkspace(tenant.id, (tx) =>
    ridersOf(tx, tenant, call.id, ['unknown']),
  )
  const matches: string[] = []
  for (const { msgid } of alike) {
    const rows = await allPages((cursor) => remote.messageTaskResults(msgid, call.userid, cursor))
    // While a task is given out nobody can look into it: it may be ours.
    if (!rows.ok && (rows.errcode === STILL_DISPATCHING || rows.retry !== 'never'))
      return 'no_answer'
    if (rows.ok && isFor(riders, rows.value)) matches.push(msgid)
  }
  const [mine] = matches
  if (mine === undefined) return 'absent'
  return matches.length > 1 ? 'ambiguous' : { found: mine }
}

function isFor(riders: readonly Rider[], rows: readonly { external_userid: string }[]): boolean {
  const receivers = new Set(rows.map(({ external_userid }) => external_userid))
  const wanted = new Set(riders.map(({ externalUserid }) => externalUserid))
  // Receivers who were refused at once are in no list, hence not equality.
  return receivers.size > 0 && [...receivers].every((one) => wanted.has(one))
}
