import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type Crowd = { entered: number; control: number; inside: number; arrived: number }
export const nobody: Crowd = { entered: 0, control: 0, inside: 0, arrived: 0 }

/** How many came into journeys and how they stand, by journey; of one version only when it is given. */
export async function crowdsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  journeyIds: readonly string[],
  version: number | null = null,
): Promise<ReadonlyMap<string, Crowd>> {
  const rows = await tx.rows(sql<Crowd & { journeyId: string }>`
    select e.journey_id as "journeyId",
           count(*) as entered,
           count(*) filter (where e.state = 'control' or e.left_reason = 'measured') as control,
           count(*) filter (where e.state in ('timer', 'listening')) as inside,
           count(*) filter (where e.left_reason = 'goal') as arrived
    from journey.enrollment e
    where e.workspace_id = ${tenant.id}
      and e.journey_id = any(${[...journeyIds]}::uuid[])
      and (${version}::int is null or e.version = ${version}::int)
    group by e.journey_id
  `)
  return new Map(rows.map(({ journeyId, ...crowd }) => [journeyId, crowd]))
}
