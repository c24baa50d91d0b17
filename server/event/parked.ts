import { z } from 'zod'
import { newId, Problem } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import {
  type LandedEvent,
  type Lane,
  lanes,
  type Reaction,
  type RiverEvent,
  type Tenant,
} from './event.ts'
import { REPLAY } from './fact.ts'
import { receive } from './receive.ts'

type Parking = {
  stage: 'decode' | 'apply' | 'react'
  /** The name of the reaction that failed, '' otherwise. */
  step: string
  row: { lane: number; kind: string; source: string; receivedAt: Date }
  item?: string
  event?: RiverEvent | LandedEvent
  error: string
  tries: number
  now: Date
}

const ERROR_LENGTH_MAX = 2_000
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Sets a poison event aside with its error; the river goes on without it. */
export async function park(tx: Tx, tenant: Pick<Tenant, 'id'>, parking: Parking): Promise<void> {
  const { stage, step, row, event, error, tries, now } = parking
  await tx.run(sql`
    insert into event.parked
      (workspace_id, id, event_id, name, stage, step, lane, kind, source, item, received_at, error, tries, parked_at)
    values (
      ${tenant.id}, ${newId()}, ${event?.eventId ?? NOBODY}, ${event?.name ?? ''}, ${stage}, ${step}, ${row.lane},
      ${row.kind}, ${row.source}, ${parking.item ?? JSON.stringify(event)}, ${row.receivedAt},
      ${error.slice(0, ERROR_LENGTH_MAX)}, ${tries}, ${now}
    )
  `)
}

export type ParkedEvent = {
  id: string
  eventId: string
  name: string
  stage: 'decode' | 'apply' | 'react'
  step: string
  source: string
  item: string
  error: string
  tries: number
  receivedAt: Date
  parkedAt: Date
}

const PAGE = 200

/** Parked events that wait for a decision, oldest first, at most 200. */
export async function listParked(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<ParkedEvent[]> {
  return tx.rows(sql<ParkedEvent>`
    select id, event_id as "eventId", name, stage, step, source, item, error, tries,
      received_at as "receivedAt", parked_at as "parkedAt"
    from event.parked
    where workspace_id = ${tenant.id}
      and replayed_at is null
      and discarded_at is null
    order by parked_at
    limit ${PAGE}
  `)
}

const landed = z.object({
  eventId: z.string(),
  name: z.string(),
  at: z.coerce.date(),
  source: z.string(),
  customerNo: z.number(),
  value: z.number(),
  props: z.record(z.string(), z.unknown()),
})

type Decision = { tenant: Tenant; id: string; by: string | null; now: Date }
type ParkedRow = {
  stage: string
  step: string
  lane: number
  kind: string
  source: string
  item: string
}

/**
 * Sends a parked event on its way again: back into the inbox, or, where a reaction failed, to that reaction at once.
 * @throws Problem not_found when it is unknown or already decided.
 */
export async function replayParked(
  db: Database,
  reactions: Record<string, readonly Reaction[]>,
  decision: Decision,
): Promise<void> {
  const { tenant, id, by, now } = decision
  await db.inWorkspace(tenant.id, async (tx) => {
    const row = await tx.maybe(sql<ParkedRow>`
      update event.parked
      set replayed_at = ${now}, decided_by = ${by}
      where workspace_id = ${tenant.id}
        and id = ${id}
        and replayed_at is null
        and discarded_at is null
      returning stage, step, lane, kind, source, item
    `)
    if (!row) throw new Problem('not_found')
    if (row.stage === 'react') return reactAgain(tenant, reactions, row)
    await receive(tx, {
      tenantId: tenant.id,
      lane: laneNamed(row.lane),
      kind: row.stage === 'apply' ? REPLAY : row.kind,
      source: row.source,
      items: 1,
      body: row.item,
      receivedAt: now,
    })
  })
}

async function reactAgain(
  tenant: Tenant,
  reactions: Record<string, readonly Reaction[]>,
  row: ParkedRow,
): Promise<void> {
  const event = landed.parse(JSON.parse(row.item))
  const reaction = reactions[event.name]?.find((candidate) => candidate.name === row.step)
  if (!reaction) throw new Problem('not_found')
  await reaction.run({ tenant, batchNo: 0 }, event)
}

/** Gives up on a parked event; the record of it stays. @throws Problem not_found */
export async function discardParked(db: Database, decision: Decision): Promise<void> {
  const { tenant, id, by, now } = decision
  const changed = await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update event.parked
      set discarded_at = ${now}, decided_by = ${by}
      where workspace_id = ${tenant.id}
        and id = ${id}
        and replayed_at is null
        and discarded_at is null
    `),
  )
  if (changed === 0) throw new Problem('not_found')
}

/** Gives up on all that is parked of one source: replayed later it would bring back what was taken back. */
export async function discardOfSource(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { source, now }: { source: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update event.parked
    set discarded_at = ${now}
    where workspace_id = ${tenant.id}
      and source = ${source}
      and replayed_at is null
      and discarded_at is null
  `)
}

function laneNamed(no: number): Lane {
  const found = Object.entries(lanes).find(([, value]) => value === no)?.[0]
  return found && isLane(found) ? found : 'track'
}

function isLane(name: string): name is Lane {
  return name in lanes
}
