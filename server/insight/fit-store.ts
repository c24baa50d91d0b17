import { z } from 'zod'
import {
  cohorts,
  repurchase,
  rfm,
  type ValueOptions,
  valueFit,
  valueOptions,
} from '../../contract/insight.ts'
import { tieReport } from '../../contract/tie.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What a finished fit keeps in Postgres: everything the pages show that is not about one person. */
export const storedValue = z.object({
  fit: valueFit.omit({ id: true, asOf: true, finishedAt: true }),
  repurchase: repurchase.omit({ asOf: true }),
  rfm: rfm.omit({ asOf: true }).nullable(),
  cohorts: cohorts.shape.cohorts,
  /** Fits of before ties were measured have none. */
  ties: tieReport.nullable().default(null),
})
export type StoredValue = z.infer<typeof storedValue>

export type FinishedState = 'fitted' | 'degenerate' | 'refused'
export type FinishedFit = {
  id: string
  snapshot: number
  asOf: Date
  finishedAt: Date
  state: FinishedState
  result: StoredValue
}

/** Revenue as it is, and money of next year worth a tenth less: said on the page, changeable there. */
export const DEFAULT_OPTIONS: ValueOptions = { marginPercent: 100, discountPercent: 10 }
/** A fit that has not ended after this long died with its process; the next one takes its place. */
const RUN_MS_MAX = 30 * 60 * 1000

/**
 * Begins a fit under a number of its own, or takes up one that was announced or that died: its rows in ClickHouse,
 * if any, stay behind under the old number and are dropped with the old snapshots.
 */
export async function beginFit(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { asOf, now }: { asOf: Date; now: Date },
): Promise<{ id: string; snapshot: number }> {
  // One begins at a time, so that two jobs cannot take the same number.
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`insight.fit ${tenant.id}`}, 0))`,
  )
  return tx.one(sql<{ id: string; snapshot: number }>`
    with number as (
      select coalesce(max(snapshot), 0) + 1 as next
      from insight.value_fit
      where workspace_id = ${tenant.id}
    ), taken_up as (
      update insight.value_fit
      set snapshot = number.next, as_of = ${asOf}, started_at = ${now}
      from number
      where workspace_id = ${tenant.id}
        and id = (
          select id
          from insight.value_fit
          where workspace_id = ${tenant.id}
            and finished_at is null
          order by snapshot desc
          limit 1
        )
      returning id, snapshot
    ), begun as (
      insert into insight.value_fit (workspace_id, id, snapshot, as_of, state, started_at)
      select ${tenant.id}, ${newId()}, number.next, ${asOf}, 'running', ${now}
      from number
      where not exists (select from taken_up)
      returning id, snapshot
    )
    select id, snapshot from taken_up
    union all
    select id, snapshot from begun
  `)
}

/** Moves the pointer: from this commit on readers follow this fit. */
export async function finishFit(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  fit: { id: string; state: FinishedState | 'failed'; result: StoredValue | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    update insight.value_fit
    set state = ${fit.state}, result = ${JSON.stringify(fit.result ?? {})}::jsonb, finished_at = ${fit.now}
    where workspace_id = ${tenant.id}
      and id = ${fit.id}
  `)
}

/** The newest finished fit that has a result, or null. */
export async function newestFit(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<FinishedFit | null> {
  const row = await tx.maybe(sql<{
    id: string
    snapshot: number
    as_of: Date
    finished_at: Date
    state: FinishedState
    result: unknown
  }>`
    select id, snapshot, as_of, finished_at, state, result
    from insight.value_fit
    where workspace_id = ${tenant.id}
      and finished_at is not null
      and state <> 'failed'
    order by snapshot desc
    limit 1
  `)
  if (!row) return null
  const { id, snapshot, as_of: asOf, finished_at: finishedAt, state } = row
  return { id, snapshot, asOf, finishedAt, state, result: storedValue.parse(row.result) }
}

/** Whether a fit is running, and whether the newest attempt failed. */
export async function fitProgress(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  now: Date,
): Promise<{ runningSince: Date | null; failedAt: Date | null }> {
  const row = await tx.maybe(sql<{ state: string; started_at: Date; finished_at: Date | null }>`
    select state, started_at, finished_at
    from insight.value_fit
    where workspace_id = ${tenant.id}
    order by snapshot desc
    limit 1
  `)
  const isLive = row && !row.finished_at && now.getTime() - row.started_at.getTime() < RUN_MS_MAX
  return {
    runningSince: isLive ? row.started_at : null,
    failedAt: row?.state === 'failed' ? row.finished_at : null,
  }
}

/** The numbers of the snapshots whose rows are still needed: the newest finished ones and those not ended. */
export async function neededSnapshots(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  keep: number,
): Promise<number[]> {
  const rows = await tx.rows(sql<{ snapshot: number }>`
    (
      select snapshot
      from insight.value_fit
      where workspace_id = ${tenant.id}
        and finished_at is not null
        and state <> 'failed'
      order by snapshot desc
      limit ${keep}
    )
    union
    select snapshot
    from insight.value_fit
    where workspace_id = ${tenant.id}
      and finished_at is null
  `)
  return rows.map((row) => row.snapshot)
}

/**
 * The numbers of the snapshots of layers that are needed: the newest ones, those not ended, and the last of each month, by
 * which one sees who moved.
 */
export async function neededLayers(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { newest, months }: { newest: number; months: number },
): Promise<number[]> {
  const monthly = await lastOfMonths(tx, tenant, months)
  const current = await neededSnapshots(tx, tenant, newest)
  return [...new Set([...current, ...monthly.map(({ snapshot }) => snapshot)])]
}

/** The last finished snapshot of each calendar month of the workspace, the newest month first. */
export function lastOfMonths(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  months: number,
): Promise<{ month: string; snapshot: number; asOf: Date }[]> {
  return tx.rows(sql<{ month: string; snapshot: number; asOf: Date }>`
    select distinct on (month) month, snapshot, as_of as "asOf"
    from (
      select to_char(as_of at time zone ${tenant.timeZone}, 'YYYY-MM') as month, snapshot, as_of
      from insight.value_fit
      where workspace_id = ${tenant.id}
        and finished_at is not null
        and state <> 'failed'
        and result -> 'ties' is not null
    ) f
    order by month desc, snapshot desc
    limit ${months}
  `)
}

/** How many people can be looked after by name; null: nobody has said. */
export async function getTieCapacity(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number | null> {
  const row = await tx.maybe(sql<{ capacity: number | null }>`
    select capacity
    from insight.tie_option
    where workspace_id = ${tenant.id}
  `)
  return row?.capacity ?? null
}

export async function setTieCapacity(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  capacity: number | null,
): Promise<void> {
  await tx.run(sql`
    insert into insight.tie_option (workspace_id, capacity)
    values (${tenant.id}, ${capacity})
    on conflict (workspace_id) do update
    set capacity = excluded.capacity
  `)
}

/** Margin and discount of the workspace. */
export async function getOptions(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<ValueOptions> {
  const row = await tx.maybe(sql<{ margin_percent: number; discount_percent: number }>`
    select margin_percent, discount_percent
    from insight.value_option
    where workspace_id = ${tenant.id}
  `)
  if (!row) return DEFAULT_OPTIONS
  const { margin_percent: marginPercent, discount_percent: discountPercent } = row
  return valueOptions.parse({ marginPercent, discountPercent })
}

export async function setOptions(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  options: ValueOptions,
): Promise<void> {
  await tx.run(sql`
    insert into insight.value_option (workspace_id, margin_percent, discount_percent)
    values (${tenant.id}, ${options.marginPercent}, ${options.discountPercent})
    on conflict (workspace_id) do update
    set margin_percent = excluded.margin_percent, discount_percent = excluded.discount_percent
  `)
}
