import { addMs, type Clock, type Log } from '../kernel/index.ts'
import { type Database, isEngineError, sql, type Tx } from '../postgres/index.ts'
import { type LandedEvent, lanes, type Reaction, type Tenant } from './event.ts'
import { keptError } from './kept-error.ts'
import { readLine, unpack } from './landing.ts'
import { park } from './parked.ts'

const TRIES_MAX = 5
const RETRY_AFTER_MS = 1_000
/** First key of the advisory lock that lets one reactor at a time serve a workspace. */
const REACT_LOCK = 7_003

export type ReactDeps = {
  db: Database
  clock: Clock
  log: Log
  reactions: Record<string, readonly Reaction[]>
}
type Batch = { no: number; tries: number; lane: number }
type Failure = { event: LandedEvent; reaction: Reaction; error: string }

/**
 * Runs what reacts to events, after the commit of their batch, at least once each. A batch is marked when all its
 * reactions ran; a death in between runs them again, which is why every reaction derives its effect's key from the event.
 */
export function createReactor(deps: ReactDeps) {
  return {
    /** Reacts to the oldest batch that waits. @returns false when none waits. */
    async react(tenant: Tenant): Promise<boolean> {
      const now = deps.clock.now()
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const batch = (await lockReactor(tx, tenant)) ? await nextBatch(tx, tenant, now) : null
        if (!batch) return false
        const failures = await runAll(deps, tenant, batch, await eventsOf(tx, tenant, batch, deps))
        if (failures.length === 0) await done(tx, tenant, batch, now)
        else await again(tx, deps, tenant, batch, failures, now)
        return true
      })
    },
  }
}

async function lockReactor(tx: Tx, tenant: Tenant): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(${REACT_LOCK}::int, ${tenant.no}::int) as got
  `)
  return got
}

async function nextBatch(tx: Tx, tenant: Tenant, now: Date): Promise<Batch | null> {
  return tx.maybe(sql<Batch>`
    select no, react_tries as tries, lane
    from event.batch
    where workspace_id = ${tenant.id}
      and reacted_at is null
      and (react_after is null or react_after <= ${now})
    order by no
    limit 1
  `)
}

async function eventsOf(
  tx: Tx,
  tenant: Tenant,
  batch: Batch,
  deps: ReactDeps,
): Promise<LandedEvent[]> {
  const landing = await tx.maybe(sql<{ body: Buffer }>`
    select body
    from event.landing
    where workspace_id = ${tenant.id}
      and batch_no = ${batch.no}
      and target = 'event'
  `)
  if (!landing) return []
  const events = (await unpack(landing.body)).map(readLine)
  return events.filter((event) => deps.reactions[event.name])
}

async function runAll(
  deps: ReactDeps,
  tenant: Tenant,
  batch: Batch,
  events: LandedEvent[],
): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const event of events) {
    for (const reaction of deps.reactions[event.name] ?? []) {
      try {
        await reaction.run({ tenant, batchNo: batch.no }, event)
      } catch (error) {
        // A broken engine is nobody's poison: the batch waits until it is back.
        if (isEngineError(error)) throw error
        deps.log.warn(
          { event: event.eventId, reaction: reaction.name, error: String(error) },
          'reaction failed',
        )
        failures.push({ event, reaction, error: keptError(error) })
      }
    }
  }
  return failures
}

async function done(tx: Tx, tenant: Tenant, batch: Batch, now: Date): Promise<void> {
  await tx.run(sql`
    update event.batch
    set reacted_at = ${now}
    where workspace_id = ${tenant.id}
      and no = ${batch.no}
  `)
}

async function again(
  tx: Tx,
  deps: ReactDeps,
  tenant: Tenant,
  batch: Batch,
  failures: Failure[],
  now: Date,
): Promise<void> {
  const tries = batch.tries + 1
  if (tries < TRIES_MAX) {
    await tx.run(sql`
      update event.batch
      set react_tries = ${tries}, react_after = ${addMs(now, RETRY_AFTER_MS * 2 ** batch.tries)}
      where workspace_id = ${tenant.id}
        and no = ${batch.no}
    `)
    return
  }
  for (const { event, reaction, error } of failures) {
    const row = {
      lane: batch.lane || lanes.track,
      kind: 'reaction',
      source: event.source,
      receivedAt: event.at,
    }
    await park(tx, tenant, { stage: 'react', step: reaction.name, row, event, error, tries, now })
  }
  deps.log.error({ batch: batch.no, parked: failures.length }, 'reactions parked')
  await done(tx, tenant, batch, now)
}
