import type { z } from 'zod'
import type { BroadcastPeople, recipientFilter } from '../../contract/broadcast.ts'
import { countBroadcast } from '../channel/index.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

export const nobody: BroadcastPeople = {
  audience: 0,
  control: 0,
  waiting: 0,
  onWay: 0,
  sent: 0,
  failed: 0,
  unsent: 0,
}

const ON_WAY = new Set(['planned', 'claimed', 'sending', 'handed', 'unknown', 'parked'])

/** How the people of broadcasts stand: those of the frozen audience, and what the ledger says of their messages. */
export async function peopleOf(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, BroadcastPeople>> {
  const rows = await tx.rows(sql<{ id: string; state: string; people: number }>`
    select broadcast_id as id, state, count(*) as people
    from campaign.recipient
    where workspace_id = ${tenant.id}
      and broadcast_id = any(${[...ids]}::uuid[])
    group by broadcast_id, state
  `)
  const found = new Map(ids.map((id) => [id, { ...nobody }]))
  for (const { id, state, people } of rows) {
    const of = found.get(id)
    if (!of) continue
    of.audience += people
    if (state === 'control') of.control += people
    if (state === 'waiting') of.waiting += people
    if (state === 'dropped') of.unsent += people
  }
  for (const { broadcastId, state, people } of await countBroadcast(tx, tenant, ids)) {
    const of = found.get(broadcastId)
    if (!of) continue
    if (ON_WAY.has(state)) of.onWay += people
    else if (state === 'sent') of.sent += people
    else if (state === 'failed') of.failed += people
    else of.unsent += people
  }
  return found
}

/** Why some wait before anything is planned for them. */
export function waitingOf(
  tx: Tx,
  tenant: TenantId,
  broadcastId: string,
): Promise<{ reason: string; people: number }[]> {
  return tx.rows(sql<{ reason: string; people: number }>`
    select coalesce(reason, '') as reason, count(*) as people
    from campaign.recipient
    where workspace_id = ${tenant.id}
      and broadcast_id = ${broadcastId}
      and state = 'waiting'
    group by reason
    order by people desc
  `)
}

export type Meant = {
  customerId: string
  customerNo: number
  arm: string
  state: 'control' | 'waiting' | 'decided' | 'dropped'
  reason: string | null
  dueAt: Date | null
  round: number
  deliveryId: string | null
}

type Filter = z.infer<typeof recipientFilter>

/** The frozen audience by number; `total` is how many match. */
export async function listMeant(
  tx: Tx,
  tenant: TenantId,
  broadcastId: string,
  { which, arm, limit, cursor }: Filter,
): Promise<{ items: Meant[]; next: string | null; total: number }> {
  const after = cursor === undefined ? -1 : readCursor(cursor)
  const where = sql`
    workspace_id = ${tenant.id}
    and broadcast_id = ${broadcastId}
    and (${which} = 'all' or state = ${which})
    and (${arm ?? null}::text is null or arm = ${arm ?? null})`
  const rows = await tx.rows(sql<Meant>`
    select customer_id as "customerId", customer_no as "customerNo", arm, state, reason, due_at as "dueAt", round,
           delivery_id as "deliveryId"
    from campaign.recipient
    where ${where}
      and customer_no > ${after}
    order by customer_no
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from campaign.recipient
    where ${where}
  `)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last ? String(last.customerNo) : null, total }
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new Problem('bad_request', { detail: 'cursor' })
  return Number(cursor)
}
