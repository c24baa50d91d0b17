import type { z } from 'zod'
import type {
  decisionFilter,
  PlanState,
  PlanWhen,
  planFilter,
  StepResult,
} from '../../contract/group-plan.ts'
import { leaversAfter } from '../group/index.ts'
import { Problem, pageStart, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
/** So long after a post whoever leaves its group is counted. */
const LEFT_WITHIN_HOURS = 24

export type PlanRow = {
  id: string
  name: string
  state: PlanState
  steps: number
  groups: number
  heard: number
  skipped: number
  startsOn: string | null
  endsOn: string | null
  madeAt: Date
  madeBy: string | null
}

/** Plans, the newest first, with what came of them. */
export async function listPlans(
  tx: Tx,
  tenant: TenantId,
  { search, state, limit, cursor }: z.output<typeof planFilter>,
): Promise<{ items: PlanRow[]; next: string | null; total: number }> {
  const after = cursor === undefined ? null : readId('groupPlan', cursor)
  if (cursor !== undefined && after === null) throw new Problem('bad_request', { detail: 'cursor' })
  const where = sql`
    p.workspace_id = ${tenant.id}
    and (${state ?? null}::text is null or p.state = ${state ?? null})
    and (${search} = '' or strpos(lower(p.name), lower(${search})) > 0)`
  const rows = await tx.rows(sql<PlanRow>`
    select p.id, p.name, p.state, p.starts_on::text as "startsOn", p.ends_on::text as "endsOn", p.made_at as "madeAt",
           p.made_by as "madeBy", d.heard, d.skipped, (
             select count(*)::int
             from posting.plan_step s
             where s.workspace_id = p.workspace_id
               and s.plan_id = p.id
               and s.removed_at is null
           ) as steps, (
             select count(*)::int
             from posting.plan_group g
             where g.workspace_id = p.workspace_id
               and g.plan_id = p.id
           ) as groups
    from posting.plan p
    cross join lateral (
      select count(*) filter (where t.state in ('sent', 'done'))::int as heard,
             count(*) filter (where d.post_id is null)::int as skipped
      from posting.plan_day d
      left join posting.target t
        on t.workspace_id = d.workspace_id
        and t.post_id = d.post_id
        and t.group_id = d.group_id
      where d.workspace_id = p.workspace_id
        and d.plan_id = p.id
    ) d
    where ${where}
      and (${after}::uuid is null or p.id < ${after}::uuid)
    order by p.id desc
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from posting.plan p
    where ${where}
  `)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last ? showId('groupPlan', last.id) : null, total }
}

type ResultRow = Omit<StepResult, 'when' | 'left'> & PlanWhen

/** What came of each step, those that were taken out last. */
export async function resultsOf(tx: Tx, tenant: TenantId, planId: string): Promise<StepResult[]> {
  const rows = await tx.rows(sql<ResultRow>`
    select s.id as "stepId", s.name, s.kind, s.nth, s.at_time as time, s.removed_at is not null as "isRemoved",
           count(d.step_id)::int as times,
           count(*) filter (where t.state in ('sent', 'done'))::int as sent,
           count(*) filter (where t.state in ('planned', 'sending', 'unknown', 'parked', 'handed'))::int as waiting,
           count(*) filter (where t.state = 'manual')::int as manual,
           count(*) filter (where t.state in ('failed', 'expired', 'cancelled', 'left_out'))::int as "notSent",
           count(d.step_id) filter (where d.post_id is null)::int as skipped,
           coalesce(sum(t.members) filter (where t.state in ('sent', 'done')), 0)::int as people
    from posting.plan_step s
    left join posting.plan_day d
      on d.workspace_id = s.workspace_id
      and d.step_id = s.id
    left join posting.target t
      on t.workspace_id = d.workspace_id
      and t.post_id = d.post_id
      and t.group_id = d.group_id
    where s.workspace_id = ${tenant.id}
      and s.plan_id = ${planId}
    group by s.workspace_id, s.id
    having s.removed_at is null or count(d.step_id) > 0
    order by s.removed_at is not null, s.line, s.id
  `)
  const left = await leaversAfter(tx, tenant, await spoken(tx, tenant, planId), LEFT_WITHIN_HOURS)
  return rows.map(({ kind, nth, time, ...row }) => ({
    ...row,
    stepId: showId('groupPlanStep', row.stepId),
    when: { kind, nth, time },
    left: left.get(row.stepId) ?? 0,
  }))
}

function spoken(
  tx: Tx,
  tenant: TenantId,
  planId: string,
): Promise<{ key: string; groupId: string; at: Date }[]> {
  return tx.rows(sql<{ key: string; groupId: string; at: Date }>`
    select d.step_id as key, d.group_id as "groupId", t.sent_at as at
    from posting.plan_day d
    join posting.target t
      on t.workspace_id = d.workspace_id
      and t.post_id = d.post_id
      and t.group_id = d.group_id
    where d.workspace_id = ${tenant.id}
      and d.plan_id = ${planId}
      and t.sent_at is not null
  `)
}

export type DecisionRow = {
  stepId: string
  name: string
  groupId: string
  dueAt: Date
  postId: string | null
  target: string | null
}

/** What was decided for each group, the latest first. */
export async function listDecisions(
  tx: Tx,
  tenant: TenantId,
  planId: string,
  { only, limit, cursor }: z.output<typeof decisionFilter>,
): Promise<{ items: DecisionRow[]; next: string | null; total: number }> {
  const from = pageStart(cursor)
  const where = sql`
    d.workspace_id = ${tenant.id}
    and d.plan_id = ${planId}
    and (${only ?? null}::text is null or (d.post_id is null) = (${only ?? null} = 'skipped'))`
  const items = await tx.rows(sql<DecisionRow>`
    select d.step_id as "stepId", case when s.name = '' then left(s.text, 20) else s.name end as name,
           d.group_id as "groupId", d.due_at as "dueAt", d.post_id as "postId",
           case when t.state = 'sending' then 'planned' else t.state end as target
    from posting.plan_day d
    join posting.plan_step s
      on s.workspace_id = d.workspace_id
      and s.id = d.step_id
    left join posting.target t
      on t.workspace_id = d.workspace_id
      and t.post_id = d.post_id
      and t.group_id = d.group_id
    where ${where}
    order by d.due_at desc, d.step_id, d.group_id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from posting.plan_day d
    where ${where}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}
