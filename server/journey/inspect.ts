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
import { type Version, versionsOf } from './version.ts'

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
    passages: await passagesOf(tx, tenant, found),
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
    festival: string | null
  }>`
    select asked_by as by, segment_id as "segmentId", date_trait as trait, festival
    from journey.admission
    where workspace_id = ${tenant.id}
      and id = ${causeRef}
  `)
  if (!admission) return { kind: 'manual', name: '' }
  if (admission.festival !== null) return { kind: 'festival', name: admission.festival }
  if (admission.segmentId !== null) return segment(admission.segmentId)
  if (admission.trait !== null) return { kind: 'date', name: admission.trait }
  const names = await namesOfStaff(tx, tenant.id, [admission.by])
  return { kind: 'manual', name: names.get(admission.by ?? '') ?? '' }
}

type Row = {
  step: string
  version: number
  at: Date
  outcome: string
  detail: string
  ref: string | null
  note: Note | null
  toVersion: number | null
  movedBecause: string | null
}

/** Each step that was done, read by the version by which it was done: they may have been led from one to another. */
async function passagesOf(
  tx: Tx,
  tenant: TenantId,
  { id, journeyId, version }: Found,
): Promise<Passage[]> {
  const rows = await tx.rows(sql<Row>`
    select p.step, p.version, p.at, p.outcome, p.detail, p.ref, p.note, m.to_version as "toVersion", m.reason as "movedBecause"
    from journey.passage p
    left join journey.migration m
      on m.workspace_id = p.workspace_id
      and m.id = p.ref
      and p.outcome in ('moved', 'moved_out')
    where p.workspace_id = ${tenant.id}
      and p.journey_id = ${journeyId}
      and p.enrollment_id = ${id}
    order by p.at, p.occurrence
  `)
  const sent = rows.flatMap(({ outcome, ref }) => (outcome === 'planned' && ref ? [ref] : []))
  const results = await resultsOf(tx, tenant, sent)
  const numbers = [version, ...rows.map((row) => row.version)]
  const versions = await versionsOf(tx, tenant.id, journeyId, [...new Set(numbers)])
  // Of the steps of one instant those of the older version came first, then the order of the plan decides.
  const place = ({ step, ...row }: Row) =>
    [...(versions.get(row.version)?.flow.steps.keys() ?? [])].indexOf(step)
  return rows
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.version - b.version || place(a) - place(b))
    .map((row) => passageOf(row, versions, results.get(row.ref ?? '')))
}

function passageOf(
  row: Row,
  versions: ReadonlyMap<number, Version>,
  result: Result | undefined,
): Passage {
  const { step: stepId, version, at, outcome, detail, note } = row
  const step = versions.get(version)?.flow.steps.get(stepId)
  const arms = step && outcome === 'arm' ? armsOf(step) : []
  const arm = arms.find(({ id }) => id === detail)
  const target = versions.get(row.toVersion ?? 0)?.flow.steps.get(detail)
  return {
    stepId,
    stepKind: step?.kind ?? null,
    stepName: step?.name ?? '',
    at: at.toISOString(),
    outcome,
    detail,
    note,
    arm: arm ? { ...arm, at: arms.indexOf(arm) } : null,
    moved:
      row.toVersion === null
        ? null
        : {
            version: row.toVersion,
            stepKind: target?.kind ?? null,
            stepName: target?.name ?? '',
            reason: row.movedBecause ?? '',
          },
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
