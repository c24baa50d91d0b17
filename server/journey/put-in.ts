import type { Tenant } from '../kernel/index.ts'
import { newId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Who is to be let in by the newest version: the members of a segment, or these numbers. */
export type Wanted =
  | { kind: 'segment'; segmentId: string }
  | { kind: 'people'; customerNos: number[] }

/** Asks for people to be let in; the worker does it piece by piece. @returns the admission's id, null without a version. */
export async function putIn(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    journeyId,
    wanted,
    by,
    now,
  }: { journeyId: string; wanted: Wanted; by: string | null; now: Date },
): Promise<string | null> {
  const id = newId()
  const segmentId = wanted.kind === 'segment' ? wanted.segmentId : null
  const numbers = wanted.kind === 'people' ? wanted.customerNos : null
  const made = await tx.run(sql`
    insert into journey.admission (workspace_id, id, journey_id, version, segment_id, customer_nos, asked_at, asked_by)
    select ${tenant.id}, ${id}, ${journeyId}, max(v.no), ${segmentId}, ${numbers}::bigint[], ${now}, ${by}
    from journey.version v
    where v.workspace_id = ${tenant.id}
      and v.journey_id = ${journeyId}
    having max(v.no) is not null
  `)
  return made === 1 ? id : null
}
