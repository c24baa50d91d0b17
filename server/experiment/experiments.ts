import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Metric, Subject } from './begin.ts'

export type Experiment = {
  id: string
  subject: Subject
  title: string
  meant: string
  holdoutShare: number
  withoutReason: string | null
  metric: Metric
  windowDays: number
  smallestLift: number
  plannedLooks: number[]
  begunAt: Date
  closedAt: Date | null
  finishedAt: Date | null
}

type Row = Omit<Experiment, 'subject'> & {
  subjectKind: Subject['kind']
  subjectId: string
  subjectVersion: number
}

const columns = sql`
    e.id, e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.subject_version as "subjectVersion", e.title,
    e.meant, e.holdout_share as "holdoutShare", e.without_reason as "withoutReason", e.metric,
    e.window_days as "windowDays", e.smallest_lift as "smallestLift", e.planned_looks as "plannedLooks",
    e.begun_at as "begunAt", e.closed_at as "closedAt", e.finished_at as "finishedAt"`

/** An experiment, or null when this workspace has none of that id. */
export async function findExperiment(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<Experiment | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from experiment.experiment e
    where e.workspace_id = ${tenant.id}
      and e.id = ${id}`)
  return row && experimentOf(row)
}

/** The experiments whose last look is not taken yet, the oldest first. */
export async function unfinished(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { most }: { most: number },
): Promise<Experiment[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from experiment.experiment e
    where e.workspace_id = ${tenant.id}
      and e.finished_at is null
    order by e.begun_at
    limit ${most}`)
  return rows.map(experimentOf)
}

/** The newest experiments first, below `before` when given. */
export async function listExperiments(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { limit, before }: { limit: number; before: { begunAt: Date; id: string } | null },
): Promise<Experiment[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from experiment.experiment e
    where e.workspace_id = ${tenant.id}
      and (
        ${before === null}
        or (e.begun_at, e.id) < (${before?.begunAt ?? null}::timestamptz, ${before?.id ?? null}::uuid)
      )
    order by e.begun_at desc, e.id desc
    limit ${limit}`)
  return rows.map(experimentOf)
}

function experimentOf({ subjectKind, subjectId, subjectVersion, ...row }: Row): Experiment {
  return { ...row, subject: { kind: subjectKind, id: subjectId, version: subjectVersion } }
}

/** How many stand in each arm, and how much of their time has passed. */
export type Standing = {
  treated: number
  control: number
  crossed: number
  /** Whose window is still open. */
  open: number
  /** Share of all people's windows that has passed. */
  fraction: number
}

/** Where an experiment stands at an instant. People whom a merge carried over are counted where they entered. */
export async function standingOf(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  { id, windowDays }: Pick<Experiment, 'id' | 'windowDays'>,
): Promise<Standing> {
  const row = await tx.one(sql<Omit<Standing, 'fraction'> & { fraction: number | null }>`
    with passed as (
      select a.is_control,
             a.crossed_at is not null as is_crossed,
             extract(epoch from ${now}::timestamptz - a.assigned_at) / (86400.0 * ${windowDays}::integer) as share
      from experiment.assignment a
      where a.workspace_id = ${tenant.id}
        and a.experiment_id = ${id}
        and a.carried_from is null
    )
    select count(*) filter (where not is_control)::integer as treated,
           count(*) filter (where is_control)::integer as control,
           count(*) filter (where is_crossed)::integer as crossed,
           count(*) filter (where share < 1)::integer as open,
           avg(least(1, greatest(0, share)))::double precision as fraction
    from passed`)
  return { ...row, fraction: row.fraction ?? 0 }
}
