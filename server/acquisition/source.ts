import type { NewSource, Source } from '../../contract/acquisition.ts'
import { type FollowSum, followSums } from '../customer/index.ts'
import { newId, type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'
import { costsBySource, parentsOf, spentOf, spentWithin } from './ledger.ts'
import type { Period } from './period.ts'
import { mayStand } from './tree.ts'

const UNIQUE_VIOLATION = '23505'
const SOURCES_MAX = 2_000

export type StoredSource = Pick<NewSource, 'traffic' | 'owner' | 'fromOn' | 'toOn'> & {
  id: string
  name: string
  parentId: string | null
  archivedAt: Date | null
  contactWays: number
}

/** Sources (获客来源) as they are kept, the oldest first, those that are put away last. */
export function storedSources(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StoredSource[]> {
  return tx.rows(sql<StoredSource>`
    select s.id, s.name, s.parent_id as "parentId", s.traffic, s.owner, s.from_on::text as "fromOn", s.to_on::text as "toOn",
           s.archived_at as "archivedAt",
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
}

/** Sources with what came of each in a period, what it cost in it and what a person cost; what stands below is not counted. */
export async function listSources(tx: Tx, tenant: Tenant, period: Period): Promise<Source[]> {
  const stored = await storedSources(tx, tenant)
  const spent = await spentOf(tx, tenant)
  const costs = await costsBySource(tx, tenant)
  const sums = await followSums(tx, tenant, period)
  return stored.map(({ id, parentId, archivedAt, ...source }) => {
    const mine = sums.filter(({ sourceId }) => sourceId === id)
    const added = mine.reduce((sum, day) => sum + day.added, 0)
    const lost = mine.reduce((sum, day) => sum + day.lost, 0)
    const own = spent.filter(({ sourceId }) => sourceId === id)
    const cost = own.reduce((sum, one) => sum + spentWithin(one, period), 0)
    return {
      ...source,
      id: showId('source', id),
      parentId: parentId === null ? null : showId('source', parentId),
      archivedAt: archivedAt?.toISOString() ?? null,
      added,
      lost,
      net: added - lost,
      cost,
      costPerPerson: added === 0 || own.length === 0 ? null : Math.round(cost / added),
      costs: costs.get(id) ?? [],
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
  for (const cost of await spentOf(tx, tenant))
    spent.set(cost.sourceId, (spent.get(cost.sourceId) ?? 0) + spentWithin(cost, period))
  return new Map(
    [...spent].flatMap(([id, cost]) => {
      const added = sums.reduce((sum, one) => sum + (one.sourceId === id ? one.added : 0), 0)
      return added === 0 ? [] : [[id, Math.round(cost / added)] as const]
    }),
  )
}

/** A source as it is wanted, its parent's id already read. */
export type WantedSource = Omit<NewSource, 'parentId'> & { parentId: string | null; now: Date }
type Refusal = 'name_taken' | 'no_parent' | 'too_deep' | 'in_itself'

export async function makeSource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { name, parentId, traffic, owner, fromOn, toOn, now }: WantedSource,
): Promise<Outcome<string, Refusal>> {
  const place = await placeOf(tx, tenant, { id: null, parentId })
  if (!place.ok) return place
  const id = newId()
  const made = await tx.run(sql`
    insert into acquisition.source (
      workspace_id, id, name, parent_id, traffic, owner, from_on, to_on, created_at
    )
    values (
      ${tenant.id}, ${id}, ${name}, ${parentId}, ${traffic}, ${owner}, ${fromOn}::date, ${toOn}::date, ${now}
    )
    on conflict (workspace_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name)
      where archived_at is null do nothing
  `)
  return made === 0 ? refused('name_taken') : ok(id)
}

async function placeOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  place: { id: string | null; parentId: string | null },
): Promise<Outcome<null, Refusal>> {
  const all = await parentsOf(tx, tenant)
  if (place.parentId !== null && !all.has(place.parentId)) return refused('no_parent')
  return mayStand(all, place)
}

export type SourceWish = { id: string; isArchived?: boolean | undefined; now: Date } & {
  [Key in keyof Omit<WantedSource, 'now'>]?: WantedSource[Key] | undefined
}

export async function changeSource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  change: SourceWish,
): Promise<Outcome<boolean, Refusal>> {
  const { id, parentId } = change
  if (parentId !== undefined) {
    const place = await placeOf(tx, tenant, { id, parentId })
    if (!place.ok) return place
  }
  const archivedAt = change.isArchived ? change.now : null
  // Null is a value here: what is left out stays.
  const kept = (key: keyof SourceWish) => change[key] === undefined
  try {
    const changed = await tx.run(sql`
      update acquisition.source
      set name = coalesce(${change.name ?? null}, name),
          parent_id = case when ${kept('parentId')} then parent_id else ${parentId ?? null}::uuid end,
          traffic = case when ${kept('traffic')} then traffic else ${change.traffic ?? null} end,
          owner = coalesce(${change.owner ?? null}, owner),
          from_on = case when ${kept('fromOn')} then from_on else ${change.fromOn ?? null}::date end,
          to_on = case when ${kept('toOn')} then to_on else ${change.toOn ?? null}::date end,
          archived_at = case when ${kept('isArchived')} then archived_at else ${archivedAt}::timestamptz end
      where workspace_id = ${tenant.id}
        and id = ${id}
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
