import type { Conflict } from '../../contract/customer.ts'
import type { Tenant } from '../event/index.ts'
import { type Outcome, ok, refused, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { dress } from './dress.ts'
import { listedPersons } from './listed.ts'
import { type ByHand, mergeByHand } from './merge.ts'
import type { ConflictReason, Evidence } from './recognize.ts'
import { separate } from './unmerge.ts'

type Row = {
  id: string
  reason: ConflictReason
  customerIds: string[]
  evidence: Evidence[]
  times: number
  openedAt: Date
  lastSeenAt: Date
  resolvedAt: Date | null
  resolution: Conflict['resolution']
}

/** Contradictions, the newest last, with the persons they are about. `after`: the id of the last one of the page before. */
export async function listConflicts(
  tx: Tx,
  tenant: Tenant,
  { isOpen, limit, after }: { isOpen: boolean; limit: number; after: string | null },
): Promise<{ items: Conflict[]; next: string | null; total: number }> {
  const rows = await tx.rows(sql<Row>`
    select id, reason, customer_ids as "customerIds", evidence, times, opened_at as "openedAt",
           last_seen_at as "lastSeenAt", resolved_at as "resolvedAt", resolution
    from customer.conflict
    where workspace_id = ${tenant.id}
      and (resolved_at is null) = ${isOpen}
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id
    limit ${limit + 1}
  `)
  const shown = rows.slice(0, limit)
  const persons = await listedPersons(
    tx,
    tenant.id,
    shown.flatMap(({ customerIds }) => customerIds),
  )
  const dressed = await dress(tx, tenant.id, [
    ...new Map([...persons].map(([, p]) => [p.id, p])).values(),
  ])
  const byId = new Map(dressed.map((person) => [person.id, person]))
  const items = shown.map(({ id, customerIds, openedAt, lastSeenAt, resolvedAt, ...rest }) => {
    const ids = customerIds.flatMap((row) => persons.get(row)?.id ?? [])
    const customers = [...new Set(ids)].flatMap((one) => byId.get(showId('customer', one)) ?? [])
    return {
      ...rest,
      id: showId('conflict', id),
      customers: customers.sort((a, b) => a.no - b.no),
      openedAt: openedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      resolvedAt: resolvedAt?.toISOString() ?? null,
    }
  })
  const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null
  return { items, next, total: await countConflicts(tx, tenant.id, isOpen) }
}

async function countConflicts(tx: Tx, workspaceId: string, isOpen: boolean): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from customer.conflict
    where workspace_id = ${workspaceId}
      and (resolved_at is null) = ${isOpen}
  `)
  return count
}

export type Resolution = 'merged' | 'kept_apart' | 'dismissed'

/**
 * Decides on a conflict: all its customers are one person, or never are, or nothing is to be said about it. The same
 * contradiction seen again does not ask again.
 */
export async function resolveConflict(
  tx: Tx,
  tenant: Tenant,
  { id, resolution, by, now }: ByHand & { id: string; resolution: Resolution },
): Promise<Outcome<null, 'not_found' | 'resolved_before'>> {
  const conflict = await tx.maybe(sql<{ customerIds: string[]; resolvedAt: Date | null }>`
    select customer_ids as "customerIds", resolved_at as "resolvedAt"
    from customer.conflict
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
  if (!conflict) return refused('not_found')
  if (conflict.resolvedAt) return refused('resolved_before')
  const [first, ...others] = conflict.customerIds
  if (resolution === 'merged' && first !== undefined)
    for (const other of others) await mergeByHand(tx, tenant, { one: first, other, by, now })
  if (resolution === 'kept_apart') {
    const pairs = pairsOf(conflict.customerIds)
    await separate(tx, tenant.id, { pairs, reason: 'conflict', by, now })
  }
  await tx.run(sql`
    update customer.conflict
    set resolved_at = ${now}, resolved_by = ${by}, resolution = ${resolution}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(null)
}

/** Opens a decided conflict again: the way back for who pressed the wrong key. Merges are undone as merges. */
export async function reopenConflict(tx: Tx, tenant: Tenant, id: string): Promise<boolean> {
  const conflict = await tx.maybe(sql<{ customerIds: string[] }>`
    update customer.conflict
    set resolved_at = null, resolved_by = null, resolution = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and resolution in ('kept_apart', 'dismissed')
    returning customer_ids as "customerIds"
  `)
  if (!conflict) return false
  for (const [one, other] of pairsOf(conflict.customerIds)) {
    await tx.run(sql`
      delete from customer.separation
      where workspace_id = ${tenant.id}
        and one_id = least(${one}::uuid, ${other}::uuid)
        and other_id = greatest(${one}::uuid, ${other}::uuid)
        and reason = 'conflict'
    `)
  }
  return true
}

function pairsOf(ids: string[]): [string, string][] {
  return ids.flatMap((one, i) => ids.slice(i + 1).map((other): [string, string] => [one, other]))
}
