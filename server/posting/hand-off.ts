import type { PolicyRules } from '../../contract/delivery.ts'
import type { TargetReason } from '../../contract/group-post.ts'
import { closingOf, pauseFor, pausesOf, policyOf } from '../channel/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { groupsById, type PostableGroup } from '../group/index.ts'
import { addMs, dayOf, newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Turn, turnTargets } from './settle.ts'

/** Groups that are handed over at once, and what WeCom takes in one task (document 92135). */
const BATCH = 2_000
/** How long a call may take before somebody else takes it for dead. */
export const LEASE_MS = 30_000

export type PostContext = { tenant: Tenant; now: Date; real: Date }

/** A task that is written down and about to be made. */
export type ReadyTask = {
  id: string
  postId: string
  userid: string
  marker: string
  leaseUntil: Date
  whenTaken: WhenTaken
  riders: { id: string; chatId: string }[]
}
type WhenTaken = 'manual' | 'leave_out'

type Due = {
  id: string
  postId: string
  groupId: string
  way: 'task' | 'manual'
  whenTaken: WhenTaken
  notAfter: Date
  /** Another one claims the group for the same day and comes first. */
  hasBetter: boolean
}
type Going = Due & { group: PostableGroup; closesAt: Date }

/**
 * Takes what is due and writes down what is about to be done. Which of two posts has a group's day the row of
 * posting.slot decides, whoever comes first of any number of workers; the calls are made after the commit.
 */
export async function prepare(tx: Tx, ctx: PostContext): Promise<ReadyTask[]> {
  const { tenant, now } = ctx
  if (isStopped(await pausesOf(tx, tenant))) return []
  const due = await takeDue(tx, ctx)
  if (due.length === 0) return []
  const { rules } = await policyOf(tx, tenant)
  const groups = await groupsById(tx, tenant, [...new Set(due.map(({ groupId }) => groupId))])
  const working = new Set(
    (await namedAssociates(tx, tenant)).filter((one) => one.isActive).map(({ userid }) => userid),
  )
  await know(tx, tenant, due, groups)
  const turns: Turn[] = []
  const going: Going[] = []
  for (const one of due) {
    const group = groups.get(one.groupId)
    const judged = judge(one, { group, working, quietHours: rules.quietHours, ctx })
    if ('turn' in judged) turns.push(judged.turn)
    else if (group) going.push({ ...one, group, closesAt: judged.closesAt })
  }
  const won = await takeDays(tx, ctx, going)
  for (const one of going) if (!won.has(one.id)) turns.push(withoutDay(one, 'day_taken'))
  await turnTargets(tx, tenant, turns, { from: ['planned'], now })
  return writeDown(
    tx,
    ctx,
    going.filter(({ id }) => won.has(id)),
  )
}

/** The switch for WeCom's mass sends stops those to groups too: for an owner they are one and the same. */
export function isStopped(pauses: Parameters<typeof pauseFor>[0]): boolean {
  return pauseFor(pauses, { carrier: 'wecom_mass', journeyId: null, broadcastId: null }) !== null
}

function takeDue(tx: Tx, { tenant, now }: PostContext): Promise<Due[]> {
  const endOfDay = dayOf(now, tenant.timeZone)
  return tx.rows(sql<Due>`
    select t.id, t.post_id as "postId", t.group_id as "groupId", p.way, p.when_taken as "whenTaken",
           p.not_after as "notAfter", exists (
             select from posting.target o
             join posting.post q
               on q.workspace_id = o.workspace_id
               and q.id = o.post_id
             where o.workspace_id = t.workspace_id
               and o.group_id = t.group_id
               and o.id <> t.id
               and o.state = 'planned'
               and q.way = 'task'
               and (o.due_at at time zone ${tenant.timeZone})::date = ${endOfDay}::date
               and q.priority > p.priority
           ) as "hasBetter"
    from posting.target t
    join posting.post p
      on p.workspace_id = t.workspace_id
      and p.id = t.post_id
    where t.workspace_id = ${tenant.id}
      and t.state = 'planned'
      and t.due_at <= ${now}
    order by p.priority desc, t.due_at, t.id
    limit ${BATCH}
    for update of t skip locked
  `)
}

/** What a group is called and whose it is now stands beside what is said in it. */
async function know(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  due: readonly Due[],
  groups: ReadonlyMap<string, PostableGroup>,
): Promise<void> {
  const known = due.flatMap(({ id, groupId }) => {
    const group = groups.get(groupId)
    return group ? [{ ...group, target: id }] : []
  })
  await tx.run(sql`
    update posting.target t
    set group_name = n.name, owner = n.owner, members = n.members
    from unnest(
      ${known.map(({ target }) => target)}::uuid[],
      ${known.map(({ name }) => name)}::text[],
      ${known.map(({ owner }) => owner)}::text[],
      ${known.map(({ members }) => members)}::integer[]
    ) as n (id, name, owner, members)
    where t.workspace_id = ${tenant.id}
      and t.id = n.id
  `)
}

type Judging = {
  group: PostableGroup | undefined
  working: ReadonlySet<string>
  quietHours: PolicyRules['quietHours']
  ctx: PostContext
}

/** Whether it may be handed over now, and until when it may be confirmed; or what becomes of it instead. */
function judge(
  one: Due,
  { group, working, quietHours, ctx: { tenant, now } }: Judging,
): { turn: Turn } | { closesAt: Date } {
  const { id, notAfter } = one
  if (notAfter <= now) return { turn: { id, state: 'expired', reason: 'too_late' } }
  if (!group?.isLive) return { turn: { id, state: 'left_out', reason: 'dissolved' } }
  if (!working.has(group.owner)) return { turn: { id, state: 'left_out', reason: 'owner_gone' } }
  const closing = closingOf(now, tenant.timeZone, notAfter, quietHours)
  if ('waitUntil' in closing) {
    const isOver = closing.waitUntil >= notAfter
    return isOver
      ? { turn: { id, state: 'expired', reason: 'quiet_hours' } }
      : { turn: { id, state: 'planned', dueAt: closing.waitUntil } }
  }
  if (one.way === 'manual') return { turn: { id, state: 'manual', reason: 'by_hand' } }
  if (one.hasBetter) return { turn: withoutDay(one, 'gave_way') }
  return closing
}

/** The group hears something else that day. */
function withoutDay({ id, whenTaken }: Due, reason: TargetReason): Turn {
  return whenTaken === 'manual'
    ? { id, state: 'manual', reason }
    : { id, state: 'left_out', reason }
}

/** Takes the day of each group, for the first that asks. @returns those who have it. */
async function takeDays(
  tx: Tx,
  { tenant, now }: PostContext,
  going: readonly Going[],
): Promise<Set<string>> {
  const first = new Map<string, Going>()
  for (const one of going) if (!first.has(one.groupId)) first.set(one.groupId, one)
  const asking = [...first.values()]
  const rows = await tx.rows(sql<{ id: string }>`
    insert into posting.slot (workspace_id, group_id, day, target_id)
    select ${tenant.id}, n.group_id, ${dayOf(now, tenant.timeZone)}::date, n.target_id
    from unnest(
      ${asking.map(({ groupId }) => groupId)}::uuid[],
      ${asking.map(({ id }) => id)}::uuid[]
    ) as n (group_id, target_id)
    on conflict do nothing
    returning target_id as id
  `)
  return new Set(rows.map(({ id }) => id))
}

async function writeDown(
  tx: Tx,
  { tenant, now, real }: PostContext,
  going: readonly Going[],
): Promise<ReadyTask[]> {
  const leaseUntil = addMs(real, LEASE_MS)
  const byTask = new Map<string, Going[]>()
  for (const one of going) {
    const key = `${one.postId} ${one.group.owner}`
    byTask.set(key, [...(byTask.get(key) ?? []), one])
  }
  const ready: ReadyTask[] = []
  for (const some of byTask.values()) {
    const [first] = some
    if (!first) continue
    const id = newId()
    const marker = id.slice(-12)
    const { postId, whenTaken, closesAt } = first
    const userid = first.group.owner
    await tx.run(sql`
      insert into posting.task
        (workspace_id, id, post_id, userid, groups, marker, state, called_at, present_at, closes_at, look_at, lease_until)
      values (
        ${tenant.id}, ${id}, ${postId}, ${userid}, ${some.length}, ${marker}, 'sending', ${real}, ${now}, ${closesAt},
        ${leaseUntil}, ${leaseUntil}
      )
    `)
    await tx.run(sql`
      update posting.target
      set state = 'sending', reason = '', task_id = ${id}, turned_at = ${now}
      where workspace_id = ${tenant.id}
        and id = any(${some.map((one) => one.id)}::uuid[])
    `)
    const riders = some.map((one) => ({ id: one.id, chatId: one.group.chatId }))
    ready.push({ id, postId, userid, marker, leaseUntil, whenTaken, riders })
  }
  return ready
}
