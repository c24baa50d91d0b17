import type { SourceCost } from '../../contract/acquisition.ts'
import { followSums } from '../customer/index.ts'
import { newId, type Outcome, ok, refused, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { allocate } from './allocate.ts'
import { daysOf, type Period, sharedDays } from './period.ts'
import { withAllBelow } from './tree.ts'

const COSTS_MAX = 20_000
const WAYS_MAX = 10_000

/** A cost as it is counted: what a code has of it, or the whole where it is not divided. */
export type Spent = Period & {
  costId: string
  sourceId: string
  wayId: string | null
  amount: number
}

type StoredCost = Period & {
  id: string
  sourceId: string
  amount: number
  note: string
  codes: number
  billId: string | null
}

/** What of a cost falls into a period. It is spent evenly over its days; days that follow each other share it to the fen. */
export function spentWithin(cost: Period & { amount: number }, period: Period): number {
  const days = daysOf(cost)
  const before = sharedDays(cost, { fromOn: cost.fromOn, toOn: dayBefore(period.fromOn) })
  const through = before + sharedDays(cost, period)
  const until = (day: number) => Number((BigInt(cost.amount) * BigInt(day)) / BigInt(days))
  return until(through) - until(before)
}

const DAY_MS = 86_400_000

function dayBefore(on: string): string {
  return new Date(Date.parse(on) - DAY_MS).toISOString().slice(0, 10)
}

/** Everything that counts, each part once. */
export function spentOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Spent[]> {
  return tx.rows(sql<Spent>`
    select c.id as "costId", coalesce(w.source_id, c.source_id) as "sourceId", s.way_id as "wayId",
           coalesce(s.amount, c.amount) as amount, c.from_on::text as "fromOn", c.to_on::text as "toOn"
    from acquisition.source_cost c
    left join acquisition.cost_share s
      on s.workspace_id = c.workspace_id
      and s.cost_id = c.id
    left join acquisition.contact_way w
      on w.workspace_id = s.workspace_id
      and w.id = s.way_id
    where c.workspace_id = ${tenant.id}
      and c.withdrawn_at is null
    order by c.from_on desc, c.created_at desc, s.way_id
    limit ${COSTS_MAX}
  `)
}

/** Costs as they were entered, the newest first, by their sources. */
export async function costsBySource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<ReadonlyMap<string, SourceCost[]>> {
  const rows = await tx.rows(sql<StoredCost>`
    select c.id, c.source_id as "sourceId", c.amount, c.from_on::text as "fromOn", c.to_on::text as "toOn", c.note,
           c.bill_id as "billId",
           (
             select count(*)
             from acquisition.cost_share s
             where s.workspace_id = c.workspace_id
               and s.cost_id = c.id
           ) as codes
    from acquisition.source_cost c
    where c.workspace_id = ${tenant.id}
      and c.withdrawn_at is null
    order by c.from_on desc, c.created_at desc, c.id
    limit ${COSTS_MAX}
  `)
  const costs = new Map<string, SourceCost[]>()
  for (const { id, sourceId, billId, ...cost } of rows) {
    const shown = {
      ...cost,
      id: showId('sourceCost', id),
      billId: billId === null ? null : showId('bill', billId),
    }
    costs.set(sourceId, [...(costs.get(sourceId) ?? []), shown])
  }
  return costs
}

export type NewCost = Period & {
  sourceId: string
  amount: number
  note: string
  by: string | null
  now: Date
  /** Which codes have how much of it, in whole weights; none: it belongs to the source. */
  weights?: readonly { wayId: string; weight: number }[]
  bill?: { id: string; line: number }
}

/** Notes what a source cost, with its shares. @returns null when there is no such source. */
export async function addCost(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  cost: NewCost,
): Promise<string | null> {
  const id = newId()
  const { bill, weights = [] } = cost
  const made = await tx.run(sql`
    insert into acquisition.source_cost (
      workspace_id, id, source_id, amount, from_on, to_on, note, created_at, created_by, bill_id, bill_line
    )
    select ${tenant.id}, ${id}, s.id, ${cost.amount}, ${cost.fromOn}::date, ${cost.toOn}::date, ${cost.note},
           ${cost.now}, ${cost.by}, ${bill?.id ?? null}, ${bill?.line ?? null}
    from acquisition.source s
    where s.workspace_id = ${tenant.id}
      and s.id = ${cost.sourceId}
  `)
  if (made === 0) return null
  const shares = allocate(
    cost.amount,
    weights.map(({ weight }) => weight),
  )
  if (weights.length > 0)
    await tx.run(sql`
      insert into acquisition.cost_share (workspace_id, cost_id, way_id, amount)
      select ${tenant.id}, ${id}, n.way_id, n.amount
      from unnest(${weights.map(({ wayId }) => wayId)}::uuid[], ${shares}::bigint[]) as n (way_id, amount)
    `)
  return id
}

/** How a cost is divided among the codes below a source: evenly, or by whom each brought in its days. */
export async function weightsBelow(
  tx: Tx,
  tenant: Tenant,
  asked: Period & { sourceId: string; divided: 'evenly' | 'by_people' },
): Promise<Outcome<{ wayId: string; weight: number }[], 'no_codes'>> {
  const parents = await parentsOf(tx, tenant)
  const ways = await tx.rows(sql<{ wayId: string; state: string }>`
    select id as "wayId", state
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and source_id = any(${withAllBelow(parents, asked.sourceId)}::uuid[])
      and archived_at is null
    order by created_at, id
    limit ${WAYS_MAX}
  `)
  if (ways.length === 0) return refused('no_codes')
  if (asked.divided === 'evenly') return ok(ways.map(({ wayId }) => ({ wayId, weight: 1 })))
  const brought = new Map<string, number>()
  for (const { state, added } of await followSums(tx, tenant, asked))
    brought.set(state, (brought.get(state) ?? 0) + added)
  return ok(ways.map(({ wayId, state }) => ({ wayId, weight: brought.get(state) ?? 0 })))
}

/** What each source stands below. */
export async function parentsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx.rows(sql<{ id: string; parentId: string | null }>`
    select id, parent_id as "parentId"
    from acquisition.source
    where workspace_id = ${tenant.id}
  `)
  return new Map(rows.map(({ id, parentId }) => [id, parentId]))
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
