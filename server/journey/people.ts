import type { z } from 'zod'
import type { journeyPeopleFilter } from '../../contract/journey-view.ts'
import { enrollmentsBehind } from '../channel/index.ts'
import { Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { cameBy } from './crowd.ts'

type TenantId = Pick<Tenant, 'id'>
type Asked = z.infer<typeof journeyPeopleFilter>

/** One way of one person, as lists hold it. */
export type Inside = {
  id: string
  journeyId: string
  journeyName: string
  version: number
  customerId: string
  customerNo: number
  enteredAt: Date
  state: 'timer' | 'listening' | 'control' | 'left'
  step: string | null
  /** The step itself, by the version by which they entered. */
  stepName: string | null
  stepKind: string | null
  dueAt: Date | null
  leftAt: Date | null
  leftReason: string | null
}

/** The columns of `Inside`. */
export const insideColumns = sql`
  e.id, e.journey_id as "journeyId", j.name as "journeyName", e.version, e.customer_id as "customerId",
  e.customer_no as "customerNo", e.entered_at as "enteredAt", e.state, e.step, s.step ->> 'name' as "stepName",
  s.step ->> 'kind' as "stepKind", e.due_at as "dueAt", e.left_at as "leftAt", e.left_reason as "leftReason"`

/** Enrollments with their journey and the step where they stand. */
export const insideTables = sql`
  journey.enrollment e
  join journey.journey j
    on j.workspace_id = e.workspace_id
    and j.id = e.journey_id
  left join journey.version v
    on v.workspace_id = e.workspace_id
    and v.journey_id = e.journey_id
    and v.no = e.version
  left join lateral (
    select p.step
    from jsonb_array_elements(v.plan -> 'steps') as p (step)
    where p.step ->> 'id' = e.step
  ) s on true`

/** The people behind one number of a journey, the newest first. `total` is not counted: the number was just opened. */
export async function listPeople(
  tx: Tx,
  tenant: TenantId,
  journeyId: string,
  asked: Asked,
  /** Of those who answered a message: their numbers, which history knows. */
  numbers: number[] | null = null,
): Promise<{ items: Inside[]; next: string | null }> {
  const after = asked.cursor === undefined ? null : readId('enrollment', asked.cursor)
  if (asked.cursor !== undefined && after === null)
    throw new Problem('bad_request', { detail: 'cursor' })
  const behind = await behindMessage(tx, tenant, journeyId, asked, after)
  const rows = await tx.rows(sql<Inside>`
    select ${insideColumns}
    from ${insideTables}
    where e.workspace_id = ${tenant.id}
      and e.journey_id = ${journeyId}
      and ${ofVersion(asked)}
      and (${after}::uuid is null or e.id < ${after}::uuid)
      and (${behind}::uuid[] is null or e.id = any(${behind}::uuid[]))
      and (${numbers}::bigint[] is null or e.customer_no = any(${numbers}::bigint[]))
      and ${conditionOf(asked)}
    order by e.id desc
    limit ${asked.limit + 1}
  `)
  const items = rows.slice(0, asked.limit)
  const last = rows.length > asked.limit ? items.at(-1) : undefined
  return { items, next: last ? showId('enrollment', last.id) : null }
}

/** Messages are the channel's: it says whose enrollments stand behind a state. Null where nothing of it is asked. */
async function behindMessage(
  tx: Tx,
  tenant: TenantId,
  journeyId: string,
  { at, version, step, state, limit }: Asked,
  after: string | null,
): Promise<string[] | null> {
  if (at !== 'message' && at !== 'clicked') return null
  const which = at === 'clicked' ? ('clicked' as const) : state
  if (version === undefined || step === undefined || which === undefined)
    throw new Problem('bad_request', { detail: 'version, step, state' })
  const of = { journeyId, version, stepId: step, which, after, limit: limit + 1 }
  return enrollmentsBehind(tx, tenant, of)
}

/** People who were led to another version are found where they came in, where they are now, and where they got something. */
function ofVersion({ at, version }: Asked) {
  if (version === undefined) return sql`true`
  if (at === 'entered' || at === 'control') return sql`${cameBy} = ${version}::int`
  if (at === 'inside' || at === 'left' || at === 'waiting') return sql`e.version = ${version}::int`
  if (at === 'moved') return sql`(e.version = ${version}::int and e.came_by_version is not null)`
  if (at === 'replied' || at === 'bought')
    return sql`(e.version = ${version}::int or ${cameBy} = ${version}::int)`
  return sql`true`
}

function conditionOf({ at, version, step, outcome, detail, reason }: Asked) {
  switch (at) {
    case 'control':
      return sql`(e.state = 'control' or e.left_reason = 'measured')`
    case 'inside':
      return sql`e.state in ('timer', 'listening')`
    case 'left':
      return sql`(
        e.state = 'left'
        and e.left_reason <> 'measured'
        and (${reason ?? null}::text is null or e.left_reason = ${reason ?? null}::text)
        and (${step ?? null}::text is null or e.step = ${step ?? null}::text)
      )`
    case 'waiting':
      return sql`(e.state in ('timer', 'listening') and e.step = ${step ?? ''})`
    case 'came':
      return cameTo({ version, step, outcome, detail })
    default:
      return sql`true`
  }
}

function cameTo({
  version,
  step,
  outcome,
  detail,
}: Pick<Asked, 'version' | 'step' | 'outcome' | 'detail'>) {
  const no = version ?? null
  const passed = sql`exists (
    select from journey.passage p
    where p.workspace_id = e.workspace_id
      and p.journey_id = e.journey_id
      and p.enrollment_id = e.id
      and p.step = ${step ?? ''}
      and (${no}::int is null or p.version = ${no}::int)
      and (${outcome ?? null}::text is null or p.outcome = ${outcome ?? null}::text)
      and (${detail ?? null}::text is null or p.detail = ${detail ?? null}::text)
  )`
  if (outcome !== undefined) return passed
  // Also those who left while they waited there.
  return sql`(
    ${passed}
    or (e.step = ${step ?? ''} and (${no}::int is null or e.version = ${no}::int))
  )`
}

const OF_PERSON_MAX = 100

/** The journeys that a person goes or went through, the newest first. @param customerIds all rows of the person. */
export function journeysOf(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<Inside[]> {
  return tx.rows(sql<Inside>`
    select ${insideColumns}
    from ${insideTables}
    where e.workspace_id = ${tenant.id}
      and e.customer_id = any(${[...customerIds]}::uuid[])
    order by e.entered_at desc, e.id desc
    limit ${OF_PERSON_MAX}
  `)
}

/** SOPs under way, for whoever takes people over. */
export async function runningOf(tx: Tx, tenant: TenantId, customerIds: readonly string[]) {
  const rows = await tx.rows(sql<Inside>`
    select ${insideColumns}
    from ${insideTables}
    where e.workspace_id = ${tenant.id}
      and e.customer_id = any(${[...customerIds]}::uuid[])
      and e.state in ('timer', 'listening')
    order by e.due_at nulls last, e.id
    limit ${RUNNING_MAX}
  `)
  return rows.map(({ id, customerId, journeyName, stepName, dueAt }) => ({
    enrollmentId: id,
    customerId,
    journey: journeyName,
    step: stepName,
    dueAt,
  }))
}
const RUNNING_MAX = 50_000
