import { peopleBook } from '../customer/index.ts'
import { type Applier, type ApplyStep, type Fact, nothingApplied } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { leftFact } from './facts.ts'
import type { Scope } from './neighbours.ts'

type Row = {
  id: string
  journeyId: string
  version: number
  customerId: string
  customerNo: number
  cameAsNo: number
  isInside: boolean
}

/**
 * Enrollments belong to the person, whoever that is after a merge or its undoing. Two in the same journey: the older one
 * goes on, the other ends with the reason.
 */
const follow: Applier = async (tx, { tenant, now }, events) => {
  const scope = { tenant, now: tenant.clockAt ?? now }
  const numbers = events.flatMap(({ props }) => [props.kept, props.gone]).filter(isNumber)
  const touched = await peopleBook.personsOf(tx, tenant, numbers)
  const ids = [...touched.values()].flatMap(({ id, person }) => [id, person.id])
  const rows = await enrollmentsOf(tx, tenant.id, [...new Set(ids)])
  if (rows.length === 0) return nothingApplied
  const persons = await peopleBook.personsOf(
    tx,
    tenant,
    rows.map(({ cameAsNo }) => cameAsNo),
  )
  const following = rows.flatMap((row) => {
    const person = persons.get(row.cameAsNo)?.person
    return person ? [{ row, person }] : []
  })
  const facts = await endNewer(tx, scope, following)
  await moveTo(
    tx,
    tenant.id,
    following.filter(({ row, person }) => row.customerId !== person.id),
  )
  return { facts, landings: [] }
}

type Following = { row: Row; person: { id: string; no: number } }

/** The older ones come first. */
function enrollmentsOf(tx: Tx, workspaceId: string, customerIds: string[]): Promise<Row[]> {
  return tx.rows(sql<Row>`
    select id, journey_id as "journeyId", version, customer_id as "customerId", customer_no as "customerNo",
           came_as_no as "cameAsNo", state <> 'left' as "isInside"
    from journey.enrollment
    where workspace_id = ${workspaceId}
      and customer_id = any(${customerIds}::uuid[])
    order by entered_at, id
    for update
  `)
}

async function endNewer(tx: Tx, scope: Scope, following: Following[]): Promise<Fact[]> {
  const taken = new Set<string>()
  const newer = following.filter(({ row, person }) => {
    if (!row.isInside) return false
    const place = `${row.journeyId} ${person.id}`
    if (taken.has(place)) return true
    taken.add(place)
    return false
  })
  if (newer.length === 0) return []
  await tx.run(sql`
    update journey.enrollment
    set state = 'left', due_at = null, listens_to = null, left_at = ${scope.now}, left_reason = 'merged'
    where workspace_id = ${scope.tenant.id}
      and journey_id = any(${[...new Set(newer.map(({ row }) => row.journeyId))]}::uuid[])
      and id = any(${newer.map(({ row }) => row.id)}::uuid[])
  `)
  return newer.map(({ row }) => leftFact(row.journeyId, row, 'merged', scope.now))
}

async function moveTo(tx: Tx, workspaceId: string, moved: Following[]): Promise<void> {
  if (moved.length === 0) return
  await tx.run(sql`
    update journey.enrollment e
    set customer_id = n.customer_id, customer_no = n.customer_no
    from unnest(
      ${moved.map(({ row }) => row.journeyId)}::uuid[],
      ${moved.map(({ row }) => row.id)}::uuid[],
      ${moved.map(({ person }) => person.id)}::uuid[],
      ${moved.map(({ person }) => person.no)}::bigint[]
    ) as n (journey_id, id, customer_id, customer_no)
    where e.workspace_id = ${workspaceId}
      and e.journey_id = n.journey_id
      and e.id = n.id
  `)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

/** The line of the table of appliers that keeps enrollments with their person. */
export const followMergesStep: ApplyStep = {
  name: 'journey.follow_merges',
  on: ['identity.merged', 'identity.unmerged'],
  apply: follow,
}
