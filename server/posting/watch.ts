import { ALREADY_CANCELLED } from '../../wecom/index.ts'
import { nextTry, pausesOf, policyOf } from '../channel/index.ts'
import { addMs, companyOf, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { isStopped } from './hand-off.ts'
import { allPages, type PostingDeps, type PostRemote, type Step } from './remote.ts'
import {
  moveTask,
  type Rider,
  ridersOf,
  type Task,
  type Turn,
  takeTasks,
  turnTargets,
} from './settle.ts'

const AT_ONCE = 32
const LEASE_MS = 60_000
/** Between two looks at an open task: soon at first, then rarely. In real time. */
const LOOK_MIN_MS = 2_000
const LOOK_MAX_MS = 30_000
/** How long a confirmed post may be under way after the task was cancelled. */
const UNDER_WAY_MS = 60_000
const CONFIRMED = 2
const SENT = 1
const NOT_OWNER = 2
const OVER_QUOTA = 3

/**
 * Looks at tasks that wait for their owners: who has confirmed, and what became of it in each group. Those whose time is over
 * are cancelled over there first, and then looked at once more: somebody may have tapped in between.
 */
export const watchStep: Step = async (deps, tenant) => {
  if (await deps.isFenced()) return false
  const real = deps.clock.now()
  const now = presentOf(tenant, deps.clock)
  const tasks = await deps.db.inWorkspace(tenant.id, async (tx) => {
    await condemn(tx, tenant, { real, now })
    const leaseUntil = addMs(real, LEASE_MS)
    return takeTasks(tx, tenant, { state: 'open', real, leaseUntil, limit: AT_ONCE })
  })
  for (const task of tasks) await look(deps, tenant, task)
  return tasks.length > 0
}

/** Marks tasks that must not be confirmed any more: called back, a kill switch stands, their time is over. */
async function condemn(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { real, now }: { real: Date; now: Date },
): Promise<void> {
  const stopped = isStopped(await pausesOf(tx, tenant))
  await tx.run(sql`
    update posting.task k
    set look_at = ${real}, cancel_reason = case
          when p.cancelled_at is not null then 'withdrawn'
          when ${stopped} then 'kill_switch'
          else 'not_confirmed'
        end
    from posting.post p
    where k.workspace_id = ${tenant.id}
      and k.state = 'open'
      and k.cancel_reason is null
      and p.workspace_id = k.workspace_id
      and p.id = k.post_id
      and (p.cancelled_at is not null or ${stopped} or k.closes_at <= ${now})
  `)
}

async function look(deps: PostingDeps, tenant: Tenant, task: Task): Promise<void> {
  const remote = await deps.remoteOf({ id: tenant.id, company: companyOf(task.userid) })
  if (!remote || task.remoteId === null) return lookLater(deps, tenant, task)
  if (task.cancelReason !== null && !task.cancelledAt) {
    const answer = await remote.cancelMessageTask(task.remoteId)
    // What WeCom refuses for good (a task that it does not know) cannot be confirmed either.
    if (!answer.ok && answer.errcode !== ALREADY_CANCELLED && answer.retry !== 'never')
      return lookLater(deps, tenant, task)
    const cancelledAt = deps.clock.now()
    await deps.db.inWorkspace(tenant.id, (tx) =>
      tx.run(sql`
        update posting.task
        set cancelled_at = ${cancelledAt}
        where workspace_id = ${tenant.id}
          and id = ${task.id}
      `),
    )
    task.cancelledAt = cancelledAt
  }
  const told = await askResults(remote, task)
  if (!told) return lookLater(deps, tenant, task)
  await record(deps, tenant, task, told)
}

type Receipt = { status: number; at: Date | null }
type Told = { isConfirmed: boolean; receipts: ReadonlyMap<string, Receipt> }

/** What WeCom tells of a task, or null when it does not tell now. A group that was not sent to is not told of. */
async function askResults(remote: PostRemote, { remoteId, userid }: Task): Promise<Told | null> {
  const msgid = remoteId ?? ''
  const staff = await allPages((cursor) => remote.messageTaskStaff(msgid, cursor))
  if (!staff?.ok) return null
  const isConfirmed = staff.value.some((one) => one.userid === userid && one.status === CONFIRMED)
  if (!isConfirmed) return { isConfirmed, receipts: new Map() }
  const rows = await allPages((cursor) => remote.messageTaskResults(msgid, userid, cursor))
  if (!rows?.ok) return null
  const receipts = new Map(
    rows.value.flatMap(({ chat_id: chatId, status, send_time: at }) =>
      chatId === undefined
        ? []
        : [[chatId, { status, at: at === undefined ? null : new Date(at * 1_000) }] as const],
    ),
  )
  return { isConfirmed, receipts }
}

async function record(deps: PostingDeps, tenant: Tenant, task: Task, told: Told): Promise<void> {
  const real = deps.clock.now()
  const now = presentOf(tenant, deps.clock)
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      const riders = await ridersOf(tx, tenant, task.id, ['handed'])
      const { rules } = await policyOf(tx, tenant)
      const next = nextTry(now, tenant.timeZone, rules.quietHours)
      const isStanding = tenant.clockAt !== null
      const turns = riders.flatMap(
        (rider) => becameOf(rider, { task, told, now, real, next, isStanding }) ?? [],
      )
      await turnTargets(tx, tenant, turns, { from: ['handed'], now })
      const isOver = turns.length === riders.length
      await moveTask(tx, tenant, {
        id: task.id,
        state: isOver ? 'closed' : 'open',
        lookAt: addMs(real, lookIn(task)),
        ...(told.isConfirmed ? { confirmedAt: now } : {}),
      })
    },
    { retry: true },
  )
}

type Judging = {
  task: Task
  told: Told
  now: Date
  real: Date
  /** When the group may be tried again. */
  next: Date
  /** The workspace's clock stands: what happens, happens at that instant. */
  isStanding: boolean
}

/** What became of one group; null: it still waits. */
function becameOf({ id, chatId }: Rider, judging: Judging): Turn | null {
  const { task, told, now, real, next, isStanding } = judging
  const receipt = told.receipts.get(chatId)
  if (receipt?.status === SENT)
    return { id, state: 'sent', sentAt: isStanding ? now : (receipt.at ?? now) }
  if (receipt?.status === NOT_OWNER) return { id, state: 'failed', reason: 'not_owner' }
  if (receipt?.status === OVER_QUOTA) {
    const state = task.whenTaken === 'manual' ? 'manual' : 'left_out'
    return { id, state, reason: 'wecom_quota' }
  }
  if (!task.cancelledAt) return null
  if (told.isConfirmed)
    // Confirmed, and yet nothing is told of this group: it may still be under way, and then a person looks.
    return real.getTime() - task.cancelledAt.getTime() < UNDER_WAY_MS
      ? null
      : { id, state: 'parked', reason: 'no_receipt' }
  if (task.cancelReason === 'kill_switch' || task.cancelReason === 'withdrawn')
    return { id, state: 'cancelled', reason: task.cancelReason }
  return next >= task.notAfter
    ? { id, state: 'expired', reason: 'not_confirmed' }
    : { id, state: 'planned', reason: 'not_confirmed', dueAt: next }
}

async function lookLater(deps: PostingDeps, tenant: Tenant, task: Task): Promise<void> {
  const lookAt = addMs(deps.clock.now(), lookIn(task))
  await deps.db.inWorkspace(tenant.id, (tx) =>
    moveTask(tx, tenant, { id: task.id, state: 'open', lookAt }),
  )
}

function lookIn({ looks }: Task): number {
  return Math.min(LOOK_MAX_MS, LOOK_MIN_MS * 1.3 ** Math.min(looks, 20))
}
