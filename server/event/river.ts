import type { Clock, Log } from '../kernel/index.ts'
import { type Database, sql, startRounds, type Tx, tenantsDue } from '../postgres/index.ts'
import type { Rules } from './apply.ts'
import { type Decode, type Lane, lanes, type Reaction, type Tenant } from './event.ts'
import { decodeFacts, decodeReplay, REPLAY } from './fact.ts'
import { createLander, isAway, type LandDeps } from './land.ts'
import { createPump } from './pump.ts'
import { createReactor } from './react.ts'
import { FACTS } from './receive.ts'

/** How long the river looks away when nothing was due. Bounds the wait of an event that arrives just then. */
const IDLE_MS = 200
/** How long it waits after an engine failed. */
const BROKEN_MS = 500

export type RiverDeps = LandDeps & {
  db: Database
  clock: Clock
  log: Log
  /** Every workspace of the installation; read anew on each round, so that a changed setting counts at once. */
  tenants: () => Promise<Tenant[]>
  decode: Record<string, Decode>
  rules: Rules
  reactions: Record<string, readonly Reaction[]>
}

export type River = { stop(): Promise<void> }

/**
 * Runs the river until it is stopped: pump, lander and reactor, each in a loop of its own so that a slow ClickHouse
 * holds up neither decisions nor reactions. Any number of processes may run it; locks in Postgres keep them apart.
 */
export function startRiver(deps: RiverDeps): River {
  const pump = createPump({
    ...deps,
    decode: { ...deps.decode, [FACTS]: decodeFacts, [REPLAY]: decodeReplay },
    reactsTo: new Set(Object.keys(deps.reactions)),
  })
  const lander = createLander(deps)
  const reactor = createReactor(deps)
  const rounds = (loop: string, step: (tenant: Tenant) => Promise<boolean>) =>
    startRounds({
      log: deps.log,
      waits: 'river waits',
      loop,
      idleMs: IDLE_MS,
      brokenMs: BROKEN_MS,
      isPassing: isAway,
      due: () => dueTenants(deps),
      step,
    })
  const loops = [
    rounds('pump', async (tenant) => (await pump.takeBatch(tenant)) !== null),
    rounds('lander', async (tenant) => (await lander.land(tenant)) > 0),
    rounds('reactor', (tenant) => reactor.react(tenant)),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

/** Workspaces with something due: one look at partial indexes that are empty when the river is at rest. */
function dueTenants(deps: RiverDeps): Promise<Tenant[]> {
  return tenantsDue(
    deps,
    sql`
      select b.id
      from event.backlog(${deps.clock.now()}) as b (id)
    `,
  )
}

export type LaneState = { lane: Lane; rows: number; events: number; oldestAt: Date | null }
export type RiverState = {
  lanes: LaneState[]
  unlanded: number
  unreacted: number
  parked: number
  /** The instant up to which ClickHouse knows everything: when the oldest batch that has not landed was taken. */
  behindSince: Date | null
}

/** How full the river is, for screens and health checks. */
export async function riverState(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<RiverState> {
  const waiting = await tx.rows(sql<{ lane: number; rows: number; events: number; oldest: Date }>`
    select lane, count(*) as rows, sum(items)::bigint as events, min(received_at) as oldest
    from event.inbox
    where workspace_id = ${tenant.id}
      and batch_no is null
    group by lane
  `)
  const rest = await tx.one(sql<{
    unlanded: number
    unreacted: number
    parked: number
    behind: Date | null
  }>`
    select
      (select count(*) from event.batch
       where workspace_id = ${tenant.id} and landed_at is null) as unlanded,
      (select count(*) from event.batch
       where workspace_id = ${tenant.id} and reacted_at is null) as unreacted,
      (select count(*) from event.parked
       where workspace_id = ${tenant.id} and replayed_at is null and discarded_at is null) as parked,
      (select min(taken_at) from event.batch
       where workspace_id = ${tenant.id} and landed_at is null) as behind
  `)
  const named = Object.entries(lanes).flatMap(([lane, no]) => {
    const row = waiting.find((candidate) => candidate.lane === no)
    return isLane(lane) && row
      ? [{ lane, rows: row.rows, events: row.events, oldestAt: row.oldest }]
      : []
  })
  return {
    lanes: named,
    unlanded: rest.unlanded,
    unreacted: rest.unreacted,
    parked: rest.parked,
    behindSince: rest.behind,
  }
}

function isLane(name: string): name is Lane {
  return name in lanes
}
