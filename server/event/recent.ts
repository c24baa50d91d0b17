import { sql, type Tx } from '../postgres/index.ts'
import type { LandedEvent, Tenant } from './event.ts'
import { readLine, unpack } from './landing.ts'

const BATCHES = 20

export type RecentEvent = LandedEvent & { batchNo: number; takenAt: Date; landed: boolean }

/** The newest events as they will stand in ClickHouse, newest first: for the live debugger. @param limit at most 200. */
export async function recentEvents(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  limit: number,
): Promise<RecentEvent[]> {
  const batches = await tx.rows(sql<{
    no: number
    taken_at: Date
    landed_at: Date | null
    body: Buffer
  }>`
    select b.no, b.taken_at, b.landed_at, l.body
    from event.batch b
    join event.landing l on l.workspace_id = b.workspace_id and l.batch_no = b.no
    where b.workspace_id = ${tenant.id}
      and l.target = 'event'
    order by b.no desc
    limit ${BATCHES}
  `)
  const found: RecentEvent[] = []
  for (const batch of batches) {
    const lines = (await unpack(batch.body)).reverse()
    for (const line of lines.slice(0, limit - found.length)) {
      found.push({
        ...readLine(line),
        batchNo: batch.no,
        takenAt: batch.taken_at,
        landed: batch.landed_at !== null,
      })
    }
    if (found.length >= limit) break
  }
  return found
}
