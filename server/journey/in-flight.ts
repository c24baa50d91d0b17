import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { longestAfter } from './time-left.ts'
import { type Version, versionsOf } from './version.ts'

type Standing = {
  version: number
  stepId: string
  people: number
  /** When the last who stands there goes on at the latest. */
  lastAt: Date
}

/** Who is inside, by version and step, and when the last is through; the versions with nobody inside are missing. */
export async function whoIsInside(
  tx: Tx,
  { id }: Pick<Tenant, 'id'>,
  journeyId: string,
): Promise<{ standing: Standing[]; versions: Version[]; lastOutAt: Date | null }> {
  // Who waits for a task looks again and again; the note says until when.
  const standing = await tx.rows(sql<Standing>`
    select version, step as "stepId", count(*) as people,
           max(case when note ->> 'why' = 'task' then (note ->> 'reason')::timestamptz else due_at end) as "lastAt"
    from journey.enrollment
    where workspace_id = ${id}
      and journey_id = ${journeyId}
      and state in ('timer', 'listening')
    group by version, step
    order by version desc, step
  `)
  const numbers = [...new Set(standing.map(({ version }) => version))]
  const versions = await versionsOf(tx, id, journeyId, numbers)
  const ends = standing.flatMap(({ version, stepId, lastAt }) => {
    const plan = versions.get(version)?.plan
    return plan ? [addMs(lastAt, longestAfter(plan, stepId)).getTime()] : []
  })
  return {
    standing,
    versions: [...versions.values()].sort((a, b) => b.no - a.no),
    lastOutAt: ends.length === 0 ? null : new Date(Math.max(...ends)),
  }
}
