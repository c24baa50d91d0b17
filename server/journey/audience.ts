import type { JourneyPlan } from '../../contract/journey.ts'
import type { Tenant } from '../kernel/index.ts'
import { addMs } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { segmentKey } from './condition.ts'
import type { Neighbours } from './neighbours.ts'

const DAY_MS = 86_400_000

export type Audience = {
  /** Members of the segments, each once. */
  matching: number
  /** The numbers of those whom the entry rule lets in now. */
  numbers: number[]
}

/** Who would come in if segments were let in now; nobody is touched. @param journeyId null before the first launch. */
export async function audienceOf(
  { db, neighbours }: { db: Database; neighbours: Pick<Neighbours, 'members'> },
  { tenant, now }: { tenant: Tenant; now: Date },
  {
    journeyId,
    entry,
    segmentIds,
  }: { journeyId: string; entry: JourneyPlan['entry']; segmentIds: readonly string[] },
): Promise<Audience> {
  const members = new Set<number>()
  for (const segmentId of new Set(segmentIds)) {
    if (segmentId === '') continue
    for await (const page of neighbours.members(tenant, segmentKey(segmentId)))
      for (const no of page) members.add(no)
  }
  const matching = members.size
  if (matching === 0) return { matching, numbers: [] }
  const since = entry.kind === 'again' ? addMs(now, -entry.afterDays * DAY_MS) : null
  const refused = await db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ no: number }>`
      select distinct e.customer_no as no
      from journey.enrollment e
      where e.workspace_id = ${tenant.id}
        and e.journey_id = ${journeyId}
        and (e.state <> 'left' or ${since}::timestamptz is null or e.entered_at > ${since}::timestamptz)
    `),
  )
  for (const { no } of refused) members.delete(no)
  return { matching, numbers: [...members] }
}

/** The segments by whose members a plan is entered. */
export function enteredBy(plan: Pick<JourneyPlan, 'triggers'>): string[] {
  return plan.triggers.flatMap((one) => (one.kind === 'segment' ? [one.segmentId] : []))
}
