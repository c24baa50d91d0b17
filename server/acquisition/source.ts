import type { Source, SourceCost } from '../../contract/acquisition.ts'
import { type FollowSum, followSums } from '../customer/index.ts'
import { newId, type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'
import { daysOf, type Period, sharedDays } from './period.ts'

const UNIQUE_VIOLATION = '23505'
const SOURCES_MAX = 500
const COSTS_MAX = 5_000

type StoredSource = { id: string; name: string; archivedAt: Date | null; contactWays: number }
type StoredCost = Period & { id: string; sourceId: string; amount: number; note: string }

/** Sources (获客来源) with what came of them in a period, what they cost in it and what a person cost. */
export async function listSources(tx: Tx, tenant: Tenant, period: Period): Promise<Source[]> {
  const stored = await tx.rows(sql<StoredSource>`
    select s.id, s.name, s.archived_at as "archivedAt",
           (
             select count(*)
             from acquisition.contact_way w
             where w.workspace_id = s.workspace_id
               and w.source_id = s.id
               and w.archived_at is null
           ) as "contactWays"
    from acquisition.source s
    where s.workspace_id = ${tenant.id}
    order by s.archived_at is not null, s.created_at, s.name
    limit ${SOURCES_MAX}
  `)
  const costs = await costsOf(tx, tenant)
  const sums = await followSums(tx, tenant, period)
  return stored.map((source) => {
    const mine = sums.filter(({ sourceId }) => sourceId === source.id)
    const added = mine.reduce((sum, day) => sum + day.added, 0)
    const lost = mine.reduce((sum, day) => sum + day.lost, 0)
    const own = costs.filter(({ sourceId }) => sourceId === source.id)
    const cost = own.reduce((sum, one) => sum + costWithin(one, period), 0)
    return {
      id: showId('source', source.id),
      name: source.name,
      archivedAt: source.archivedAt?.toISOString() ?? null,
      contactWays: source.contactWays,
      added,
      lost,
      net: added - lost,
      cost,
      costPerPerson: added === 0 || own.length === 0 ? null : Math.round(cost / added),
      costs: own.map(shownCost),
    }
  })
}

/** What a person cost at each source in a period, by the sources' ids; those without people or without a cost are left out. */
export async function costsPerPerson(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { period, sums }: { period: Period; sums: readonly FollowSum[] },
): Promise<ReadonlyMap<string, number>> {
  const spent = new Map<string, number>()
  for (const cost of await costsOf(tx, tenant))
    spent.set(cost.sourceId, (spent.get(cost.sourceId) ?? 0) + costWithin(cost, period))
  return new Map(
    [...spent].flatMap(([id, cost]) => {
      const added = sums.reduce((sum, one) => sum + (one.sourceId === id ? one.added : 0), 0)
      return added === 0 ? [] : [[id, Math.round(cost / added)] as const]
    }),
  )
}

/** A cost is spread evenly over its days. */
export function costWithin(cost: StoredCost, period: Period): number {
  return Math.round((cost.amount * sharedDays(cost, period)) / daysOf(cost))
}

function shownCost({ id, amount, fromOn, toOn, note }: StoredCost): SourceCost {
  return { id: showId('sourceCost', id), amount, fromOn, toOn, note }
}

function costsOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StoredCost[]> {
  return tx.rows(sql<StoredCost>`
    select id, source_id as "sourceId", amount, from_on::text as "fromOn", to_on::text as "toOn", note
    from acquisition.source_cost
    where workspace_id = ${tenant.id}
      and withdrawn_at is null
    order by from_on desc, created_at desc
    limit ${COSTS_MAX}
  `)
}

type Named = { name: string; now: Date }

export async function makeSource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { name, now }: Named,
): Promise<Outcome<string, 'name_taken'>> {
  const id = newId()
  const made = await tx.run(sql`
    insert into acquisition.source (workspace_id, id, name, created_at)
    values (${tenant.id}, ${id}, ${name}, ${now})
    on conflict (workspace_id, name) where archived_at is null do nothing
  `)
  return made === 0 ? refused('name_taken') : ok(id)
}

export async function changeSource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  change: { id: string; name?: string | undefined; isArchived?: boolean | undefined; now: Date },
): Promise<Outcome<boolean, 'name_taken'>> {
  const archivedAt = change.isArchived ? change.now : null
  try {
    const changed = await tx.run(sql`
      update acquisition.source
      set name = coalesce(${change.name ?? null}, name),
          archived_at = case when ${change.isArchived === undefined} then archived_at else ${archivedAt}::timestamptz end
      where workspace_id = ${tenant.id}
        and id = ${change.id}
    `)
    return ok(changed > 0)
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('name_taken')
    throw error
  }
}

/** Whether there is such a source that new codes may belong to. */
export async function isSource(tx: Tx, tenant: Pick<Tenant, 'id'>, id: string): Promise<boolean> {
  const found = await tx.maybe(sql<{ id: string }>`
    select id
    from acquisition.source
    where workspace_id = ${tenant.id}
      and id = ${id}
      and archived_at is null
  `)
  return found !== null
}

/** Notes what a source cost. @returns null when there is no such source. */
export async function addCost(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  cost: Period & { sourceId: string; amount: number; note: string; by: string | null; now: Date },
): Promise<string | null> {
  const id = newId()
  const made = await tx.run(sql`
    insert into acquisition.source_cost (
      workspace_id, id, source_id, amount, from_on, to_on, note, created_at, created_by
    )
    select ${tenant.id}, ${id}, s.id, ${cost.amount}, ${cost.fromOn}::date, ${cost.toOn}::date, ${cost.note},
           ${cost.now}, ${cost.by}
    from acquisition.source s
    where s.workspace_id = ${tenant.id}
      and s.id = ${cost.sourceId}
  `)
  return made === 0 ? null : id
}

/** Takes a cost back, or with `isWithdrawn: false` lets it count again. @returns false when there is none. */
export async function withdrawCost(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, isWithdrawn, by, now }: { id: string; isWithdrawn: boolean; by: string | null; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update acquisition.source_cost
    set withdrawn_at = ${isWithdrawn ? now : null}, withdrawn_by = ${isWithdrawn ? by : null}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed > 0
}

/** Names and the cost of a person of sources, over all their days up to one: for the page of a person. */
export async function describeSources(
  tx: Tx,
  tenant: Tenant,
  ids: readonly string[],
  toOn: string,
): Promise<ReadonlyMap<string, { name: string; costPerPerson: number | null }>> {
  if (ids.length === 0) return new Map()
  const all = await listSources(tx, tenant, { fromOn: '2000-01-01', toOn })
  const wanted = new Set(ids.map((id) => showId('source', id)))
  const known = all.filter(({ id }) => wanted.has(id))
  return new Map(
    ids.flatMap((id) => {
      const found = known.find((source) => source.id === showId('source', id))
      return found ? [[id, { name: found.name, costPerPerson: found.costPerPerson }] as const] : []
    }),
  )
}

/** What sources are called, archived ones too. */
export async function namesOfSources(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from acquisition.source
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
