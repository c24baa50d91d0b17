import { createHash } from 'node:crypto'
import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { type RehearsalReport, rehearsalReport } from '../../contract/journey-rehearsal.ts'
import { policyOf, workOf } from '../channel/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Behind } from './rehearsal-report.ts'

type TenantId = Pick<Tenant, 'id'>

/** What a draft is known by: two that say the same have the same. */
export function hashOf(plan: JourneyPlan): string {
  return createHash('sha256')
    .update(JSON.stringify(journeyPlan.parse(plan)))
    .digest('hex')
}

type Wish = {
  journeyId: string
  plan: JourneyPlan
  withThoseInside: boolean
  by: string | null
  now: Date
}

/** Asks for a rehearsal; one that has not ended yet is the one. @returns its id, and whether it is a new one. */
export async function askForRehearsal(
  tx: Tx,
  tenant: TenantId,
  { journeyId, plan, withThoseInside, by, now }: Wish,
): Promise<{ id: string; isNew: boolean }> {
  const { no: policyNo } = await policyOf(tx, tenant)
  const { no: workNo } = await workOf(tx, tenant)
  const id = newId()
  const made = await tx.run(sql`
    insert into journey.rehearsal
      (workspace_id, id, journey_id, plan, draft_hash, policy_no, work_no, with_inside, asked_at, asked_by)
    values (
      ${tenant.id}, ${id}, ${journeyId}, ${JSON.stringify(plan)}::jsonb, ${hashOf(plan)}, ${policyNo}, ${workNo},
      ${withThoseInside}, ${now}, ${by}
    )
    on conflict do nothing
  `)
  if (made === 1) return { id, isNew: true }
  const standing = await tx.one(sql<{ id: string }>`
    select id
    from journey.rehearsal
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and state in ('waiting', 'running')
  `)
  return { id: standing.id, isNew: false }
}

export type Rehearsal = {
  id: string
  journeyId: string
  plan: JourneyPlan
  draftHash: string
  policyNo: number
  workNo: number
  withThoseInside: boolean
  askedAt: Date
  askedBy: string | null
  state: 'waiting' | 'running' | 'done' | 'failed'
  progress: number
  doneAt: Date | null
  report: RehearsalReport | null
}
type Stored = Omit<Rehearsal, 'plan' | 'report'> & { plan: unknown; report: unknown }

const COLUMNS = sql.raw(`
  id, journey_id as "journeyId", plan, draft_hash as "draftHash", policy_no as "policyNo", work_no as "workNo",
  with_inside as "withThoseInside", asked_at as "askedAt", asked_by as "askedBy", state, progress, done_at as "doneAt", report
`)

/** The newest rehearsal of a journey. */
export async function newestRehearsal(
  tx: Tx,
  tenant: TenantId,
  journeyId: string,
): Promise<Rehearsal | null> {
  const row = await tx.maybe(sql<Stored>`
    select ${COLUMNS}
    from journey.rehearsal
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
    order by id desc
    limit 1
  `)
  return row && read(row)
}

/** One that is to be done; null when it has ended, or is gone with its journey. */
export async function beginRehearsal(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<Rehearsal | null> {
  const row = await tx.maybe(sql<Stored>`
    update journey.rehearsal
    set state = 'running', progress = 0
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state in ('waiting', 'running')
    returning ${COLUMNS}
  `)
  return row && read(row)
}

function read(row: Stored): Rehearsal {
  const report = row.report === null ? null : rehearsalReport.parse(row.report)
  return { ...row, plan: journeyPlan.parse(row.plan), report }
}

/** @returns false when it is not wanted any more. */
export async function noteProgress(
  tx: Tx,
  tenant: TenantId,
  { id, progress }: { id: string; progress: number },
): Promise<boolean> {
  const noted = await tx.run(sql`
    update journey.rehearsal
    set progress = ${progress}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state = 'running'
  `)
  return noted === 1
}

/** Keeps what a rehearsal said, with the people behind its figures, and drops the older ones of the journey. */
export async function keepReport(
  tx: Tx,
  tenant: TenantId,
  { id, report, behind, now }: { id: string; report: RehearsalReport; behind: Behind; now: Date },
): Promise<void> {
  const kept = await tx.maybe(sql<{ journeyId: string }>`
    update journey.rehearsal
    set state = 'done', progress = 1, done_at = ${now}, report = ${JSON.stringify(report)}::jsonb
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state = 'running'
    returning journey_id as "journeyId"
  `)
  // Another worker was faster, or the journey was thrown away.
  if (!kept) return
  await tx.run(sql`
    delete from journey.rehearsal
    where workspace_id = ${tenant.id}
      and journey_id = ${kept.journeyId}
      and id < ${id}
      and state in ('done', 'failed')
  `)
  for (const [what, numbers] of behind)
    await tx.run(sql`
      insert into journey.rehearsal_people (workspace_id, rehearsal_id, what, customer_nos)
      values (${tenant.id}, ${id}, ${what}, ${numbers}::bigint[])
    `)
}

export async function failRehearsal(
  tx: Tx,
  tenant: TenantId,
  { id, error, now }: { id: string; error: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update journey.rehearsal
    set state = 'failed', done_at = ${now}, error = ${error.slice(0, 500)}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state in ('waiting', 'running')
  `)
}

/** The numbers behind a figure of the newest rehearsal that is done. */
export async function peopleBehind(
  tx: Tx,
  tenant: TenantId,
  { journeyId, what }: { journeyId: string; what: string },
): Promise<number[]> {
  const row = await tx.maybe(sql<{ numbers: number[] }>`
    select p.customer_nos as numbers
    from journey.rehearsal r
    join journey.rehearsal_people p
      on p.workspace_id = r.workspace_id
      and p.rehearsal_id = r.id
      and p.what = ${what}
    where r.workspace_id = ${tenant.id}
      and r.journey_id = ${journeyId}
      and r.state = 'done'
    order by r.id desc
    limit 1
  `)
  return (row?.numbers ?? []).map(Number)
}
