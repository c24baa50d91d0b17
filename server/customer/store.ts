import { identityKinds } from '../../contract/identity.ts'
import type { Fact } from '../event/index.ts'
import { idFrom, newId, type Seal } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Identity } from './identity.ts'
import type { NewConflict, NewIdentity, NewMerge, NewRow } from './recognize.ts'

type Scope = { workspaceId: string; now: Date; seal: Seal }

/** Writes new customers and the number that comes after them. */
export async function addRows(
  tx: Tx,
  { workspaceId, now }: Scope,
  added: NewRow[],
  nextNo: number,
): Promise<void> {
  if (added.length === 0) return
  await tx.run(sql`
    insert into customer.counter (workspace_id, next_no)
    values (${workspaceId}, ${nextNo})
    on conflict (workspace_id) do update
    set next_no = excluded.next_no
  `)
  await tx.run(sql`
    insert into customer.customer (
      workspace_id, id, no, person_id, source, import_no,
      own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at
    )
    select ${workspaceId}, n.id, n.no, n.id, n.source, n.import_no, n.at, n.at, n.at, n.at, ${now}
    from unnest(
      ${added.map(({ row }) => row.id)}::uuid[],
      ${added.map(({ row }) => row.no)}::bigint[],
      ${added.map(({ source }) => source)}::text[],
      ${added.map(({ importNo }) => importNo)}::int[],
      ${added.map(({ at }) => at)}::timestamptz[]
    ) as n (id, no, source, import_no, at)
  `)
}

/** Writes identities; what is personal is sealed, everything else stands in the clear. */
export async function addIdentities(
  tx: Tx,
  { workspaceId, seal }: Scope,
  added: NewIdentity[],
  toldBy: ReadonlyMap<string, number[] | null>,
): Promise<void> {
  if (added.length === 0) return
  const sealed = added.map(({ identity }) =>
    identityKinds[identity.kind].sealed ? seal.close(identity.value) : null,
  )
  const plain = added.map(({ identity }, i) => (sealed[i] ? null : identity.value))
  await tx.run(sql`
    insert into customer.identity (
      workspace_id, kind, key, customer_id, value, sealed, masked, first_seen_at, source, told_by
    )
    select ${workspaceId}, n.kind, n.key, n.customer_id, n.value, n.sealed, n.masked, n.at, n.source,
           n.told_by::int[]
    from unnest(
      ${added.map(({ identity }) => identity.kind)}::text[],
      ${added.map(({ identity }) => identity.key)}::bytea[],
      ${added.map(({ row }) => row.id)}::uuid[],
      ${plain}::text[],
      ${sealed}::bytea[],
      ${added.map(({ identity }) => identity.masked)}::text[],
      ${added.map(({ at }) => at)}::timestamptz[],
      ${added.map(({ source }) => source)}::text[],
      ${added.map(({ identity }) => arrayText(toldBy.get(identity.name) ?? null))}::text[]
    ) as n (kind, key, customer_id, value, sealed, masked, at, source, told_by)
  `)
}

/** Notes who told identities that were known before. */
export async function keepTellers(
  tx: Tx,
  workspaceId: string,
  told: { identity: Pick<Identity, 'kind' | 'key'>; by: number[] | null }[],
): Promise<void> {
  if (told.length === 0) return
  await tx.run(sql`
    update customer.identity i
    set told_by = n.told_by::int[]
    from unnest(
      ${told.map(({ identity }) => identity.kind)}::text[],
      ${told.map(({ identity }) => identity.key)}::bytea[],
      ${told.map(({ by }) => arrayText(by))}::text[]
    ) as n (kind, key, told_by)
    where i.workspace_id = ${workspaceId}
      and i.kind = n.kind
      and i.key = n.key
  `)
}

/** Arrays of different lengths cannot stand in one array, so each goes as Postgres would write it. */
function arrayText(numbers: number[] | null): string | null {
  return numbers === null ? null : `{${numbers.join(',')}}`
}

export type StoredMerge = {
  id: string
  kept: { id: string; no: number }
  gone: { id: string; no: number }
  reason: 'shared_identity' | 'anonymous_claimed' | 'by_hand'
  importNo: number
  at: Date
}

/** Writes merges. Whose person the rows are is brought up by `refreshPersons`. */
export async function addMerges(
  tx: Tx,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  added: (Omit<NewMerge, 'reason' | 'kept' | 'gone' | 'eventId'> &
    Omit<StoredMerge, 'id'> & { eventId: string | null; by?: string | null })[],
): Promise<StoredMerge[]> {
  if (added.length === 0) return []
  const ids = added.map(() => newId())
  await tx.run(sql`
    insert into customer.merge (
      workspace_id, id, kept_id, gone_id, reason, evidence, event_id, import_no, merged_at, merged_by
    )
    select ${workspaceId}, n.id, n.kept_id, n.gone_id, n.reason, n.evidence, n.event_id, n.import_no, n.at, n.merged_by
    from unnest(
      ${ids}::uuid[],
      ${added.map(({ kept }) => kept.id)}::uuid[],
      ${added.map(({ gone }) => gone.id)}::uuid[],
      ${added.map(({ reason }) => reason)}::text[],
      ${added.map(({ evidence }) => JSON.stringify(evidence))}::jsonb[],
      ${added.map(({ eventId }) => eventId)}::uuid[],
      ${added.map(({ importNo }) => importNo)}::int[],
      ${added.map(({ at }) => at)}::timestamptz[],
      ${added.map(({ by }) => by ?? null)}::uuid[]
    ) as n (id, kept_id, gone_id, reason, evidence, event_id, import_no, at, merged_by)
  `)
  return added.map(({ kept, gone, reason, importNo, at }, i) => ({
    id: ids[i] ?? '',
    kept,
    gone,
    reason,
    importNo,
    at,
  }))
}

/**
 * Writes conflicts: one that was seen before counts up and, when a person has decided on it, stays decided.
 * @returns a fact for each that is new.
 */
export async function addConflicts(
  tx: Tx,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  found: NewConflict[],
): Promise<Fact[]> {
  const conflicts = countedUp(workspaceId, found)
  if (conflicts.length === 0) return []
  const stored = await tx.rows(sql<{ id: string; fingerprint: string; isNew: boolean }>`
    insert into customer.conflict as c (
      workspace_id, id, fingerprint, reason, customer_ids, evidence, event_id, import_no, times, opened_at, last_seen_at
    )
    select ${workspaceId}, n.id, n.fingerprint, n.reason,
           array(select jsonb_array_elements_text(n.customer_ids)::uuid),
           n.evidence, n.event_id, n.import_no, n.times, n.at, n.last_at
    from unnest(
      ${conflicts.map(() => newId())}::uuid[],
      ${conflicts.map(({ fingerprint }) => fingerprint)}::uuid[],
      ${conflicts.map(({ first }) => first.reason)}::text[],
      ${conflicts.map(({ first }) => JSON.stringify(first.customerIds))}::jsonb[],
      ${conflicts.map(({ first }) => JSON.stringify(first.evidence))}::jsonb[],
      ${conflicts.map(({ first }) => first.eventId)}::uuid[],
      ${conflicts.map(({ importNo }) => importNo)}::int[],
      ${conflicts.map(({ times }) => times)}::int[],
      ${conflicts.map(({ first }) => first.at)}::timestamptz[],
      ${conflicts.map(({ lastAt }) => lastAt)}::timestamptz[]
    ) as n (id, fingerprint, reason, customer_ids, evidence, event_id, import_no, times, at, last_at)
    on conflict (workspace_id, fingerprint) do update
    set times = c.times + excluded.times,
        import_no = case when c.import_no = excluded.import_no then c.import_no else 0 end,
        last_seen_at = greatest(c.last_seen_at, excluded.last_seen_at)
    returning id, fingerprint, (xmax = 0) as "isNew"
  `)
  const byFingerprint = new Map(conflicts.map((conflict) => [conflict.fingerprint, conflict]))
  return stored.flatMap(({ id, fingerprint, isNew }) => {
    const conflict = byFingerprint.get(fingerprint)
    return isNew && conflict ? [conflictedFact(id, conflict.first)] : []
  })
}

type Counted = {
  fingerprint: string
  first: NewConflict
  /** The import that alone told it, 0 otherwise. */
  importNo: number
  times: number
  lastAt: Date
}

function countedUp(workspaceId: string, found: NewConflict[]): Counted[] {
  const counted = new Map<string, Counted>()
  for (const conflict of found) {
    const { reason, customerIds, about, importNo, at } = conflict
    const fingerprint = idFrom('conflict', workspaceId, reason, about, ...customerIds)
    const begun = { fingerprint, first: conflict, importNo, times: 0, lastAt: at }
    const known = counted.get(fingerprint) ?? begun
    known.times += 1
    if (known.importNo !== importNo) known.importNo = 0
    if (at > known.lastAt) known.lastAt = at
    counted.set(fingerprint, known)
  }
  return [...counted.values()]
}

function conflictedFact(id: string, { reason, at, person, importNo }: NewConflict): Fact {
  return {
    name: 'identity.conflicted',
    at,
    cause: ['conflict', id],
    customer: { id: person.id, no: person.no },
    value: null,
    props: { reason },
    importNo,
  }
}
