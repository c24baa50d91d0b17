import { sql, type Tx } from '../postgres/index.ts'
import { type Fact, type Lane, lanes, type Tenant } from './event.ts'

export type Received = {
  tenantId: string
  lane: Lane
  kind: string
  source: string
  /** How many events the body holds; bounds the pump's batches. */
  items: number
  body: string
  receivedAt: Date
}

/**
 * Writes one row to the inbox. What it holds is acknowledged when the caller's transaction commits, and not before.
 * @returns the row's id.
 */
export async function receive(tx: Tx, row: Received): Promise<number> {
  const { id } = await tx.one(sql<{ id: number }>`
    insert into event.inbox (workspace_id, lane, kind, source, items, body, received_at)
    values (${row.tenantId}, ${lanes[row.lane]}, ${row.kind}, ${row.source}, ${row.items}, ${row.body}, ${row.receivedAt})
    returning id
  `)
  return id
}

/** The kind of inbox rows that hold facts of our own. */
export const FACTS = 'facts'

/**
 * Appends domain events in the transaction that changed the state they tell of. They take the same road as everything
 * else: numbered, deduplicated by their cause, applied, landed, reacted to.
 */
export async function append(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  facts: Fact[],
  when: { lane: Lane; now: Date },
): Promise<void> {
  if (facts.length === 0) return
  await receive(tx, {
    tenantId: tenant.id,
    lane: when.lane,
    kind: FACTS,
    source: 'liuyuan',
    items: facts.length,
    body: JSON.stringify(facts),
    receivedAt: when.now,
  })
}
