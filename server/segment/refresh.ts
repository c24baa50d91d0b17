import type { ClickHouse } from '../clickhouse/index.ts'
import { customersNumbered } from '../customer/index.ts'
import {
  append,
  type Fact,
  forgetTouched,
  holdLander,
  landedUpTo,
  touchedSince,
} from '../event/index.ts'
import { type Clock, type Log, presentOf, showId, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { changedPredictions } from './changed-predictions.ts'
import type { Trees } from './compile.ts'
import type { PredictionsOf } from './predictions.ts'
import { type Change, changesAmong, differences, type Live, writeEverybody } from './questions.ts'
import type { Ask } from './source.ts'
import {
  beginVersion,
  liveSegments,
  lockRefresh,
  type Moved,
  movePointers,
  type RefreshState,
  reach,
  refreshState,
  treesOf,
} from './store.ts'
import { PREDICTIONS, restsOn, withReferences } from './tree.ts'
import { dueBy, writeChanged, writeDues } from './versions.ts'

/** More people than this are cheaper computed with everybody. */
const AMONG_MAX = 100_000
/** A row of the inbox larger than this would make a batch that an urgent event has to wait for. */
const FACTS_OF_A_ROW = 1_000
const HOUR_MS = 3_600_000
const EVERYBODY = '*'

export type SegmentDeps = {
  db: Database
  clickhouse: ClickHouse
  clock: Clock
  log: Log
  predictionsOf: PredictionsOf
}

/** How a refresh was done: nothing to ask, for some people, for everybody, or somebody else is at it. */
export type Refreshed = {
  how: 'nothing' | 'some' | 'everybody' | 'busy'
  people: number
  entered: number
  left: number
}

type Looked = {
  tenant: Tenant
  state: RefreshState
  trees: Trees
  live: Live[]
  ask: Ask
  batchNo: number
}
type Found = {
  changes: Change[]
  sizes: Map<string, number>
  version: number
  nextMs: number | null
  people: number
}

/**
 * Renews all live segments of a workspace, exactly: who was touched since, whose crossing is due, and who has become
 * somebody else, are evaluated anew; everybody else's answer cannot have changed.
 *
 * The commit protocol: the version is begun in a transaction of its own; members and crossings are written under it; then
 * pointers, facts and "computed up to here" are one transaction. A death before that leaves a version nobody points to; its
 * crossings are above the committed version, which makes them due at once.
 */
export async function refreshSegments(deps: SegmentDeps, tenant: Tenant): Promise<Refreshed> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const none = { people: 0, entered: 0, left: 0 }
    if (!(await lockRefresh(tx, tenant))) return { how: 'busy', ...none }
    const looked = await look(tx, deps, tenant)
    const whom = await concerned(tx, deps, looked)
    const isNothing = whom.people !== 'everybody' && whom.people.length === 0
    const found = isNothing
      ? nothingFound(looked, whom.nextMs)
      : whom.people === 'everybody'
        ? await recompute(deps, looked)
        : await renew(deps, looked, { people: whom.people, nextMs: whom.nextMs })
    await commit(tx, deps, looked, found)
    const count = (pick: (change: Change) => number[]) =>
      found.changes.reduce((sum, change) => sum + pick(change).length, 0)
    return {
      how: isNothing ? 'nothing' : whom.people === 'everybody' ? 'everybody' : 'some',
      people: found.people,
      entered: count(({ entered }) => entered),
      left: count(({ left }) => left),
    }
  })
}

async function look(tx: Tx, deps: SegmentDeps, tenant: Tenant): Promise<Looked> {
  const state = await refreshState(tx, tenant)
  const trees = await treesOf(tx, tenant)
  const live = await liveSegments(tx, tenant, trees)
  // From here on what ClickHouse holds stands still, and all of it is of whole batches.
  await holdLander(tx, tenant)
  const batchNo = await landedUpTo(tx, tenant)
  const uses = restsOn(
    live.map(({ tree }) => tree),
    trees,
  )
  const predictions = uses.has(PREDICTIONS) ? await deps.predictionsOf(tx, tenant) : null
  const nowMs = presentOf(tenant, deps.clock).getTime()
  return {
    tenant,
    state,
    trees,
    live,
    batchNo,
    ask: { nowMs, timeZone: tenant.timeZone, predictions },
  }
}

/** Whose answers can have changed, and from when on time alone changes the next one (as far as known). */
async function concerned(
  tx: Tx,
  deps: SegmentDeps,
  { tenant, state, live, trees, ask, batchNo }: Looked,
): Promise<{ people: number[] | 'everybody'; nextMs: number | null }> {
  const nextMs = state.nextDueAt?.getTime() ?? null
  if (live.length === 0) return { people: [], nextMs: null }
  const wasEvaluatedMs = state.evaluatedAt?.getTime() ?? Number.POSITIVE_INFINITY
  const isNew =
    state.staleSince !== null ||
    live.some(({ version }) => version === null) ||
    // A clock that was set back: what left a window is in it again.
    ask.nowMs < wasEvaluatedMs ||
    state.timeZone !== tenant.timeZone
  if (isNew) return { people: 'everybody', nextMs: null }
  const uses = restsOn(
    live.map(({ tree }) => tree),
    trees,
  )
  const touched = await touchedSince(tx, tenant, { after: state.batchNo, upTo: batchNo })
  if (touched.some(({ what }) => what === EVERYBODY)) return { people: 'everybody', nextMs: null }
  const people = new Set(
    touched.filter(({ what }) => uses.has(what)).flatMap(({ customers }) => customers),
  )
  const moved = await movedPredictions(deps, { tenant, state, ask, trees, live })
  if (moved === 'everybody') return { people: 'everybody', nextMs: null }
  for (const person of moved) people.add(person)
  const isDue = nextMs !== null && nextMs <= ask.nowMs
  if (!isDue && state.begunVersion <= state.version) return within([...people], nextMs)
  const due = await dueBy(deps.clickhouse, tenant, { nowMs: ask.nowMs, version: state.version })
  for (const person of due.people) people.add(person)
  return within([...people], due.nextMs)
}

/** Whom a new snapshot of predictions concerns. */
async function movedPredictions(
  deps: SegmentDeps,
  { tenant, state, ask, trees, live }: Omit<Looked, 'batchNo'>,
): Promise<number[] | 'everybody'> {
  const [before, after] = [state.predictions, ask.predictions]
  if (before?.snapshot === after?.snapshot) return []
  // Nobody was, or is, anything: as rare as a first fit.
  if (!before || !after) return 'everybody'
  const all = withReferences(
    live.map(({ tree }) => tree),
    trees,
  )
  const changed = await changedPredictions(deps.clickhouse, tenant, { ask, before, trees: all })
  return changed ?? 'everybody'
}

function within(people: number[], nextMs: number | null) {
  return people.length > AMONG_MAX
    ? { people: 'everybody' as const, nextMs: null }
    : { people, nextMs }
}

function nothingFound({ state }: Looked, nextMs: number | null): Found {
  return { changes: [], sizes: new Map(), version: state.version, nextMs, people: 0 }
}

async function renew(
  deps: SegmentDeps,
  looked: Looked,
  { people, nextMs }: { people: number[]; nextMs: number | null },
): Promise<Found> {
  const { tenant, live } = looked
  const { changes, dues } = await changesAmong(deps.clickhouse, tenant, {
    ...looked,
    among: people,
  })
  const version = await begin(deps, tenant)
  await writeDues(deps.clickhouse, tenant, { dues, version })
  await writeChanged(deps.clickhouse, tenant, { live, changes, version })
  const earliest = Math.min(nextMs ?? Number.MAX_SAFE_INTEGER, ...dues.values())
  return {
    changes,
    sizes: new Map(),
    version,
    nextMs: earliest === Number.MAX_SAFE_INTEGER ? null : earliest,
    people: dues.size,
  }
}

async function recompute(deps: SegmentDeps, looked: Looked): Promise<Found> {
  const { tenant, live, ask } = looked
  const version = await begin(deps, tenant)
  const sizes = await writeEverybody(deps.clickhouse, tenant, { ...looked, version })
  const changes = await differences(deps.clickhouse, tenant, { live, version })
  const { nextMs } = await dueBy(deps.clickhouse, tenant, { nowMs: ask.nowMs, version })
  return { changes, sizes, version, nextMs, people: 0 }
}

function begin(deps: SegmentDeps, tenant: Tenant): Promise<number> {
  return deps.db.inWorkspace(tenant.id, (tx) => beginVersion(tx, tenant))
}

/** Pointers, movement, facts and "up to here" in the one transaction that makes the version exist. */
async function commit(tx: Tx, deps: SegmentDeps, looked: Looked, found: Found): Promise<void> {
  const { tenant, state, live, ask, batchNo } = looked
  const now = deps.clock.now()
  const evaluatedAt = new Date(ask.nowMs)
  const changed = new Map(found.changes.map((change) => [change.id, change]))
  const moved = live.flatMap(({ id }): Moved[] => {
    const change = changed.get(id)
    const size = found.sizes.get(id)
    if (!change && size === undefined) return []
    return [
      {
        id,
        version: found.version,
        size: size ?? null,
        entered: change?.entered.length ?? 0,
        left: change?.left.length ?? 0,
      },
    ]
  })
  const hour = new Date(Math.floor(ask.nowMs / HOUR_MS) * HOUR_MS)
  await movePointers(tx, tenant, { moved, hour, now })
  await tell(tx, looked, found, now)
  await reach(
    tx,
    tenant,
    {
      batchNo,
      evaluatedAt,
      nextDueAt: found.nextMs === null ? null : new Date(found.nextMs),
      version: found.version,
      timeZone: tenant.timeZone,
      predictions: ask.predictions,
    },
    state.staleSince,
  )
  await forgetTouched(tx, tenant, batchNo)
}

/** Tells who came and who left. Who was in when a segment was computed for the first time did not come: they were there. */
async function tell(tx: Tx, { tenant, ask }: Looked, found: Found, now: Date): Promise<void> {
  const at = new Date(ask.nowMs)
  for (const { id, entered, left } of found.changes) {
    for (const [name, numbers] of [
      ['segment.entered', entered],
      ['segment.left', left],
    ] as const) {
      for (let from = 0; from < numbers.length; from += FACTS_OF_A_ROW) {
        const page = numbers.slice(from, from + FACTS_OF_A_ROW)
        const customers = await customersNumbered(tx, tenant, page)
        const facts = page.flatMap((no): Fact[] => {
          const customerId = customers.get(no)
          if (customerId === undefined) return []
          return [
            {
              name,
              at,
              cause: [id, String(found.version), String(no)],
              customer: { id: customerId, no },
              value: null,
              props: { segment_id: showId('segment', id), version: found.version },
            },
          ]
        })
        await append(tx, tenant, facts, { lane: 'journey', now })
      }
    }
  }
}
