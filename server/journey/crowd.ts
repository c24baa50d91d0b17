import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type Crowd = {
  entered: number
  control: number
  inside: number
  arrived: number
  moved: number
}
export const nobody: Crowd = { entered: 0, control: 0, inside: 0, arrived: 0, moved: 0 }

/** The version by which somebody came in, wherever they were led since. */
export const cameBy = sql`coalesce(e.came_by_version, e.version)`

/**
 * How many came into journeys and how they stand, by journey. Of one version when it is given: who came in by it, and who goes on
 * by it now.
 */
export async function crowdsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  journeyIds: readonly string[],
  version: number | null = null,
): Promise<ReadonlyMap<string, Crowd>> {
  const rows = await tx.rows(sql<Crowd & { journeyId: string }>`
    select e.journey_id as "journeyId",
           count(*) filter (where ${version}::int is null or ${cameBy} = ${version}::int) as entered,
           count(*) filter (where e.state = 'control' or e.left_reason = 'measured') as control,
           count(*) filter (where (${version}::int is null or e.version = ${version}::int) and e.state in ('timer', 'listening')) as inside,
           count(*) filter (where (${version}::int is null or e.version = ${version}::int) and e.left_reason = 'goal') as arrived,
           count(*) filter (
             where e.came_by_version is not null
               and (${version}::int is null or e.version = ${version}::int)
           ) as moved
    from journey.enrollment e
    where e.workspace_id = ${tenant.id}
      and e.journey_id = any(${[...journeyIds]}::uuid[])
      and (${version}::int is null or e.version = ${version}::int or ${cameBy} = ${version}::int)
    group by e.journey_id
  `)
  return new Map(rows.map(({ journeyId, ...crowd }) => [journeyId, crowd]))
}
