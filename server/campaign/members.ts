import type { BroadcastPlan } from '../../contract/broadcast.ts'
import { readId, type Tenant } from '../kernel/index.ts'

/** The numbers of the members of a segment (its uuid), page by page, each larger than all before. */
export type Members = (tenant: Tenant, segmentId: string) => AsyncIterable<number[]>

/** The numbers of everybody who is in one of the segments that a plan leaves out. */
export async function leftOut(
  members: Members,
  tenant: Tenant,
  { excludeSegmentIds }: Pick<BroadcastPlan, 'excludeSegmentIds'>,
): Promise<ReadonlySet<number>> {
  const out = new Set<number>()
  for (const shown of new Set(excludeSegmentIds)) {
    const id = readId('segment', shown)
    if (id === null) continue
    for await (const page of members(tenant, id)) for (const no of page) out.add(no)
  }
  return out
}

/** Whom a plan means now, and how many its segment has; nobody is touched. */
export async function audienceOf(
  members: Members,
  tenant: Tenant,
  plan: Pick<BroadcastPlan, 'segmentId' | 'excludeSegmentIds'>,
): Promise<{ matching: number; numbers: number[] }> {
  const id = readId('segment', plan.segmentId)
  if (id === null) return { matching: 0, numbers: [] }
  const out = await leftOut(members, tenant, plan)
  const numbers: number[] = []
  let matching = 0
  for await (const page of members(tenant, id)) {
    matching += page.length
    for (const no of page) if (!out.has(no)) numbers.push(no)
  }
  return { matching, numbers }
}
