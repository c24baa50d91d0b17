import { addMs, type Clock, type Log } from '../kernel/index.ts'
import { type Database, isEngineError, sql, type Tx } from '../postgres/index.ts'
import { applyAll, type Outcome, type Rules } from './apply.ts'
import {
  type Decode,
  type InboxRow,
  lanes,
  type Poison,
  type RiverEvent,
  type Tenant,
} from './event.ts'
import { REPLAY } from './fact.ts'
import { keptError } from './kept-error.ts'
import { lineOf, monthOf, pack } from './landing.ts'
import { createTurns } from './lane.ts'
import { park } from './parked.ts'
import { storeTouched } from './touched.ts'

/** A batch: large enough that statements are shared, small enough that an urgent event waits for one batch at most. */
const BATCH_EVENTS_MAX = 2_000
const BATCH_ROWS_MAX = 400
/** After this many failures of a batch its rows are taken one by one, and what still fails is parked. */
export const TRIES_MAX = 3
const RETRY_AFTER_MS = 500
/** First key of the advisory lock that lets one pump at a time work for a workspace. */
const PUMP_LOCK = 7_001

export type PumpDeps = {
  db: Database
  clock: Clock
  log: Log
  decode: Record<string, Decode>
  rules: Rules
  /** Names that some reaction waits for; batches without any are done once they landed. */
  reactsTo: ReadonlySet<string>
}

type Row = InboxRow & { lane: number; items: number; tries: number }
type Due = Pick<Row, 'id' | 'items' | 'tries'>
type Decoded = { row: Row; events: RiverEvent[]; poison: Poison[] }
export type Taken = { batchNo: number; events: number; duplicates: number; parked: number }

/**
 * The pump: takes rows of the inbox in the order of lanes, numbers the batch itself (ids become visible out of order,
 * so nothing is ever found by "id > last"), and applies it in one transaction that also marks the rows as taken.
 */
export function createPump(deps: PumpDeps) {
  const turns = new Map<string, ReturnType<typeof createTurns>>()
  return {
    /** Takes one batch of the workspace. @returns null when nothing is due or another pump is at it. */
    async takeBatch(tenant: Tenant): Promise<Taken | null> {
      const now = deps.clock.now()
      let claimed: Row[] = []
      try {
        return await deps.db.inWorkspace(tenant.id, async (tx) => {
          if (!(await lockPump(tx, tenant))) return null
          claimed = await claim(tx, tenant, now, turnsOf(tenant))
          return claimed.length === 0 ? null : await work(tx, deps, tenant, claimed, now)
        })
      } catch (error) {
        if (isEngineError(error) || claimed.length === 0) throw error
        deps.log.warn(
          { workspace: tenant.id, rows: claimed.length, error: String(error) },
          'batch failed',
        )
        await deps.db.inWorkspace(tenant.id, (tx) =>
          putOff(tx, claimed, addMs(now, RETRY_AFTER_MS)),
        )
        return { batchNo: 0, events: 0, duplicates: 0, parked: 0 }
      }
    },
  }

  function turnsOf(tenant: Tenant) {
    const known = turns.get(tenant.id) ?? createTurns()
    turns.set(tenant.id, known)
    return known
  }
}

async function lockPump(tx: Tx, tenant: Tenant): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(${PUMP_LOCK}::int, ${tenant.no}::int) as got
  `)
  return got
}

/** Waits for the pump's lock: for verbs that must not run beside a batch (undoing an import, replaying). */
export async function holdPump(tx: Tx, tenant: Pick<Tenant, 'no'>): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${PUMP_LOCK}::int, ${tenant.no}::int)`)
}

async function claim(
  tx: Tx,
  tenant: Tenant,
  now: Date,
  turns: ReturnType<typeof createTurns>,
): Promise<Row[]> {
  const waiting = await tx.rows(sql<{ lane: number }>`
    select l.lane
    from unnest(${Object.values(lanes)}::int[]) as l (lane)
    where exists (
      select from event.inbox i
      where i.workspace_id = ${tenant.id}
        and i.lane = l.lane
        and i.batch_no is null
        and (i.retry_at is null or i.retry_at <= ${now})
    )
  `)
  const lane = turns.next(waiting.map((row) => row.lane))
  if (lane === null) return []
  const due = await tx.rows(sql<Due>`
    select id, items, tries
    from event.inbox
    where workspace_id = ${tenant.id}
      and lane = ${lane}
      and batch_no is null
      and (retry_at is null or retry_at <= ${now})
    order by id
    limit ${BATCH_ROWS_MAX}
  `)
  // Bodies are large and most of those that wait are not for this batch, so only the chosen ones are read.
  return tx.rows(sql<Row>`
    select id, lane, kind, source, items, body, received_at as "receivedAt", tries
    from event.inbox
    where workspace_id = ${tenant.id}
      and id = any(${withinBounds(due).map((row) => row.id)}::bigint[])
    order by id
  `)
}

/** A prefix of the rows that fits in a batch; a row that failed often goes alone, so that it can be looked at singly. */
function withinBounds(rows: Due[]): Due[] {
  const first = rows[0]
  if (!first) return []
  if (first.tries >= TRIES_MAX) return [first]
  const taken: Due[] = []
  let events = 0
  for (const row of rows) {
    if (row.tries >= TRIES_MAX || (taken.length > 0 && events + row.items > BATCH_EVENTS_MAX)) break
    taken.push(row)
    events += row.items
  }
  return taken
}

async function work(
  tx: Tx,
  deps: PumpDeps,
  tenant: Tenant,
  rows: Row[],
  now: Date,
): Promise<Taken> {
  const batchNo = await nextBatchNo(tx, tenant)
  const context = { tenant, batchNo, now }
  const decoded = rows.map((row) => decodeRow(deps, tenant, row))
  let parked = await parkPoison(tx, tenant, decoded, now)
  const replayed = decoded.every((d) => d.row.kind === REPLAY)
  const alone = rows.length === 1 && (rows[0]?.tries ?? 0) >= TRIES_MAX
  const total: Outcome = { events: [], landings: [], duplicates: 0 }
  if (alone || replayed) {
    for (const { row, events } of decoded) {
      for (const event of events) {
        const done = await apart(tx, () => applyAll(tx, context, [event], deps.rules, replayed))
        if (done.ok) add(total, done.value)
        else {
          await park(tx, tenant, {
            stage: 'apply',
            step: '',
            row,
            event,
            error: done.error,
            tries: row.tries,
            now,
          })
          parked += 1
        }
      }
    }
  } else {
    const events = decoded.flatMap((d) => d.events)
    add(total, await applyAll(tx, context, events, deps.rules))
  }
  await record(tx, deps, context, rows, total)
  return { batchNo, events: total.events.length, duplicates: total.duplicates, parked }
}

/** Runs work that may fail without failing the transaction around it. A broken engine still throws. */
async function apart<T>(
  tx: Tx,
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: string }> {
  await tx.run(sql`savepoint apart`)
  try {
    const value = await work()
    await tx.run(sql`release savepoint apart`)
    return { ok: true, value }
  } catch (error) {
    if (isEngineError(error)) throw error
    await tx.run(sql`rollback to savepoint apart`)
    return { ok: false, error: keptError(error) }
  }
}

function add(total: Outcome, more: Outcome): void {
  total.events.push(...more.events)
  total.landings.push(...more.landings)
  total.duplicates += more.duplicates
}

function decodeRow(deps: PumpDeps, tenant: Tenant, row: Row): Decoded {
  const decode = deps.decode[row.kind]
  if (!decode)
    return { row, events: [], poison: [{ item: row.body, error: `no decoder for ${row.kind}` }] }
  try {
    return { row, ...decode(tenant, row) }
  } catch (error) {
    return { row, events: [], poison: [{ item: row.body, error: keptError(error) }] }
  }
}

async function parkPoison(tx: Tx, tenant: Tenant, decoded: Decoded[], now: Date): Promise<number> {
  let parked = 0
  for (const { row, poison } of decoded) {
    for (const { item, error } of poison) {
      await park(tx, tenant, { stage: 'decode', step: '', row, item, error, tries: 1, now })
      parked += 1
    }
  }
  return parked
}

async function nextBatchNo(tx: Tx, tenant: Tenant): Promise<number> {
  const { no } = await tx.one(sql<{ no: number }>`
    insert into event.counter as c (workspace_id, next_batch_no)
    values (${tenant.id}, 2)
    on conflict (workspace_id) do update
    set next_batch_no = c.next_batch_no + 1
    returning next_batch_no - 1 as no
  `)
  return no
}

/** Marks the rows as taken and stores what ClickHouse is to hold, in the transaction that changed the state. */
async function record(
  tx: Tx,
  deps: PumpDeps,
  context: { tenant: Tenant; batchNo: number; now: Date },
  rows: Row[],
  outcome: Outcome,
): Promise<void> {
  const { tenant, batchNo, now } = context
  const reacts = outcome.events.some((event) => deps.reactsTo.has(event.name))
  const lands = outcome.events.length > 0 || outcome.landings.some((l) => l.rows.length > 0)
  await tx.run(sql`
    insert into event.batch (workspace_id, no, lane, taken_at, month, events, duplicates, landed_at, reacted_at)
    values (
      ${tenant.id}, ${batchNo}, ${rows[0]?.lane ?? lanes.track}, ${now}, ${monthOf(now)}::date,
      ${outcome.events.length}, ${outcome.duplicates}, ${lands ? null : now}, ${reacts ? null : now}
    )
  `)
  if (outcome.events.length > 0) {
    const lines = outcome.events.map((event) => lineOf(context, event))
    await store(tx, context, 'event', lines)
  }
  for (const [table, linesOfTable] of byTable(outcome))
    await store(tx, context, table, linesOfTable)
  await storeTouched(tx, context, outcome)
  await tx.run(sql`
    update event.inbox
    set batch_no = ${batchNo}
    where id = any(${rows.map((row) => row.id)}::bigint[])
  `)
}

function byTable(outcome: Outcome): Map<string, string[]> {
  const lines = new Map<string, string[]>()
  for (const { table, rows } of outcome.landings) {
    const known = lines.get(table) ?? []
    for (const row of rows) known.push(JSON.stringify(row))
    if (known.length > 0) lines.set(table, known)
  }
  return lines
}

async function store(
  tx: Tx,
  context: { tenant: Tenant; batchNo: number },
  target: string,
  lines: string[],
): Promise<void> {
  await tx.run(sql`
    insert into event.landing (workspace_id, batch_no, target, rows, body)
    values (${context.tenant.id}, ${context.batchNo}, ${target}, ${lines.length}, ${await pack(lines)})
  `)
}

async function putOff(tx: Tx, rows: Row[], until: Date): Promise<void> {
  await tx.run(sql`
    update event.inbox
    set tries = tries + 1, retry_at = ${until}
    where id = any(${rows.map((row) => row.id)}::bigint[])
      and batch_no is null
  `)
}
