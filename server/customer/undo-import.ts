import { type KeptReason, keptReasons, type TakenBack } from '../../contract/import.ts'
import { append, type Fact, type Landing, type Tenant } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { heldElsewhere } from './held-elsewhere.ts'
import { lockPeople } from './lock.ts'
import {
  goneIdentityLanding,
  type MirroredTagging,
  mirrors,
  type TraitChange,
  taggingLanding,
  traitLanding,
} from './mirror.ts'
import { refreshPersons } from './refresh.ts'
import { addUpTold } from './told-sum.ts'

/** Customers are taken back in portions, so that an import of a million is not held in memory at once. */
const PORTION = 5_000
/** A row of the inbox larger than this would make a batch that an urgent event has to wait for. */
const FACTS_OF_A_ROW = 1_000

export type PeopleUndone = Pick<TakenBack, 'people' | 'taggings' | 'tags' | 'merges'> & {
  /** What ClickHouse is to hear of it; the version is set by whoever numbers the batch. */
  landings: Landing[]
  forgotten: { tables: readonly string[]; customers: number[] }
}

/**
 * Takes back what an import told of people: identities that it alone told, traits, sightings, taggings, the tags and
 * merges that it made; and the customers it made, unless something else is known of them. Must run under the pump's lock
 * (`holdPump`), after everything the import sent was applied and after its orders were taken back.
 * Two identities that the import put on one customer stay together there when each was told elsewhere since: which of them a
 * sighting meant is not kept apart.
 */
export async function undoPeople(
  tx: Tx,
  tenant: Tenant,
  { importNo, now }: { importNo: number; now: Date },
): Promise<PeopleUndone> {
  await lockPeople(tx, tenant.id)
  const scope = { workspaceId: tenant.id, importNo }
  const taggings = await removeTaggings(tx, scope)
  const tags = await archiveTags(tx, scope, now)
  const split = await splitMerges(tx, scope)
  const done: Counted = { removed: [], kept: new Map(), restored: 0, identities: [], traits: [] }
  await removeConflicts(tx, scope)
  for (let ids = await portion(tx, scope); ids.length > 0; ids = await portion(tx, scope))
    await takeBack(tx, scope, ids, done)
  const facts = await splitFacts(tx, tenant.id, split, now)
  for (let from = 0; from < facts.length; from += FACTS_OF_A_ROW)
    await append(tx, tenant, facts.slice(from, from + FACTS_OF_A_ROW), { lane: 'import', now })
  const kept = keptReasons.flatMap((reason) => {
    const count = done.kept.get(reason) ?? 0
    return count > 0 ? [{ reason, count }] : []
  })
  const mirrored = { tenant, batchNo: 0 }
  return {
    people: { removed: done.removed.length, kept, restored: done.restored },
    taggings: taggings.length,
    tags,
    merges: split.length,
    landings: [
      taggingLanding(mirrored, taggings),
      goneIdentityLanding(mirrored, done.identities),
      traitLanding(mirrored, done.traits),
    ],
    forgotten: { tables: mirrors, customers: done.removed },
  }
}

type Counted = {
  /** Their numbers. */
  removed: number[]
  kept: Map<KeptReason, number>
  restored: number
  /** Kinds of identity that customers who stay have no longer. */
  identities: { kind: string; no: number }[]
  traits: TraitChange[]
}
type Scope = { workspaceId: string; importNo: number }

function removeTaggings(tx: Tx, { workspaceId, importNo }: Scope): Promise<MirroredTagging[]> {
  return tx.rows(sql<MirroredTagging>`
    delete from customer.tagging a
    using customer.customer c
    where a.workspace_id = ${workspaceId}
      and a.import_no = ${importNo}
      and c.workspace_id = ${workspaceId}
      and c.id = a.customer_id
    returning a.id, a.tag_id as tag, c.no as customer, a.source, a.sign, a.weight, a.tagged_at as at, true as gone
  `)
}

/** Tags and groups that the import made, nobody carries and WeCom does not know. Archived, not removed: a rule may name them. */
async function archiveTags(tx: Tx, { workspaceId, importNo }: Scope, now: Date): Promise<number> {
  const tags = await tx.run(sql`
    update customer.tag t
    set archived_at = ${now}
    where t.workspace_id = ${workspaceId}
      and t.import_no = ${importNo}
      and t.archived_at is null
      and t.wecom_id is null
      and not exists (
        select from customer.tagging g
        where g.workspace_id = ${workspaceId}
          and g.tag_id = t.id
          and g.withdrawn_at is null
          and g.sign = 1
      )
  `)
  await tx.run(sql`
    update customer.tag_group g
    set archived_at = ${now}
    where g.workspace_id = ${workspaceId}
      and g.import_no = ${importNo}
      and g.archived_at is null
      and g.wecom_id is null
      and not exists (
        select from customer.tag t
        where t.workspace_id = ${workspaceId}
          and t.group_id = g.id
          and t.archived_at is null
      )
  `)
  return tags
}

type Split = { id: string; keptId: string; keptNo: number; goneNo: number }

/** Takes apart whom the import made one. Nobody has said that they are different people, so a rule may join them again. */
async function splitMerges(tx: Tx, { workspaceId, importNo }: Scope): Promise<Split[]> {
  const standing = await tx.rows(sql<Split & { goneId: string; rootId: string }>`
    select m.id, k.person_id as "rootId", r.id as "keptId", r.no as "keptNo", g.id as "goneId", g.no as "goneNo"
    from customer.merge m
    join customer.customer k on k.workspace_id = m.workspace_id and k.id = m.kept_id
    join customer.customer r on r.workspace_id = m.workspace_id and r.id = k.person_id
    join customer.customer g on g.workspace_id = m.workspace_id and g.id = m.gone_id
    where m.workspace_id = ${workspaceId}
      and m.import_no = ${importNo}
      and m.undone_at is null
  `)
  if (standing.length === 0) return []
  await tx.run(sql`
    delete from customer.merge
    where workspace_id = ${workspaceId}
      and id = any(${standing.map(({ id }) => id)}::uuid[])
  `)
  const roots = standing.flatMap(({ rootId, goneId }) => [rootId, goneId])
  await refreshPersons(tx, workspaceId, [...new Set(roots)])
  return standing.map(({ id, keptId, keptNo, goneNo }) => ({ id, keptId, keptNo, goneNo }))
}

async function splitFacts(tx: Tx, workspaceId: string, split: Split[], now: Date): Promise<Fact[]> {
  const left = await tx.rows(sql<{ id: string }>`
    select id
    from customer.customer
    where workspace_id = ${workspaceId}
      and id = any(${split.map(({ keptId }) => keptId)}::uuid[])
  `)
  const ids = new Set(left.map(({ id }) => id))
  return split.map(({ id, keptId, keptNo, goneNo }) => ({
    name: 'identity.unmerged',
    at: now,
    cause: ['unmerge', id],
    customer: ids.has(keptId) ? { id: keptId, no: keptNo } : null,
    value: null,
    props: { kept: keptNo, gone: goneNo },
  }))
}

async function removeConflicts(tx: Tx, { workspaceId, importNo }: Scope): Promise<void> {
  await tx.run(sql`
    delete from customer.conflict
    where workspace_id = ${workspaceId}
      and import_no = ${importNo}
      and resolved_at is null
  `)
}

/** The next customers of whom the import told; its line is gone afterwards. */
async function portion(tx: Tx, { workspaceId, importNo }: Scope): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    delete from customer.told
    where workspace_id = ${workspaceId}
      and import_no = ${importNo}
      and customer_id in (
        select customer_id
        from customer.told
        where workspace_id = ${workspaceId}
          and import_no = ${importNo}
        limit ${PORTION}
      )
    returning customer_id as id
  `)
  return rows.map(({ id }) => id)
}

async function takeBack(tx: Tx, scope: Scope, ids: string[], done: Counted): Promise<void> {
  const identities = await removeIdentities(tx, scope, ids)
  const reasons = await reasonsToStay(tx, scope.workspaceId, ids)
  // Also whom an import made that was undone before, and who stayed for this one's sake.
  const removed = reasons.filter(({ madeBy, reason }) => madeBy > 0 && reason === null)
  await removeCustomers(
    tx,
    scope.workspaceId,
    removed.map(({ id }) => id),
  )
  done.removed.push(...removed.map(({ no }) => no))
  for (const { madeBy, reason } of reasons) {
    if (reason === null && madeBy > 0) continue
    if (reason === null || madeBy !== scope.importNo) done.restored += 1
    else done.kept.set(reason, (done.kept.get(reason) ?? 0) + 1)
  }
  const gone = new Set(removed.map(({ id }) => id))
  const left = reasons.flatMap(({ id }) => (gone.has(id) ? [] : [id]))
  const { persons, changes } = await addUpTold(tx, scope.workspaceId, left)
  await refreshPersons(tx, scope.workspaceId, persons)
  done.traits.push(...changes)
  const staying = new Set(left)
  done.identities.push(...identities.filter(({ id }) => staying.has(id)))
}

/** @returns which kinds of identity which customers have no longer. */
async function removeIdentities(
  tx: Tx,
  { workspaceId, importNo }: Scope,
  ids: string[],
): Promise<{ id: string; no: number; kind: string }[]> {
  await tx.run(sql`
    update customer.identity
    set told_by = array_remove(told_by, ${importNo}::int)
    where workspace_id = ${workspaceId}
      and customer_id = any(${ids}::uuid[])
      and told_by @> array[${importNo}::int]
  `)
  const gone = await tx.rows(sql<{ id: string; no: number; kind: string }>`
    delete from customer.identity i
    using customer.customer c
    where i.workspace_id = ${workspaceId}
      and i.customer_id = any(${ids}::uuid[])
      and i.told_by = '{}'
      and c.workspace_id = ${workspaceId}
      and c.id = i.customer_id
    returning c.id, c.no, i.kind
  `)
  const left = await tx.rows(sql<{ id: string; kind: string }>`
    select distinct customer_id as id, kind
    from customer.identity
    where workspace_id = ${workspaceId}
      and customer_id = any(${gone.map(({ id }) => id)}::uuid[])
  `)
  const known = new Set(left.map(({ id, kind }) => `${id} ${kind}`))
  return gone.filter(({ id, kind }) => !known.has(`${id} ${kind}`))
}

type Stay = { id: string; no: number; madeBy: number; reason: KeptReason | null }

async function reasonsToStay(tx: Tx, workspaceId: string, ids: string[]): Promise<Stay[]> {
  const held = await heldElsewhere(tx, workspaceId, ids)
  const decided = await decidedAbout(tx, workspaceId, ids)
  const rows = await tx.rows(sql<Omit<Stay, 'reason'> & { own: KeptReason | null }>`
    select c.id, c.no, c.import_no as "madeBy",
           case
             when exists (
               select from customer.told t
               where t.workspace_id = ${workspaceId} and t.customer_id = c.id and t.import_no = 0
             ) then 'events'
             when exists (
               select from customer.told t
               where t.workspace_id = ${workspaceId} and t.customer_id = c.id
             ) or exists (
               select from customer.identity i
               where i.workspace_id = ${workspaceId} and i.customer_id = c.id
             ) then 'import'
             when exists (
               select from customer.tagging g
               where g.workspace_id = ${workspaceId} and g.customer_id = c.id
             ) then 'tags'
           end as own
    from customer.customer c
    where c.workspace_id = ${workspaceId}
      and c.id = any(${ids}::uuid[])
  `)
  return rows.map(({ id, no, madeBy, own }) => {
    const room = held.get(id)
    const decision = decided.has(id) ? 'decision' : null
    const reason = room === 'commerce' ? 'orders' : (own ?? decision ?? (room ? 'other' : null))
    return { id, no, madeBy, reason }
  })
}

/** Of these customers, those of whom a merge, a separation or a conflict speaks. */
async function decidedAbout(tx: Tx, workspaceId: string, ids: string[]): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    select kept_id as id from customer.merge where workspace_id = ${workspaceId} and kept_id = any(${ids}::uuid[])
    union
    select gone_id from customer.merge where workspace_id = ${workspaceId} and gone_id = any(${ids}::uuid[])
    union
    select one_id from customer.separation where workspace_id = ${workspaceId} and one_id = any(${ids}::uuid[])
    union
    select other_id from customer.separation where workspace_id = ${workspaceId} and other_id = any(${ids}::uuid[])
    union
    select named.id
    from customer.conflict f
    cross join lateral unnest(f.customer_ids) as named (id)
    where f.workspace_id = ${workspaceId} and named.id = any(${ids}::uuid[])
  `)
  return new Set(rows.map(({ id }) => id))
}

async function removeCustomers(tx: Tx, workspaceId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    delete from customer.search
    where workspace_id = ${workspaceId}
      and customer_id = any(${ids}::uuid[])
  `)
  await tx.run(sql`
    delete from customer.customer
    where workspace_id = ${workspaceId}
      and id = any(${ids}::uuid[])
  `)
}
