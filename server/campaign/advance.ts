import { broadcastPlan } from '../../contract/broadcast.ts'
import { isUnderWay, pauseFor, pausesOf, quietUntil, withdrawBroadcast } from '../channel/index.ts'
import { addMs, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type FreezeDeps, freezeAudience } from './freeze.ts'
import { handOver, type Launch } from './hand-over.ts'

/** Between two looks, in real time: while something is under way, and while nothing can be done yet. */
const SOON_MS = 2_000
const LATER_MS = 30_000

export type AdvanceDeps = FreezeDeps

type Open = Launch & {
  startsAt: Date
  isFrozen: boolean
  isCancelled: boolean
}

/**
 * One step of a launched broadcast: its people are written down, then planned batch by batch once its hour has come, and
 * when nothing is under way any more it has ended. Any number of workers may run it: the row of the launch is held.
 * @returns whether there may be more to do at once.
 */
export async function advanceBroadcast(
  deps: AdvanceDeps,
  tenant: Tenant,
  broadcastId: string,
): Promise<boolean> {
  const { db, clock } = deps
  const isNew = await db.inWorkspace(tenant.id, async (tx) => {
    const row = await tx.maybe(sql<{ isNew: boolean }>`
      select frozen_at is null as "isNew"
      from campaign.launch
      where workspace_id = ${tenant.id}
        and broadcast_id = ${broadcastId}
    `)
    return row?.isNew ?? false
  })
  if (isNew) await freezeAudience(deps, tenant, broadcastId)
  return db.inWorkspace(tenant.id, async (tx) => {
    const open = await hold(tx, tenant, broadcastId)
    if (!open?.isFrozen) return false
    const at = { tenant, now: presentOf(tenant, clock), real: clock.now() }
    return open.isCancelled ? takeBack(tx, at, open) : goOn(tx, at, open)
  })
}

type At = { tenant: Tenant; now: Date; real: Date }

/** The launch, held until the commit; null: it has ended, or another worker has it. */
function hold(tx: Tx, tenant: Tenant, broadcastId: string): Promise<Open | null> {
  return tx.maybe(sql<Open>`
    select l.broadcast_id as "broadcastId", l.plan, l.starts_at as "startsAt", l.not_after as "notAfter",
           l.frozen_at is not null as "isFrozen", exists (
             select from campaign.cancellation c
             where c.workspace_id = l.workspace_id
               and c.broadcast_id = l.broadcast_id
           ) as "isCancelled"
    from campaign.launch l
    where l.workspace_id = ${tenant.id}
      and l.broadcast_id = ${broadcastId}
      and l.ended_at is null
    for update skip locked
  `)
}

async function takeBack(tx: Tx, at: At, open: Open): Promise<boolean> {
  await dropWaiting(tx, at, open, 'withdrawn')
  if (await withdrawBroadcast(tx, at, { broadcastId: open.broadcastId, real: at.real })) {
    await lookAgain(tx, at, open, at.real)
    return true
  }
  return endUnlessUnderWay(tx, at, open)
}

async function goOn(tx: Tx, at: At, open: Open): Promise<boolean> {
  const { tenant, now, real } = at
  const { broadcastId, startsAt, notAfter } = open
  if (now > notAfter) {
    await dropWaiting(tx, at, open, 'too_late')
    return endUnlessUnderWay(tx, at, open)
  }
  const { carrier, window } = broadcastPlan.parse(open.plan)
  const pauses = await pausesOf(tx, tenant)
  const isStopped = pauseFor(pauses, { carrier, journeyId: null, broadcastId }) !== null
  const closed = window && quietUntil(now, tenant.timeZone, { from: window.to, to: window.from })
  if (isStopped || closed || now < startsAt) {
    const until = now < startsAt ? startsAt : (closed ?? addMs(now, SOON_MS))
    const waitMs = Math.min(LATER_MS, Math.max(0, until.getTime() - now.getTime()))
    await lookAgain(tx, at, open, addMs(real, waitMs))
    return false
  }
  if ((await handOver(tx, at, open)) > 0) return true
  if (await isWaiting(tx, tenant, broadcastId)) {
    await lookAgain(tx, at, open, addMs(real, SOON_MS))
    return false
  }
  return endUnlessUnderWay(tx, at, open)
}

/** What has nothing under way any more has ended. */
async function endUnlessUnderWay(tx: Tx, at: At, open: Open): Promise<false> {
  if (await isUnderWay(tx, at.tenant, open.broadcastId)) {
    await lookAgain(tx, at, open, addMs(at.real, SOON_MS))
    return false
  }
  await tx.run(sql`
    update campaign.launch
    set ended_at = ${at.now}
    where workspace_id = ${at.tenant.id}
      and broadcast_id = ${open.broadcastId}
  `)
  return false
}

async function lookAgain(tx: Tx, { tenant }: At, open: Open, lookAt: Date): Promise<void> {
  await tx.run(sql`
    update campaign.launch
    set look_at = ${lookAt}
    where workspace_id = ${tenant.id}
      and broadcast_id = ${open.broadcastId}
  `)
}

async function dropWaiting(tx: Tx, { tenant }: At, open: Open, reason: string): Promise<void> {
  await tx.run(sql`
    update campaign.recipient
    set state = 'dropped', reason = ${reason}, due_at = null
    where workspace_id = ${tenant.id}
      and broadcast_id = ${open.broadcastId}
      and state = 'waiting'
  `)
}

async function isWaiting(tx: Tx, tenant: Tenant, broadcastId: string): Promise<boolean> {
  const { waits } = await tx.one(sql<{ waits: boolean }>`
    select exists (
      select from campaign.recipient
      where workspace_id = ${tenant.id}
        and broadcast_id = ${broadcastId}
        and state = 'waiting'
    ) as waits
  `)
  return waits
}
