import {
  type CostOptions,
  type decisionKinds,
  type Findings,
  findings,
  type Retrospective,
} from '../../contract/retrospective.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { getOptions } from './fit-store.ts'

type Of = Pick<Tenant, 'id'>
export type Cause = Retrospective['cause']

/**
 * Ours until somebody sets theirs: mass sends of WeCom are free, a minute of an associate costs half a yuan (some 5,000
 * a month), confirming a mass send takes three seconds a customer, a task two minutes.
 */
export const DEFAULT_COSTS: CostOptions = {
  message: 0,
  staffMinute: 50,
  minutesPerMessage: 0.05,
  minutesPerTask: 2,
}

export async function getCosts(tx: Tx, tenant: Of) {
  const row = await tx.maybe(sql<CostOptions>`
    select message, staff_minute as "staffMinute", minutes_per_message as "minutesPerMessage",
           minutes_per_task as "minutesPerTask"
    from insight.cost_option
    where workspace_id = ${tenant.id}`)
  const { marginPercent } = await getOptions(tx, tenant)
  return { options: row ?? DEFAULT_COSTS, isDefault: row === null, marginPercent }
}

export async function setCosts(tx: Tx, tenant: Of, options: CostOptions): Promise<void> {
  await tx.run(sql`
    insert into insight.cost_option (workspace_id, message, staff_minute, minutes_per_message, minutes_per_task)
    values (
      ${tenant.id}, ${options.message}, ${options.staffMinute}, ${options.minutesPerMessage}, ${options.minutesPerTask}
    )
    on conflict (workspace_id) do update
    set message = excluded.message,
        staff_minute = excluded.staff_minute,
        minutes_per_message = excluded.minutes_per_message,
        minutes_per_task = excluded.minutes_per_task`)
}

/** Writes the next version. @returns its id */
export async function saveRetrospective(
  tx: Tx,
  tenant: Of,
  written: {
    experimentId: string
    cause: Cause
    asOf: Date
    writtenAt: Date
    findings: Findings
  },
): Promise<string> {
  const id = newId()
  await tx.run(sql`
    insert into insight.retrospective (
      workspace_id, id, experiment_id, version, cause, as_of, written_at, verdict, findings
    )
    select ${tenant.id}, ${id}, ${written.experimentId}, coalesce(max(r.version), 0) + 1, ${written.cause},
           ${written.asOf}, ${written.writtenAt}, ${written.findings.verdict}, ${JSON.stringify(written.findings)}::jsonb
    from insight.retrospective r
    where r.workspace_id = ${tenant.id}
      and r.experiment_id = ${written.experimentId}`)
  return id
}

export type Kept = {
  id: string
  experimentId: string
  version: number
  cause: Cause
  asOf: Date
  writtenAt: Date
  findings: Findings
}
type Row = Omit<Kept, 'findings'> & { findings: unknown }

const columns = sql`
    r.id, r.experiment_id as "experimentId", r.version, r.cause, r.as_of as "asOf", r.written_at as "writtenAt",
    r.findings`

export async function findRetrospective(tx: Tx, tenant: Of, id: string): Promise<Kept | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from insight.retrospective r
    where r.workspace_id = ${tenant.id}
      and r.id = ${id}`)
  return row && keptOf(row)
}

/** Of each experiment the newest version, the newest first. */
export async function listNewest(
  tx: Tx,
  tenant: Of,
  { limit, before }: { limit: number; before: { writtenAt: Date; id: string } | null },
): Promise<Kept[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from insight.retrospective r
    where r.workspace_id = ${tenant.id}
      and not exists (
        select
        from insight.retrospective later
        where later.workspace_id = r.workspace_id
          and later.experiment_id = r.experiment_id
          and later.version > r.version
      )
      and (
        ${before === null}
        or (r.written_at, r.id) < (${before?.writtenAt ?? null}::timestamptz, ${before?.id ?? null}::uuid)
      )
    order by r.written_at desc, r.id desc
    limit ${limit}`)
  return rows.map(keptOf)
}

/** How many experiments have a retrospective. */
export async function countNewest(tx: Tx, tenant: Of): Promise<number> {
  const { total } = await tx.one(sql<{ total: number }>`
    select count(distinct experiment_id)::integer as total
    from insight.retrospective
    where workspace_id = ${tenant.id}`)
  return total
}

function keptOf(row: Row): Kept {
  return { ...row, findings: findings.parse(row.findings) }
}

/** The other versions of an experiment, the newest first. */
export function versionsOf(
  tx: Tx,
  tenant: Of,
  experimentId: string,
): Promise<{ id: string; version: number; writtenAt: Date; verdict: Findings['verdict'] }[]> {
  return tx.rows(sql<{
    id: string
    version: number
    writtenAt: Date
    verdict: Findings['verdict']
  }>`
    select id, version, written_at as "writtenAt", verdict
    from insight.retrospective
    where workspace_id = ${tenant.id}
      and experiment_id = ${experimentId}
    order by version desc
    limit 200`)
}

export type DecisionKind = (typeof decisionKinds)[number]
export type Decision = {
  kind: DecisionKind
  note: string
  next: string
  decidedAt: Date
  decidedBy: string | null
}

export async function saveDecision(
  tx: Tx,
  tenant: Of,
  of: { experimentId: string; retrospectiveId: string },
  decision: Decision,
): Promise<void> {
  await tx.run(sql`
    insert into insight.decision (
      workspace_id, id, experiment_id, retrospective_id, kind, note, next, decided_at, decided_by
    )
    values (
      ${tenant.id}, ${newId()}, ${of.experimentId}, ${of.retrospectiveId}, ${decision.kind}, ${decision.note},
      ${decision.next}, ${decision.decidedAt}, ${decision.decidedBy}
    )`)
}

/** The newest decision of each experiment. */
export async function decisionsOf(
  tx: Tx,
  tenant: Of,
  experimentIds: readonly string[],
): Promise<Map<string, Decision>> {
  const rows = await tx.rows(sql<Decision & { experimentId: string }>`
    select distinct on (d.experiment_id) d.experiment_id as "experimentId", d.kind, d.note, d.next,
           d.decided_at as "decidedAt", d.decided_by as "decidedBy"
    from insight.decision d
    where d.workspace_id = ${tenant.id}
      and d.experiment_id = any(${[...experimentIds]}::uuid[])
    order by d.experiment_id, d.decided_at desc`)
  return new Map(rows.map(({ experimentId, ...decision }) => [experimentId, decision]))
}
