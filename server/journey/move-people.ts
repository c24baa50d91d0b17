import type { JourneyStep } from '../../contract/journey.ts'
import { earOf } from '../../contract/journey-flow.ts'
import { type StepMove, stepMove } from '../../contract/journey-moves.ts'
import { append, holdPump, type Tenant } from '../event/index.ts'
import { addMs, presentOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type AdvanceDeps, addPassages } from './advance.ts'
import { leftFact } from './facts.ts'
import { endOfWait, spanMs } from './lateness.ts'
import type { Scope } from './neighbours.ts'
import { type Version, versionsOf } from './version.ts'

/** One transaction's worth. It holds the pump's lock: an event waits for it no longer than for a batch. */
const BATCH_PEOPLE = 5_000
const FACTS_OF_A_ROW = 1_000

type Standing = {
  id: string
  version: number
  customerId: string
  customerNo: number
  step: string
  occurrence: number
  isBegun: boolean
  stepAt: Date
  dueAt: Date
}
type Place = { isBegun: boolean; stepAt: Date; dueAt: Date; listensTo: string | null }
type Open = { id: string; toVersion: number; moves: unknown }

/**
 * Moves people in flight to the newer version, a batch in one transaction: whoever was moved stands in the new version, whoever was
 * not still in the old one, and a process that dies leaves the rest to the next.
 * @returns whether there was somebody to move.
 */
export function movePeople(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
  batchPeople = BATCH_PEOPLE,
): Promise<boolean> {
  const scope = { tenant, now: presentOf(tenant, deps.clock) }
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    // What happens lets people go on and out; nobody is moved in the middle of it.
    await holdPump(tx, tenant)
    const open = await tx.maybe(sql<Open>`
      select id, to_version as "toVersion", moves
      from journey.migration
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and done_at is null
      for update skip locked
    `)
    if (!open) return false
    const moves = stepMove.array().parse(open.moves)
    const standing = await standingAt(tx, tenant.id, { journeyId, moves, batchPeople })
    const numbers = [open.toVersion, ...new Set(standing.map(({ version }) => version))]
    const versions = await versionsOf(tx, tenant.id, journeyId, numbers)
    const targets = new Map(moves.map((one) => [`${one.version} ${one.stepId}`, one.to]))
    const going = standing.map((one) => ({
      one,
      to: targets.get(`${one.version} ${one.step}`) ?? null,
    }))
    await writePassages(tx, scope, journeyId, open, going)
    await moveRows(tx, scope, { journeyId, versions, toVersion: open.toVersion }, going)
    const out = going.filter(({ to }) => to === null)
    await countMoved(tx, scope, open.id, { moved: going.length - out.length, departed: out.length })
    const facts = out.map(({ one }) => leftFact(journeyId, one, 'moved_out', scope.now))
    for (let from = 0; from < facts.length; from += FACTS_OF_A_ROW) {
      const some = facts.slice(from, from + FACTS_OF_A_ROW)
      await append(tx, tenant, some, { lane: 'journey', now: deps.clock.now() })
    }
    return going.length > 0
  })
}

function standingAt(
  tx: Tx,
  workspaceId: string,
  { journeyId, moves, batchPeople }: { journeyId: string; moves: StepMove[]; batchPeople: number },
): Promise<Standing[]> {
  return tx.rows(sql<Standing>`
    select e.id, e.version, e.customer_id as "customerId", e.customer_no as "customerNo", e.step, e.occurrence,
           e.is_begun as "isBegun", e.step_at as "stepAt", e.due_at as "dueAt"
    from journey.enrollment e
    join unnest(
      ${moves.map(({ version }) => version)}::int[],
      ${moves.map(({ stepId }) => stepId)}::text[]
    ) as m (version, step)
      on m.version = e.version
      and m.step = e.step
    where e.workspace_id = ${workspaceId}
      and e.journey_id = ${journeyId}
      and e.state in ('timer', 'listening')
    order by e.id
    limit ${batchPeople}
    for update of e
  `)
}

type Going = { one: Standing; to: string | null }

/** The way of each says that they were moved, from where, and by whose word. */
function writePassages(
  tx: Tx,
  scope: Scope,
  journeyId: string,
  { id }: Open,
  going: Going[],
): Promise<void> {
  const passages = going.map(({ one, to }) => ({
    enrollmentId: one.id,
    step: one.step,
    occurrence: one.occurrence,
    version: one.version,
    outcome: to === null ? 'moved_out' : 'moved',
    detail: to ?? '',
    ref: id,
  }))
  return addPassages(tx, scope, journeyId, passages)
}

/** With a new occurrence, so that what the old version wrote down does not stand in the new one's way. */
async function moveRows(
  tx: Tx,
  { tenant, now }: Scope,
  at: { journeyId: string; versions: ReadonlyMap<number, Version>; toVersion: number },
  going: Going[],
): Promise<void> {
  if (going.length === 0) return
  const target = stepsIn(at.versions, at.toVersion)
  const places = going.map(({ one, to }) => {
    const after = to === null ? undefined : target.get(to)
    const before = stepsIn(at.versions, one.version).get(one.step)
    if (!before) throw new Error(`version ${one.version} has no step ${one.step}`)
    return after ? placeOf(one, { before, after }, { now, timeZone: tenant.timeZone }) : null
  })
  await tx.run(sql`
    update journey.enrollment e
    set state = case
          when p.step is null then 'left'
          when p.listens_to is null then 'timer'
          else 'listening'
        end,
        version = case when p.step is null then e.version else ${at.toVersion} end,
        came_by_version = case when p.step is null then e.came_by_version else coalesce(e.came_by_version, e.version) end,
        step = coalesce(p.step, e.step),
        occurrence = e.occurrence + case when p.step is null then 0 else 1 end,
        moved_occurrence = case when p.step is null then e.moved_occurrence else e.occurrence + 1 end,
        is_begun = p.is_begun,
        step_at = p.step_at,
        due_at = p.due_at,
        listens_to = p.listens_to,
        note = null,
        tries = 0,
        left_at = case when p.step is null then ${now}::timestamptz end,
        left_reason = case when p.step is null then 'moved_out' end
    from unnest(
      ${going.map(({ one }) => one.id)}::uuid[],
      ${going.map(({ to }) => to)}::text[],
      ${places.map((place) => place?.isBegun ?? true)}::boolean[],
      ${places.map((place, i) => place?.stepAt ?? going[i]?.one.stepAt ?? now)}::timestamptz[],
      ${places.map((place) => place?.dueAt ?? null)}::timestamptz[],
      ${places.map((place) => place?.listensTo ?? null)}::text[]
    ) as p (id, step, is_begun, step_at, due_at, listens_to)
    where e.workspace_id = ${tenant.id}
      and e.journey_id = ${at.journeyId}
      and e.id = p.id
  `)
}

function stepsIn(
  versions: ReadonlyMap<number, Version>,
  no: number,
): ReadonlyMap<string, JourneyStep> {
  const version = versions.get(no)
  if (!version) throw new Error(`there is no version ${no}`)
  return version.flow.steps
}

/**
 * Where they stand in the new version. What they have waited counts where they waited for the same: the new wait ends when it would
 * have ended had it begun then, and no earlier than now. Before any other step they arrive anew.
 */
export function placeOf(
  { isBegun, stepAt, dueAt }: Pick<Standing, 'isBegun' | 'stepAt' | 'dueAt'>,
  { before, after }: { before: JourneyStep; after: JourneyStep },
  { now, timeZone }: { now: Date; timeZone: string },
): Place {
  const notBefore = (end: Date) => new Date(Math.max(end.getTime(), now.getTime()))
  const anew: Place = { isBegun: false, stepAt: now, dueAt: now, listensTo: null }
  const isRest = (step: JourneyStep) => step.kind === 'wait' || step.kind === 'wait_until'
  // Where it waits for an hour of their own, that is asked on arrival; the days they have waited count.
  if (isRest(before) && after.kind === 'wait_until' && after.ownHour)
    return { ...anew, stepAt: isBegun ? stepAt : now }
  if (isRest(before) && (after.kind === 'wait' || after.kind === 'wait_until')) {
    const end = notBefore(endOfWait(after, stepAt, timeZone))
    return { isBegun: true, stepAt, dueAt: end, listensTo: null }
  }
  const ear = earOf(after)
  if (ear && 'within' in after && earOf(before)?.name === ear.name && isBegun) {
    const until = notBefore(addMs(stepAt, spanMs(after.within)))
    return { isBegun: true, stepAt, dueAt: until, listensTo: ear.name }
  }
  if (before.kind === 'wait_task' && after.kind === 'wait_task')
    return { isBegun, stepAt, dueAt: now, listensTo: null }
  const isEffect = (step: JourneyStep) => step.kind === 'send' || step.kind === 'staff_task'
  // What a policy has put off is asked again when the policy said so, and expires as before.
  if (isEffect(before) && isEffect(after) && before.id === after.id)
    return { isBegun, stepAt, dueAt: notBefore(dueAt), listensTo: null }
  return anew
}

/** The last batch finds nobody: then it is done. */
async function countMoved(
  tx: Tx,
  { tenant, now }: Scope,
  id: string,
  { moved, departed }: { moved: number; departed: number },
): Promise<void> {
  await tx.run(sql`
    update journey.migration
    set moved = moved + ${moved},
        departed = departed + ${departed},
        done_at = case when ${moved + departed} = 0 then ${now}::timestamptz end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}
