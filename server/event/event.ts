import type { IdentityClaim } from '../../contract/identity.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'

export type { Tenant }

/** Lanes in the order in which the pump serves them; each takes a bounded share so that none starves. */
export const lanes = {
  callback: 1,
  welcome: 2,
  transactional: 3,
  journey: 4,
  track: 5,
  import: 6,
  analytics: 7,
} as const
export type Lane = keyof typeof lanes

/** A fact on its way in: who it names is not yet looked up. */
export type RiverEvent = {
  /** UUIDv8 from (workspace, source, message id): the deduplication key, for ever. */
  eventId: string
  /** `noun.happened` for the domain; as sent for a brand's own events. */
  name: string
  at: Date
  receivedAt: Date
  source: string
  /** Whom the event names. Empty: nobody (an order without a buyer). */
  claims: IdentityClaim[]
  /** Set by facts of our own that already know their customer; then `claims` is empty. */
  customer?: { id: string; no: number }
  /** Money in minor units, or null. */
  value: number | null
  props: Record<string, unknown>
  /** The number of the import that brought it, 0 otherwise. */
  importNo: number
}

export type ResolvedEvent = RiverEvent & { customerId: string | null; customerNo: number }

/** A domain event, appended in the transaction that changed the state. Its id is derived from its cause. */
export type Fact = {
  name: string
  at: Date
  /** What makes this fact the same fact again, e.g. ['order.paid', orderId]. */
  cause: string[]
  customer: { id: string; no: number } | null
  value: number | null
  props: Record<string, unknown>
  /** The number of the import that caused it, so that undoing the import takes it back; 0 or absent otherwise. */
  importNo?: number
}

/** Rows for another ClickHouse table, landed with the batch: one JSON object each, columns as in db/clickhouse. */
export type Landing = { table: string; rows: Record<string, unknown>[] }

/** What a step of the pump changed beside Postgres. */
export type Applied = { facts: Fact[]; landings: Landing[] }
export const nothingApplied: Applied = { facts: [], landings: [] }

export type PumpContext = { tenant: Tenant; batchNo: number; now: Date }

/** One row of the inbox, to be turned into events. */
export type InboxRow = { id: number; kind: string; source: string; body: string; receivedAt: Date }
/**
 * An item that cannot be read is handed over as poison and parked at once, since trying again cannot help. `item` is a
 * body of the same kind that holds this item alone, so that it can be replayed after the decoder was mended.
 */
export type Poison = { item: string; error: string }
export type Decode = (tenant: Tenant, row: InboxRow) => { events: RiverEvent[]; poison: Poison[] }

/**
 * Looks up and makes customers for a whole batch, in the pump's transaction; `who[i]` belongs to `events[i]`.
 * Must be set-based: a bounded number of statements per batch.
 */
export type Resolve = (
  tx: Tx,
  context: PumpContext,
  events: RiverEvent[],
) => Promise<Applied & { who: ({ id: string; no: number } | null)[] }>

/** Changes state for all events of one name of a batch, in the order in which they came. Set-based, in the pump's transaction. */
export type Applier = (tx: Tx, context: PumpContext, events: ResolvedEvent[]) => Promise<Applied>

/**
 * One line of the table of appliers: which events change what, in the order of the table. A step on `any` event finds out
 * by one cheap look whether somebody waits for one of these names.
 */
export type ApplyStep = { name: string; on: readonly string[] | 'any'; apply: Applier }

/**
 * Props under this key serve the appliers only: personal data (name, phone, e-mail traits) that must never reach
 * ClickHouse. The pump drops it before the event lands.
 */
export const PRIVATE = '$private'

/** What a reaction gets to see: the event as it landed. */
export type LandedEvent = {
  eventId: string
  name: string
  at: Date
  source: string
  customerNo: number
  value: number
  props: Record<string, unknown>
}

/** Runs after the commit, at least once per event; must be idempotent (derive every effect's key from `eventId`). */
export type Reaction = {
  name: string
  run(context: { tenant: Tenant; batchNo: number }, event: LandedEvent): Promise<void>
}
