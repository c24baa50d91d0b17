import type { PlanState, PlanStep, WrittenPlan } from '../../contract/group-plan.ts'
import { groupsById, groupsLike, type PostableGroup } from '../group/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { PlanSpan, TimedStep } from './plan-days.ts'

type TenantId = Pick<Tenant, 'id'>

/** Groups of one plan at most; it is what WeCom takes in one task, too. */
const GROUPS_MAX = 2_000

/** A plan as it is kept. */
export type StoredPlan = PlanSpan & {
  id: string
  name: string
  state: PlanState
  turnedAt: Date
  turnedBy: string | null
  turnReason: string
  groupIds: string[] | null
  owners: string[]
  search: string
  least: number | null
  most: number | null
  whenTaken: 'manual' | 'leave_out'
  launchedAt: Date | null
  decidedUntil: Date | null
}

export const planColumns = sql.raw(`
  p.id, p.name, p.state, p.turned_at as "turnedAt", p.turned_by as "turnedBy", p.turn_reason as "turnReason",
  p.group_ids as "groupIds", p.owners, p.search, p.least, p.most, p.starts_on::text as "startsOn",
  p.ends_on::text as "endsOn", p.event_on::text as "eventOn", p.when_taken as "whenTaken",
  p.launched_at as "launchedAt", p.decided_until as "decidedUntil"
`)

/** One plan. @param isHeld its row is held until the transaction ends. */
export function findPlan(
  tx: Tx,
  tenant: TenantId,
  id: string,
  isHeld = false,
): Promise<StoredPlan | null> {
  return tx.maybe(sql<StoredPlan>`
    select ${planColumns}
    from posting.plan p
    where p.workspace_id = ${tenant.id}
      and p.id = ${id}
    ${isHeld ? sql`for update` : sql``}
  `)
}

export type StoredStep = TimedStep &
  Pick<PlanStep, 'name' | 'text' | 'link' | 'way' | 'windowHours'>

/** The steps of a plan in their order, without those that were taken out. */
export async function stepsOf(tx: Tx, tenant: TenantId, planId: string): Promise<StoredStep[]> {
  type Row = Omit<StoredStep, 'when'> & StoredStep['when']
  const rows = await tx.rows(sql<Row>`
    select id, name, kind, nth, at_time as time, text, link, way, window_hours as "windowHours",
           counts_from as "countsFrom"
    from posting.plan_step
    where workspace_id = ${tenant.id}
      and plan_id = ${planId}
      and removed_at is null
    order by line
  `)
  return rows.map(({ kind, nth, time, ...step }) => ({ ...step, when: { kind, nth, time } }))
}

/** The groups that a plan is for at this moment: those chosen that are still there, or all that match. */
export async function groupsOfPlan(
  tx: Tx,
  tenant: TenantId,
  { groupIds, owners, search, least, most }: StoredPlan,
): Promise<PostableGroup[]> {
  if (groupIds !== null) {
    const chosen = await groupsById(tx, tenant, groupIds)
    return [...chosen.values()].filter(({ isLive }) => isLive)
  }
  const wanted = { owners, search, min: least, max: most, limit: GROUPS_MAX }
  return (await groupsLike(tx, tenant, wanted)).items
}

type Writing = { by: string | null; real: Date; now: Date }
/** A plan as it is written, with our own ids. */
export type PlanOfOurs = Omit<WrittenPlan, 'groups' | 'steps'> & {
  groupIds: string[] | null
  owners: string[]
  search: string
  least: number | null
  most: number | null
  steps: PlanStep[]
}

/** Writes a plan that speaks nowhere yet. @returns its id. */
export async function addPlan(
  tx: Tx,
  tenant: TenantId,
  plan: PlanOfOurs,
  writing: Writing,
): Promise<string> {
  const id = newId()
  const { by, real } = writing
  await tx.run(sql`
    insert into posting.plan
      (workspace_id, id, name, state, turned_at, turned_by, group_ids, owners, search, least, most, starts_on, ends_on,
       event_on, when_taken, made_at, made_by, look_at)
    values (
      ${tenant.id}, ${id}, ${plan.name}, 'draft', ${real}, ${by}, ${plan.groupIds}::uuid[], ${plan.owners}::text[],
      ${plan.search}, ${plan.least}, ${plan.most}, ${plan.startsOn}::date, ${plan.endsOn}::date, ${plan.eventOn}::date,
      ${plan.whenTaken}, ${real}, ${by}, ${real}
    )
  `)
  await writeSteps(tx, tenant, { id, steps: plan.steps }, writing)
  return id
}

/** Writes a plan anew; what was decided stays. Its row is held by the caller. */
export async function changePlan(
  tx: Tx,
  tenant: TenantId,
  plan: PlanOfOurs & { id: string },
  writing: Writing,
): Promise<void> {
  await tx.run(sql`
    update posting.plan
    set name = ${plan.name}, group_ids = ${plan.groupIds}::uuid[], owners = ${plan.owners}::text[],
        search = ${plan.search}, least = ${plan.least}, most = ${plan.most}, starts_on = ${plan.startsOn}::date,
        ends_on = ${plan.endsOn}::date, event_on = ${plan.eventOn}::date, when_taken = ${plan.whenTaken}
    where workspace_id = ${tenant.id}
      and id = ${plan.id}
  `)
  await writeSteps(tx, tenant, plan, writing)
}

/** A step that was added, or moved to another time, counts from now on; one whose words were changed goes on counting. */
async function writeSteps(
  tx: Tx,
  tenant: TenantId,
  { id: planId, steps }: { id: string; steps: readonly PlanStep[] },
  { real, now }: Writing,
): Promise<void> {
  const rows = steps.map((step, line) => ({ ...step, line, id: step.id ?? newId() }))
  await tx.run(sql`
    update posting.plan_step
    set removed_at = ${real}
    where workspace_id = ${tenant.id}
      and plan_id = ${planId}
      and removed_at is null
      and id <> all(${rows.map(({ id }) => id)}::uuid[])
  `)
  await tx.run(sql`
    insert into posting.plan_step as s
      (workspace_id, id, plan_id, line, name, kind, nth, at_time, text, link, way, window_hours, counts_from)
    select ${tenant.id}, n.id, ${planId}, n.line, n.name, n.kind, n.nth, n.at_time, n.text, n.link::jsonb, n.way,
           n.window_hours, ${now}
    from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ line }) => line)}::smallint[],
      ${rows.map(({ name }) => name)}::text[],
      ${rows.map(({ when }) => when.kind)}::text[],
      ${rows.map(({ when }) => when.nth)}::smallint[],
      ${rows.map(({ when }) => when.time)}::text[],
      ${rows.map(({ text }) => text)}::text[],
      ${rows.map(({ link }) => (link ? JSON.stringify(link) : null))}::text[],
      ${rows.map(({ way }) => way)}::text[],
      ${rows.map(({ windowHours }) => windowHours)}::smallint[]
    ) as n (id, line, name, kind, nth, at_time, text, link, way, window_hours)
    on conflict (workspace_id, id) do update
    set line = excluded.line, name = excluded.name, kind = excluded.kind, nth = excluded.nth, at_time = excluded.at_time,
        text = excluded.text, link = excluded.link, way = excluded.way, window_hours = excluded.window_hours,
        counts_from = case
          when (s.kind, s.nth, s.at_time) = (excluded.kind, excluded.nth, excluded.at_time) then s.counts_from
          else excluded.counts_from
        end
  `)
}

export type PlanMove = { id: string; to: 'running' | 'paused' | 'ended'; reason: string }

/**
 * Starts, pauses, resumes or ends a plan whose row the caller holds. Nothing is made up for that was due before it was
 * launched; what was due in a pause goes out afterwards as far as its window reaches.
 */
export async function turnPlan(
  tx: Tx,
  tenant: TenantId,
  { id, to, reason }: PlanMove,
  { by, real, now }: Writing,
): Promise<void> {
  await tx.run(sql`
    update posting.plan
    set state = ${to}, turned_at = ${real}, turned_by = ${by}, turn_reason = ${reason}, look_at = ${real},
        launched_at = coalesce(launched_at, case when ${to} = 'running' then ${now}::timestamptz end)
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}
