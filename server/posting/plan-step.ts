import type { PostableGroup } from '../group/index.ts'
import { addMs, dayOf, presentOf, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { makePost } from './make.ts'
import {
  groupsOfPlan,
  planColumns,
  type StoredPlan,
  type StoredStep,
  stepsOf,
  turnPlan,
} from './plan.ts'
import { lastDayOf, type Occurrence, occurrencesIn } from './plan-days.ts'
import type { Step } from './remote.ts'

/** How often a plan is looked at, in real time. */
const LOOK_EVERY_MS = 20_000
const HOUR_MS = 3_600_000
/** So far behind what is decided it is looked again: the longest window, for groups that are heard of late. */
const BACK_MS = 72 * HOUR_MS
/** Of two that claim a group's day the higher one goes out; what somebody sends by hand comes before both. */
const PRIORITY = { sop: 40, column: 30 } as const

type Context = { tenant: Tenant; now: Date; real: Date }

/** Turns what is due in one plan into posts, each step once for a group and a day. */
export const planStep: Step = ({ db, clock }, tenant) => {
  const ctx = { tenant, now: presentOf(tenant, clock), real: clock.now() }
  return db.inWorkspace(tenant.id, async (tx) => {
    const plan = await takePlan(tx, ctx)
    if (!plan) return false
    await decidePlan(tx, ctx, plan)
    return true
  })
}

/** Takes the plan that waits longest. Its row is held until what is due is decided, so that nobody ends it meanwhile. */
function takePlan(tx: Tx, { tenant, real }: Context): Promise<StoredPlan | null> {
  return tx.maybe(sql<StoredPlan>`
    select ${planColumns}
    from posting.plan p
    where p.workspace_id = ${tenant.id}
      and p.state = 'running'
      and p.look_at <= ${real}
    order by p.look_at, p.id
    limit 1
    for update skip locked
  `)
}

/**
 * Decides what is due and makes its posts in one transaction: a death in the middle leaves nothing, and whoever comes second
 * finds the rows of posting.plan_day.
 */
async function decidePlan(tx: Tx, ctx: Context, plan: StoredPlan): Promise<void> {
  const { tenant, now, real } = ctx
  const steps = await stepsOf(tx, tenant, plan.id)
  const since = plan.decidedUntil ?? plan.launchedAt ?? now
  const groups = await takeIn(tx, ctx, plan, await groupsOfPlan(tx, tenant, plan))
  const due = occurrencesIn(
    plan,
    { steps, groups },
    {
      after: new Date(Math.min(since.getTime(), now.getTime()) - BACK_MS),
      until: now,
      timeZone: tenant.timeZone,
    },
  )
  const byId = new Map(steps.map((step) => [step.id, step]))
  const decided = await writeDown(tx, ctx, plan.id, due)
  for (const some of together(decided)) {
    const [{ stepId, dueAt }] = some
    const step = byId.get(stepId)
    if (step && now < closesAt(step, dueAt)) await post(tx, ctx, plan, step, some)
  }
  await tx.run(sql`
    update posting.plan
    set look_at = ${addMs(real, LOOK_EVERY_MS)}, decided_until = ${now}
    where workspace_id = ${tenant.id}
      and id = ${plan.id}
  `)
  const last = lastDayOf(plan, steps)
  if (last !== null && dayOf(now, tenant.timeZone) > last)
    await turnPlan(tx, tenant, { id: plan.id, to: 'ended', reason: '' }, { by: null, real, now })
}

/** New groups are in from their first day; one that was there before the plan, or fits only now, from this moment. */
async function takeIn(
  tx: Tx,
  { tenant, now }: Context,
  { id, launchedAt, decidedUntil }: StoredPlan,
  groups: readonly PostableGroup[],
): Promise<(PostableGroup & { since: Date })[]> {
  const from = launchedAt ?? now
  const known = decidedUntil ?? from
  await tx.run(sql`
    insert into posting.plan_group (workspace_id, plan_id, group_id, since)
    select ${tenant.id}, ${id}, n.group_id, n.since
    from unnest(
      ${groups.map((group) => group.id)}::uuid[],
      ${groups.map(({ createdAt }) => (createdAt >= from ? createdAt : known))}::timestamptz[]
    ) as n (group_id, since)
    order by n.group_id
    on conflict do nothing
  `)
  const rows = await tx.rows(sql<{ groupId: string; since: Date }>`
    select group_id as "groupId", since
    from posting.plan_group
    where workspace_id = ${tenant.id}
      and plan_id = ${id}
      and group_id = any(${groups.map((group) => group.id)}::uuid[])
  `)
  const since = new Map(rows.map((row) => [row.groupId, row.since]))
  return groups.map((group) => ({ ...group, since: since.get(group.id) ?? now }))
}

/** Writes down what nobody has decided yet. @returns those rows; the key of the table lets each be somebody's once. */
async function writeDown(
  tx: Tx,
  { tenant, now }: Context,
  planId: string,
  due: readonly Occurrence[],
): Promise<Occurrence[]> {
  const rows = await tx.rows(sql<{ stepId: string; groupId: string; on: string }>`
    insert into posting.plan_day (workspace_id, plan_id, step_id, group_id, day, due_at, decided_at)
    select ${tenant.id}, ${planId}, n.step_id, n.group_id, n.day, n.due_at, ${now}
    from unnest(
      ${due.map(({ stepId }) => stepId)}::uuid[],
      ${due.map(({ groupId }) => groupId)}::uuid[],
      ${due.map(({ on }) => on)}::date[],
      ${due.map(({ dueAt }) => dueAt)}::timestamptz[]
    ) as n (step_id, group_id, day, due_at)
    order by n.step_id, n.group_id, n.day
    on conflict do nothing
    returning step_id as "stepId", group_id as "groupId", day::text as on
  `)
  const isNew = new Set(rows.map(keyOf))
  return due.filter((one) => isNew.has(keyOf(one)))
}

const keyOf = ({ stepId, groupId, on }: Pick<Occurrence, 'stepId' | 'groupId' | 'on'>) =>
  `${stepId} ${groupId} ${on}`

/** What is said at one instant in several groups is one post. */
function together(due: readonly Occurrence[]): [Occurrence, ...Occurrence[]][] {
  const posts = new Map<string, [Occurrence, ...Occurrence[]]>()
  for (const one of due) {
    const key = `${one.stepId} ${one.dueAt.getTime()}`
    const others = posts.get(key)
    if (others) others.push(one)
    else posts.set(key, [one])
  }
  return [...posts.values()]
}

function closesAt({ windowHours }: StoredStep, dueAt: Date): Date {
  return addMs(dueAt, windowHours * HOUR_MS)
}

async function post(
  tx: Tx,
  { tenant, real }: Context,
  plan: StoredPlan,
  step: StoredStep,
  some: readonly [Occurrence, ...Occurrence[]],
): Promise<void> {
  const [{ dueAt }] = some
  const kind = step.when.kind === 'week' ? 'column' : 'sop'
  const groupIds = some.map(({ groupId }) => groupId)
  const postId = await makePost(tx, tenant, {
    ...{ cause: { kind, id: plan.id }, groupIds, way: step.way, whenTaken: plan.whenTaken },
    name: [plan.name, step.name].filter((part) => part !== '').join(' · '),
    content: { text: step.text, picture: null, pictureType: '', link: step.link },
    ...{
      priority: PRIORITY[kind],
      startsAt: dueAt,
      notAfter: closesAt(step, dueAt),
      by: null,
      real,
    },
  })
  await tx.run(sql`
    update posting.plan_day d
    set post_id = ${postId}
    from unnest(
      ${groupIds}::uuid[],
      ${some.map(({ on }) => on)}::date[]
    ) as n (group_id, day)
    where d.workspace_id = ${tenant.id}
      and d.plan_id = ${plan.id}
      and d.step_id = ${step.id}
      and d.group_id = n.group_id
      and d.day = n.day
  `)
}
