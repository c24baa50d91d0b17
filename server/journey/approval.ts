import { journeyPlan } from '../../contract/journey.ts'
import { listApprovals, type WaitingLaunch } from '../channel/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A launch of a journey that waits for a second person. */
export type Waiting = WaitingLaunch & {
  journeyName: string
  plan: ReturnType<typeof journeyPlan.parse>
  /** The draft was changed since. */
  isStale: boolean
}

/** What waits for a second person, the oldest first. */
export async function listWaiting(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Waiting[]> {
  const asked = await listApprovals(tx, tenant, 'journey')
  const rows = await tx.rows(sql<{ id: string; name: string; draft: unknown; draftNo: number }>`
    select id, name, draft, draft_no as "draftNo"
    from journey.journey
    where workspace_id = ${tenant.id}
      and id = any(${asked.map(({ subjectId }) => subjectId)}::uuid[])
  `)
  const journeys = new Map(rows.map((row) => [row.id, row]))
  return asked.flatMap((one) => {
    const journey = journeys.get(one.subjectId)
    if (!journey) return []
    const { name: journeyName, draft, draftNo } = journey
    const isStale = one.draftNo !== draftNo
    return [{ ...one, journeyName, plan: journeyPlan.parse(draft), isStale }]
  })
}
