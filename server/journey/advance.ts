import { append, type Tenant } from '../event/index.ts'
import { addMs, type Clock, type Log, presentOf } from '../kernel/index.ts'
import { type Database, isEngineError, sql, type Tx } from '../postgres/index.ts'
import { leftFact } from './facts.ts'
import type { Neighbours } from './neighbours.ts'
import { pastIn } from './past.ts'
import type { Moved, PassageRow, Traveller } from './traveller.ts'
import { addTrialPeople } from './trial-store.ts'
import { versionsOf } from './version.ts'
import { walkAll } from './walk.ts'

/** One transaction's worth: large enough that statements are shared, short enough that a pause is obeyed at once. */
const BATCH_PEOPLE = 5_000
/** A row of the inbox larger than this would make a batch that an urgent event has to wait for. */
const FACTS_OF_A_ROW = 1_000
/** After so many failures somebody leaves with the error, to be seen. */
const TRIES_MAX = 5
const TRY_AGAIN_MS = 10_000

export type AdvanceDeps = { db: Database; clock: Clock; log: Log; neighbours: Neighbours }

/**
 * Takes people whose timer has rung and moves them on, with everything that they are to get, in one transaction. Any
 * number of workers may do this at once: each locks its own people and passes over the others'.
 * @returns how many people were taken.
 */
export async function advance(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
): Promise<number> {
  return takeSome(deps, tenant, journeyId, null)
}

/** @param only these people, when a larger batch has failed. */
async function takeSome(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
  only: string[] | null,
): Promise<number> {
  let claimed: Traveller[] = []
  const now = presentOf(tenant, deps.clock)
  try {
    return await deps.db.inWorkspace(tenant.id, async (tx) => {
      if (await standsStill(tx, tenant.id, journeyId)) return 0
      claimed = await claim(tx, tenant.id, { journeyId, now, only })
      if (claimed.length > 0) await move(tx, deps, { tenant, now }, journeyId, claimed)
      return claimed.length
    })
  } catch (error) {
    if (isEngineError(error) || claimed.length === 0) throw error
    await takeApart(deps, tenant, journeyId, { claimed, error })
    return claimed.length
  }
}

/** Whoever makes a batch fail is found by halving it, and waits alone; the others go on. */
async function takeApart(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
  { claimed, error }: { claimed: Traveller[]; error: unknown },
): Promise<void> {
  const [first] = claimed
  if (claimed.length === 1 && first) {
    deps.log.error(
      { journey: journeyId, enrollment: first.id, error: String(error) },
      'step failed',
    )
    await putAside(deps, tenant, { journeyId, traveller: first }, String(error))
    return
  }
  const half = Math.ceil(claimed.length / 2)
  for (const part of [claimed.slice(0, half), claimed.slice(half)])
    await takeSome(
      deps,
      tenant,
      journeyId,
      part.map(({ id }) => id),
    )
}

/** Paused, ended at once, or people are just being moved to another version. */
async function standsStill(tx: Tx, workspaceId: string, journeyId: string): Promise<boolean> {
  const { still } = await tx.one(sql<{ still: boolean }>`
    select exists (
      select from journey.pause
      where workspace_id = ${workspaceId}
        and journey_id = ${journeyId}
        and resumed_at is null
    )
    or exists (
      select from journey.ending
      where workspace_id = ${workspaceId}
        and journey_id = ${journeyId}
        and mode = 'at_once'
    )
    or exists (
      select from journey.migration
      where workspace_id = ${workspaceId}
        and journey_id = ${journeyId}
        and done_at is null
    ) as still
  `)
  return still
}

function claim(
  tx: Tx,
  workspaceId: string,
  { journeyId, now, only }: { journeyId: string; now: Date; only: string[] | null },
): Promise<Traveller[]> {
  return tx.rows(sql<Traveller>`
    select id, version, customer_id as "customerId", customer_no as "customerNo", entered_at as "enteredAt", state,
           step, occurrence, moved_occurrence as "movedOccurrence", is_begun as "isBegun", step_at as "stepAt", due_at as "dueAt", note, tries
    from journey.enrollment
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and due_at <= ${now}
      and (${only}::uuid[] is null or id = any(${only}::uuid[]))
    order by due_at
    limit ${BATCH_PEOPLE}
    for update skip locked
  `)
}

async function move(
  tx: Tx,
  deps: AdvanceDeps,
  scope: { tenant: Tenant; now: Date },
  journeyId: string,
  travellers: Traveller[],
): Promise<void> {
  const numbers = [...new Set(travellers.map(({ version }) => version))]
  const versions = await versionsOf(tx, scope.tenant.id, journeyId, numbers)
  const past = pastIn(tx, scope, deps.neighbours, journeyId)
  const walk = { tx, scope, neighbours: deps.neighbours, journeyId, past }
  const walked = await walkAll(walk, versions, travellers)
  await addPassages(tx, scope, journeyId, walked.passages)
  await addTrialPeople(tx, scope, versions, walked.passages)
  await moveRows(tx, scope, journeyId, walked.moved)
  const facts = walked.left
    .filter(({ traveller }) => traveller.state !== 'control')
    .map(({ traveller, reason }) => leftFact(journeyId, traveller, reason, scope.now))
  for (let from = 0; from < facts.length; from += FACTS_OF_A_ROW) {
    const some = facts.slice(from, from + FACTS_OF_A_ROW)
    await append(tx, scope.tenant, some, { lane: 'journey', now: deps.clock.now() })
  }
}

/** The key (enrollment, step, occurrence) makes the transaction fail rather than do a step twice (I-4). */
export async function addPassages(
  tx: Tx,
  { tenant, now }: { tenant: Tenant; now: Date },
  journeyId: string,
  passages: PassageRow[],
): Promise<void> {
  if (passages.length === 0) return
  await tx.run(sql`
    insert into journey.passage (
      workspace_id, journey_id, enrollment_id, step, occurrence, version, at, outcome, detail, ref, note
    )
    select ${tenant.id}, ${journeyId}, p.enrollment_id, p.step, p.occurrence, p.version, ${now}, p.outcome, p.detail, p.ref, p.note::jsonb
    from unnest(
      ${passages.map(({ enrollmentId }) => enrollmentId)}::uuid[],
      ${passages.map(({ step }) => step)}::text[],
      ${passages.map(({ occurrence }) => occurrence)}::smallint[],
      ${passages.map(({ version }) => version)}::int[],
      ${passages.map(({ outcome }) => outcome)}::text[],
      ${passages.map(({ detail }) => detail ?? '')}::text[],
      ${passages.map(({ ref }) => ref ?? null)}::uuid[],
      ${passages.map(({ note }) => (note ? JSON.stringify(note) : null))}::text[]
    ) as p (enrollment_id, step, occurrence, version, outcome, detail, ref, note)
  `)
}

/**
 * Most of a batch goes to the same place at the same instant, so the places are sent once, and with each person only the
 * number of theirs.
 */
async function moveRows(
  tx: Tx,
  { tenant, now }: { tenant: Tenant; now: Date },
  journeyId: string,
  moved: Moved[],
): Promise<void> {
  const { places, placeNos } = placesOf(moved)
  await tx.run(sql`
    update journey.enrollment e
    set state = p.state,
        step = p.step,
        occurrence = p.occurrence,
        is_begun = p.is_begun,
        step_at = p.step_at,
        due_at = p.due_at,
        listens_to = p.listens_to,
        note = p.note::jsonb,
        tries = 0,
        left_at = case when p.left_reason is not null then ${now}::timestamptz end,
        left_reason = p.left_reason
    from unnest(
      ${moved.map(({ id }) => id)}::uuid[],
      ${placeNos}::int[]
    ) as m (id, place_no)
    join unnest(
      ${places.map(({ state }) => state)}::text[],
      ${places.map(({ step }) => step)}::text[],
      ${places.map(({ occurrence }) => occurrence)}::smallint[],
      ${places.map(({ isBegun }) => isBegun)}::boolean[],
      ${places.map(({ stepAt }) => stepAt)}::timestamptz[],
      ${places.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${places.map(({ listensTo }) => listensTo)}::text[],
      ${places.map(({ note }) => (note ? JSON.stringify(note) : null))}::text[],
      ${places.map(({ leftReason }) => leftReason)}::text[]
    ) with ordinality as p (state, step, occurrence, is_begun, step_at, due_at, listens_to, note, left_reason, no)
      on p.no = m.place_no
    where e.workspace_id = ${tenant.id}
      and e.journey_id = ${journeyId}
      and e.id = m.id
  `)
}

/** The different places among those of many, and the number of each one's, from 1. */
function placesOf(moved: Moved[]): { places: Moved[]; placeNos: number[] } {
  const known = new Map<string, number>()
  const places: Moved[] = []
  const placeNos = moved.map((one) => {
    const { state, step, occurrence, isBegun, stepAt, dueAt, listensTo, note, leftReason } = one
    const when = `${stepAt.getTime()} ${dueAt?.getTime()}`
    const key = `${when} ${state} ${step} ${occurrence} ${isBegun} ${listensTo} ${leftReason} ${note?.why} ${note?.reason}`
    const no = known.get(key) ?? places.push(one)
    known.set(key, no)
    return no
  })
  return { places, placeNos }
}

/** Somebody whose step fails is tried a few times more, with the error to be seen, and leaves after that. */
async function putAside(
  deps: AdvanceDeps,
  tenant: Tenant,
  { journeyId, traveller }: { journeyId: string; traveller: Traveller },
  error: string,
): Promise<void> {
  const now = presentOf(tenant, deps.clock)
  const isLast = traveller.tries + 1 >= TRIES_MAX
  const note = { why: 'failed', reason: error.slice(0, 500) }
  await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update journey.enrollment
      set tries = tries + 1,
          note = ${JSON.stringify(note)}::jsonb,
          state = ${isLast ? 'left' : traveller.state},
          listens_to = case when ${isLast} then null else listens_to end,
          due_at = ${isLast ? null : addMs(now, TRY_AGAIN_MS * 2 ** traveller.tries)},
          left_at = ${isLast ? now : null},
          left_reason = ${isLast ? 'failed' : null}
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and id = ${traveller.id}
        and state <> 'left'
    `),
  )
}
