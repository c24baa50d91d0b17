import { peopleBook } from '../customer/index.ts'
import { append, holdPump, type Tenant } from '../event/index.ts'
import { presentOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { AdvanceDeps } from './advance.ts'
import { type Entrant, enter } from './enter.ts'
import type { Version } from './version.ts'
import { versionsOf } from './version.ts'

/** People let in by one transaction, which holds the pump's lock: an event waits for it no longer than for a batch. */
const PIECE_PEOPLE = 5_000
const FACTS_OF_A_ROW = 1_000

type Admission = {
  id: string
  version: number
  segmentId: string | null
  customerNos: number[] | null
  upToNo: number
}

/**
 * Lets in the people of an admission, piece by piece; a process that dies leaves the rest to the next one. Each piece
 * says up to which number it came, so nobody is looked at twice and nobody is left out.
 * @returns whether there was one.
 */
export async function admitWaiting(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
): Promise<boolean> {
  const admission = await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.maybe(sql<Admission>`
      select id, version, segment_id as "segmentId", customer_nos as "customerNos", up_to_no as "upToNo"
      from journey.admission
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and done_at is null
      order by asked_at, id
      limit 1
    `),
  )
  if (!admission) return false
  let piece: number[] = []
  for await (const page of pagesOf(deps, tenant, admission)) {
    for (const no of page) {
      if (no <= admission.upToNo) continue
      piece.push(no)
      if (piece.length < PIECE_PEOPLE) continue
      if (!(await admitPiece(deps, tenant, journeyId, { admission, piece }))) return true
      piece = []
    }
  }
  if (piece.length > 0) {
    if (!(await admitPiece(deps, tenant, journeyId, { admission, piece }))) return true
  }
  await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update journey.admission
      set done_at = ${deps.clock.now()}
      where workspace_id = ${tenant.id}
        and id = ${admission.id}
        and done_at is null
    `),
  )
  return true
}

/** Pages of numbers, each larger than all before. */
function pagesOf(
  deps: AdvanceDeps,
  tenant: Tenant,
  { segmentId, customerNos }: Admission,
): AsyncIterable<number[]> | Iterable<number[]> {
  if (segmentId !== null) return deps.neighbours.members(tenant, segmentId)
  return [[...(customerNos ?? [])].sort((a, b) => a - b)]
}

/** @returns false when the journey was paused or ended meanwhile: the rest waits. */
function admitPiece(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
  { admission, piece }: { admission: Admission; piece: number[] },
): Promise<boolean> {
  const last = piece.at(-1) ?? 0
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    await holdPump(tx, tenant)
    const isStanding = await isOpen(tx, tenant.id, journeyId)
    if (!isStanding) return false
    const mine = await tx.maybe(sql<{ upToNo: number; askedAt: Date }>`
      select up_to_no as "upToNo", asked_at as "askedAt"
      from journey.admission
      where workspace_id = ${tenant.id}
        and id = ${admission.id}
        and done_at is null
      for update
    `)
    // Another worker was here.
    if (!mine || mine.upToNo >= last) return true
    const versions = await versionsOf(tx, tenant.id, journeyId, [admission.version])
    const version = versions.get(admission.version)
    if (!version) throw new Error(`journey ${journeyId} has no version ${admission.version}`)
    const numbers = piece.filter((no) => no > mine.upToNo)
    const entered = await letIn(tx, deps, tenant, { version, admission, numbers, at: mine.askedAt })
    await tx.run(sql`
      update journey.admission
      set up_to_no = ${last}, seen = seen + ${numbers.length}, entered = entered + ${entered}
      where workspace_id = ${tenant.id}
        and id = ${admission.id}
    `)
    return true
  })
}

async function letIn(
  tx: Tx,
  deps: AdvanceDeps,
  tenant: Tenant,
  at: { version: Version; admission: Admission; numbers: number[]; at: Date },
): Promise<number> {
  const persons = await peopleBook.personsOf(tx, tenant, at.numbers)
  const entrants = [...persons.values()].map(
    ({ person }): Entrant => ({
      customerId: person.id,
      customerNo: person.no,
      cause: 'manual',
      ref: at.admission.id,
      at: at.at,
    }),
  )
  const scope = { tenant, now: presentOf(tenant, deps.clock) }
  const facts = await enter(tx, deps.neighbours, scope, at.version, entrants)
  const rows: Promise<void>[] = []
  // One row is written while the next is put into words.
  for (let from = 0; from < facts.length; from += FACTS_OF_A_ROW) {
    const some = facts.slice(from, from + FACTS_OF_A_ROW)
    rows.push(append(tx, tenant, some, { lane: 'journey', now: deps.clock.now() }))
  }
  await Promise.all(rows)
  return facts.length
}

async function isOpen(tx: Tx, workspaceId: string, journeyId: string): Promise<boolean> {
  const { open } = await tx.one(sql<{ open: boolean }>`
    select not exists (
      select from journey.pause
      where workspace_id = ${workspaceId}
        and journey_id = ${journeyId}
        and resumed_at is null
    )
    and not exists (
      select from journey.ending
      where workspace_id = ${workspaceId}
        and journey_id = ${journeyId}
    ) as open
  `)
  return open
}
