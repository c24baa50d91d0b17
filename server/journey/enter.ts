import type { JourneyPlan } from '../../contract/journey.ts'
import type { Fact } from '../event/index.ts'
import type { Arm } from '../experiment/index.ts'
import { addMs, newId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { enteredFact } from './facts.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import type { Version } from './version.ts'

const DAY_MS = 86_400_000

/** Somebody at the door, with what brought them. */
export type Entrant = {
  customerId: string
  customerNo: number
  cause: 'segment' | 'event' | 'manual'
  /** The segment's id, the event's id and name, or the admission's id. */
  ref: string
  at: Date
}

/**
 * Lets people in whom the entry rule admits. The caller holds the pump's lock, so nobody comes in twice at once and no
 * goal is passed over between the look and the entry.
 * @returns the facts of those who came in.
 */
export async function enter(
  tx: Tx,
  neighbours: Pick<Neighbours, 'assign'>,
  scope: Scope,
  version: Version,
  entrants: Entrant[],
): Promise<Fact[]> {
  const admitted = await admit(tx, scope, version, entrants)
  if (admitted.length === 0) return []
  const arms = await armsFor(tx, neighbours, scope, version, admitted)
  const { control } = version.plan
  const measuredUntil =
    control.kind === 'holdout' ? addMs(scope.now, control.windowDays * DAY_MS) : scope.now
  const rows = admitted.map((entrant, i) => ({
    ...entrant,
    id: newId(),
    arm: arms[i] ?? 'treated',
  }))
  const writing = tx.run(sql`
    insert into journey.enrollment (
      workspace_id, id, journey_id, version, customer_id, customer_no, came_as_no, entered_at, cause, cause_ref, cause_at,
      state, step, step_at, due_at
    )
    select ${scope.tenant.id}, n.id, ${version.journeyId}, ${version.no}, n.customer_id, n.customer_no, n.customer_no, ${scope.now},
           n.cause, n.ref, n.at,
           case when n.is_control then 'control' else 'timer' end,
           case when n.is_control then null else ${version.flow.first} end,
           ${scope.now},
           case when n.is_control then ${measuredUntil}::timestamptz else ${scope.now}::timestamptz end
    from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ customerId }) => customerId)}::uuid[],
      ${rows.map(({ customerNo }) => customerNo)}::bigint[],
      ${rows.map(({ cause }) => cause)}::text[],
      ${rows.map(({ ref }) => ref)}::text[],
      ${rows.map(({ at }) => at)}::timestamptz[],
      ${rows.map(({ arm }) => arm === 'control')}::boolean[]
    ) as n (id, customer_id, customer_no, cause, ref, at, is_control)
  `)
  // While Postgres writes.
  const facts = rows.map((row) =>
    enteredFact(version.journeyId, { ...row, version: version.no }, scope.now),
  )
  await writing
  return facts
}

/** Who may come in: nobody who is inside, nobody who was here before the rule lets them again; each once. */
async function admit(
  tx: Tx,
  { tenant, now }: Scope,
  version: Version,
  entrants: Entrant[],
): Promise<Entrant[]> {
  const first = new Map<string, Entrant>()
  for (const entrant of entrants)
    if (!first.has(entrant.customerId)) first.set(entrant.customerId, entrant)
  const since = lastEntrySince(version.plan.entry, now)
  const refused = await tx.rows(sql<{ id: string }>`
    select distinct e.customer_id as id
    from journey.enrollment e
    where e.workspace_id = ${tenant.id}
      and e.journey_id = ${version.journeyId}
      and e.customer_id = any(${[...first.keys()]}::uuid[])
      and (e.state <> 'left' or ${since}::timestamptz is null or e.entered_at > ${since}::timestamptz)
  `)
  for (const { id } of refused) first.delete(id)
  return [...first.values()]
}

/** Whoever came in after this instant is not let in again yet; null: nobody ever is. Who is inside is never. */
export function lastEntrySince(entry: JourneyPlan['entry'], now: Date): Date | null {
  return entry.kind === 'again' ? addMs(now, -entry.afterDays * DAY_MS) : null
}

async function armsFor(
  tx: Tx,
  neighbours: Pick<Neighbours, 'assign'>,
  scope: Scope,
  version: Version,
  admitted: Entrant[],
): Promise<Arm[]> {
  if (version.experimentId === null) return admitted.map(() => 'treated')
  return neighbours.assign(tx, scope, version.experimentId, {
    customerIds: admitted.map(({ customerId }) => customerId),
    customerNos: admitted.map(({ customerNo }) => customerNo),
  })
}
