import type { z } from 'zod'
import {
  type BroadcastPlan,
  type BroadcastState,
  type broadcastFilter,
  broadcastPlan,
} from '../../contract/broadcast.ts'
import { Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { pausedOnes, stateOf, withStanding } from './standing.ts'

export type Listed = {
  id: string
  name: string
  state: BroadcastState
  plan: BroadcastPlan
  startsAt: Date | null
  changedAt: Date
  changedBy: string | null
}

/** Broadcasts by their launch, drafts by their last change, the newest first; `total` is how many match. */
export async function listBroadcasts(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  { search, state, limit, cursor }: z.infer<typeof broadcastFilter>,
): Promise<{ items: Listed[]; next: string | null; total: number }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const standing = stateOf(await pausedOnes(tx, tenant), now)
  const changedAt = sql`date_trunc('milliseconds', b.saved_at)`
  const where = sql`
    b.workspace_id = ${tenant.id}
    and b.dropped_at is null
    and (${search} = '' or position(lower(${search}) in lower(b.name)) > 0)
    and (${state ?? null}::text is null or ${standing} = ${state ?? null}::text)`
  const rows = await tx.rows(sql<Omit<Listed, 'plan'> & { plan: unknown }>`
    select b.id, b.name, ${standing} as state, coalesce(l.plan, b.draft) as plan, l.starts_at as "startsAt",
           b.saved_at as "changedAt", coalesce(l.launched_by, b.saved_by) as "changedBy"
    from ${withStanding}
    where ${where}
      and (
        ${after?.at ?? null}::timestamptz is null
        or (${changedAt}, b.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)
      )
    order by ${changedAt} desc, b.id desc
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from ${withStanding}
    where ${where}
  `)
  const items = rows.slice(0, limit).map((row) => ({ ...row, plan: broadcastPlan.parse(row.plan) }))
  const last = rows.length > limit ? items.at(-1) : undefined
  return {
    items,
    next: last ? `${last.changedAt.getTime()}.${showId('broadcast', last.id)}` : null,
    total,
  }
}

const CURSOR = /^(\d{1,15})\.(bcs_[0-9a-f]{32})$/

function readCursor(cursor: string): { at: Date; id: string } {
  const [, at = '', shown = ''] = CURSOR.exec(cursor) ?? []
  const id = readId('broadcast', shown)
  if (id === null) throw new Problem('bad_request', { detail: 'cursor' })
  return { at: new Date(Number(at)), id }
}
