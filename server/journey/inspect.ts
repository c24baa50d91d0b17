import type { JourneyStep } from '../../contract/journey.ts'
import { armsOf, type Flow } from '../../contract/journey-flow.ts'
import type { Enrollment, Passage } from '../../contract/journey-view.ts'
import { type Result, resultsOf } from '../channel/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { segmentNames } from '../segment/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { segmentKey } from './condition.ts'
import { type Inside, insideColumns, insideTables } from './people.ts'
import { versionsOf } from './version.ts'

type TenantId = Pick<Tenant, 'id'>
type Note = { why: string; reason: string }

type Found = Inside & {
  cause: 'segment' | 'event' | 'manual'
  causeRef: string
  causeAt: Date
  listensTo: string | null
  note: Note | null
  tries: number
}
type Explained = { found: Found } & Pick<Enrollment, 'passages' | 'next' | 'cause'>

/** All that an enrollment can say of itself: why it began, what was done and why, what may follow. */
export async function inspect(tx: Tx, tenant: TenantId, id: string): Promise<Explained | null> {
  const found = await tx.maybe(sql<Found>`
    select ${insideColumns}, e.cause, e.cause_ref as "causeRef", e.cause_at as "causeAt", e.listens_to as "listensTo",
           e.note, e.tries
    from ${insideTables}
    where e.workspace_id = ${tenant.id}
      -- Journeys are few, and enrollments are kept by journey.
      and e.journey_id in (select id from journey.journey where workspace_id = ${tenant.id})
      and e.id = ${id}
  `)
  if (!found) return null
  const version = (await versionsOf(tx, tenant.id, found.journeyId, [found.version])).get(
    found.version,
  )
  if (!version) throw new Error(`journey ${found.journeyId} has no version ${found.version}`)
  return {
    found,
    cause: { ...(await causeOf(tx, tenant, found)), at: found.causeAt.toISOString() },
    passages: await passagesOf(tx, tenant, found, version.flow),
    next: nextOf(found, version.flow),
  }
}

type Cause = Pick<Enrollment['cause'], 'kind' | 'name'>

/** What brought somebody in, by its name. Who was let in with a whole segment is there because of the segment. */
async function causeOf(tx: Tx, tenant: TenantId, { cause, causeRef }: Found): Promise<Cause> {
  const segment = async (id: string): Promise<Cause> => ({
    kind: 'segment',
    name: (await segmentNames(tx, tenant, [id])).get(id) ?? '',
  })
  // `<event's id> <name>`.
  if (cause === 'event') return { kind: 'event', name: causeRef.slice(causeRef.indexOf(' ') + 1) }
  if (cause === 'segment') return segment(segmentKey(causeRef))
  const admission = await tx.maybe(sql<{
    by: string | null
    segmentId: string | null
    trait: string | null
  }>`
    select asked_by as by, segment_id as "segmentId", date_trait as trait
    from journey.admission
    where workspace_id = ${tenant.id}
      and id = ${causeRef}
  `)
  if (!admission) return { kind: 'manual', name: '' }
  if (admission.segmentId !== null) return segment(admission.segmentId)
  if (admission.trait !== null) return { kind: 'date', name: admission.trait }
  const names = await namesOfStaff(tx, tenant.id, [admission.by])
  return { kind: 'manual', name: names.get(admission.by ?? '') ?? '' }
}

type Row = { step: string; at: Date; outcome: string; detail: string; ref: string | null }

async function passagesOf(
  tx: Tx,
  tenant: TenantId,
  { id, journeyId }: Found,
  flow: Flow,
): Promise<Passage[]> {
  const rows = await tx.rows(sql<Row>`
    select step, at, outcome, detail, ref
    from journey.passage
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and enrollment_id = ${id}
    order by at, occurrence
  `)
  const sent = rows.flatMap(({ outcome, ref }) => (outcome === 'planned' && ref ? [ref] : []))
  const results = await resultsOf(tx, tenant, sent)
  const places = [...flow.steps.keys()]
  return rows
    .map((row) => passageOf(row, flow.steps.get(row.step), results.get(row.ref ?? '')))
    .sort((a, b) => a.at.localeCompare(b.at) || places.indexOf(a.stepId) - places.indexOf(b.stepId))
}

function passageOf(
  { step: stepId, at, outcome, detail }: Row,
  step: JourneyStep | undefined,
  result: Result | undefined,
): Passage {
  const arms = step && outcome === 'arm' ? armsOf(step) : []
  const arm = arms.find(({ id }) => id === detail)
  return {
    stepId,
    stepKind: step?.kind ?? null,
    stepName: step?.name ?? '',
    at: at.toISOString(),
    outcome,
    detail,
    arm: arm ? { ...arm, at: arms.indexOf(arm) } : null,
    message: result
      ? {
          ...result,
          id: showId('delivery', result.id),
          dueAt: result.dueAt.toISOString(),
          sentAt: result.sentAt?.toISOString() ?? null,
        }
      : null,
  }
}

/** The steps that follow for sure, up to the next fork, the fork included. */
function nextOf({ state, step }: Found, flow: Flow): Enrollment['next'] {
  const next: Enrollment['next'] = []
  if (state === 'left' || state === 'control' || step === null) return next
  for (let at: string | null = step; at !== null; ) {
    const here: JourneyStep | undefined = flow.steps.get(at)
    if (!here) break
    if (at !== step) next.push({ stepId: here.id, stepKind: here.kind, stepName: here.name })
    if (armsOf(here).length > 0) break
    at = flow.next(at)
  }
  return next
}
