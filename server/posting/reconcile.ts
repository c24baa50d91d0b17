import type { ListedTask } from '../../wecom/index.ts'
import { addMs, companyOf, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { allPages, type PostingDeps, type PostRemote, type Step } from './remote.ts'
import { carriesMark } from './send.ts'
import {
  moveTask,
  ridersOf,
  type StoredState,
  type Task,
  takeTasks,
  turnTargets,
} from './settle.ts'

const AT_ONCE = 16
const LEASE_MS = 60_000
const ASK_AGAIN_MS = 5_000
/** So long after the call a task that is in no list was not made: every call is over by then, and the list knows. */
const SURE_MS = 60_000
/** So long nobody could be asked: then a person decides. */
const GIVE_UP_MS = 15 * 60_000
const HOUR_MS = 3_600_000

type Finding = { found: string } | 'absent' | 'ambiguous' | 'no_answer'

/**
 * Asks after tasks of which nobody knows whether they were made. The list says what tasks there are, but not whose: the mark
 * in the link tells ours, and where there is no link the words and the owner do. Of groups to which nothing was sent yet
 * WeCom tells nothing, so that several of the same words for one owner can only be told apart by a person.
 */
export const reconcileStep: Step = async (deps, tenant) => {
  if (await deps.isFenced()) return false
  const real = deps.clock.now()
  const now = presentOf(tenant, deps.clock)
  const tasks = await deps.db.inWorkspace(tenant.id, async (tx) => {
    await findDead(tx, tenant, { real, now })
    const leaseUntil = addMs(real, LEASE_MS)
    return takeTasks(tx, tenant, { state: 'unknown', real, leaseUntil, limit: AT_ONCE })
  })
  for (const task of tasks) await clearUp(deps, tenant, task)
  return tasks.length > 0
}

/** Calls whose worker died in the middle: nobody can say whether they were made. */
async function findDead(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { real, now }: { real: Date; now: Date },
): Promise<void> {
  const dead = await tx.rows(sql<{ id: string }>`
    update posting.task
    set state = 'unknown', lease_until = null, look_at = ${real}, errmsg = 'the process ended'
    where workspace_id = ${tenant.id}
      and state = 'sending'
      and lease_until <= ${real}
    returning id
  `)
  for (const { id } of dead) await turnAll(tx, tenant, id, { from: 'sending', to: 'unknown', now })
}

async function turnAll(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  taskId: string,
  { from, to, now }: { from: StoredState; to: StoredState; now: Date },
): Promise<void> {
  const riders = await ridersOf(tx, tenant, taskId, [from])
  const turns = riders.map(({ id }) => ({ id, state: to }))
  await turnTargets(tx, tenant, turns, { from: [from], now })
}

async function clearUp(deps: PostingDeps, tenant: Tenant, task: Task): Promise<void> {
  const remote = await deps.remoteOf({ id: tenant.id, company: companyOf(task.userid) })
  const askedAt = deps.clock.now()
  const finding = remote ? await findTask(deps, tenant, remote, task) : 'no_answer'
  const real = deps.clock.now()
  const now = presentOf(tenant, deps.clock)
  const age = askedAt.getTime() - task.calledAt.getTime()
  const { id } = task
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      if (typeof finding === 'object') {
        await turnAll(tx, tenant, id, { from: 'unknown', to: 'handed', now })
        const { found: remoteId } = finding
        return moveTask(tx, tenant, { id, state: 'open', remoteId, lookAt: real })
      }
      if (finding === 'ambiguous' || (finding === 'no_answer' && age >= GIVE_UP_MS)) {
        await turnAll(tx, tenant, id, { from: 'unknown', to: 'parked', now })
        return moveTask(tx, tenant, { id, state: 'parked', lookAt: real })
      }
      if (finding === 'absent' && age >= SURE_MS) {
        await release(tx, tenant, { id, from: 'unknown', now })
        return moveTask(tx, tenant, { id, state: 'refused', lookAt: real })
      }
      return moveTask(tx, tenant, { id, state: 'unknown', lookAt: addMs(real, ASK_AGAIN_MS) })
    },
    { retry: true },
  )
}

/** It was certainly not made: its groups are due again, unless the post was called back meanwhile. */
export async function release(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, from, now }: { id: string; from: 'unknown' | 'parked'; now: Date },
): Promise<void> {
  const { withdrawn } = await tx.one(sql<{ withdrawn: boolean }>`
    select p.cancelled_at is not null as withdrawn
    from posting.task k
    join posting.post p
      on p.workspace_id = k.workspace_id
      and p.id = k.post_id
    where k.workspace_id = ${tenant.id}
      and k.id = ${id}
  `)
  const riders = await ridersOf(tx, tenant, id, [from])
  const turns = riders.map((rider) =>
    withdrawn
      ? { id: rider.id, state: 'cancelled' as const, reason: 'withdrawn' as const }
      : { id: rider.id, state: 'planned' as const },
  )
  await turnTargets(tx, tenant, turns, { from: [from], now })
}

async function findTask(
  deps: PostingDeps,
  tenant: Tenant,
  remote: PostRemote,
  task: Task,
): Promise<Finding> {
  const listed = await listAround(remote, task)
  if (!listed) return 'no_answer'
  const alike = listed.filter(
    ({ creator, text }) => !creator && (text?.content ?? '') === task.text,
  )
  const known = await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ remoteId: string }>`
      select remote_id as "remoteId"
      from posting.task
      where workspace_id = ${tenant.id}
        and remote_id = any(${alike.map(({ msgid }) => msgid)}::text[])
    `),
  )
  const ours = new Set(known.map(({ remoteId }) => remoteId))
  const free = alike.filter(({ msgid }) => !ours.has(msgid))
  if (!task.hasLink) return byOwner(remote, task, free)
  const mine = free.find(({ attachments }) => carriesMark(attachments, task.marker))
  return mine ? { found: mine.msgid } : 'absent'
}

/** Tasks made around the call, by the other side's clock, which may be the workspace's. */
async function listAround(
  remote: PostRemote,
  { calledAt, presentAt }: Task,
): Promise<ListedTask[] | null> {
  const isApart = Math.abs(calledAt.getTime() - presentAt.getTime()) > HOUR_MS
  const tasks = new Map<string, ListedTask>()
  for (const around of isApart ? [calledAt, presentAt] : [calledAt]) {
    const span = { from: addMs(around, -60_000), to: addMs(around, 24 * HOUR_MS) }
    const answer = await allPages((cursor) =>
      remote.messageTasks({ ...span, cursor, chatType: 'group' }),
    )
    if (!answer?.ok) return null
    for (const task of answer.value) tasks.set(task.msgid, task)
  }
  return [...tasks.values()]
}

/** Without a mark: the one task of these words that waits for this owner. */
async function byOwner(
  remote: PostRemote,
  { userid }: Task,
  alike: readonly ListedTask[],
): Promise<Finding> {
  const matches: string[] = []
  for (const { msgid } of alike) {
    const staff = await allPages((cursor) => remote.messageTaskStaff(msgid, cursor))
    // While a task is given out nobody can look into it: it may be ours.
    if (!staff?.ok) return 'no_answer'
    if (staff.value.some((one) => one.userid === userid)) matches.push(msgid)
  }
  const [mine] = matches
  if (mine === undefined) return 'absent'
  return matches.length > 1 ? 'ambiguous' : { found: mine }
}
