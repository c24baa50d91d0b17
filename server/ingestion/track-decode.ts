import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { IdentityClaim } from '../../contract/identity.ts'
import { type TrackType, trackTypes } from '../../contract/ingestion.ts'
import { type Decode, type Poison, PRIVATE, type RiverEvent } from '../event/index.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import { claimsOfTraits, withoutPersonal } from './personal.ts'
import { type Envelope, isId, isRecord, isTrackType, readInstant } from './track-message.ts'
import { moneyOf } from './track-value.ts'

/** The kind of inbox rows that hold a request of the track API: the envelope on the first line, the sender's text after it. */
export const TRACK = 'track'

/** A sender's clock may be ahead of ours by this much; what claims to lie further ahead happened now. */
const AHEAD_MAX_MS = 5 * 60_000

/** Orders whose money cannot be read must not pass as orders without money. */
const NEEDS_VALUE = /^Order (Completed|Refunded)$/

const envelope = z.object({ keyId: z.string(), type: z.enum([...trackTypes, 'batch']) })

type Batch = {
  tenant: Tenant
  keyId: string
  source: string
  receivedAt: Date
  sentAt: number | null
  context: Record<string, unknown>
}

/** Turns a stored request into events. Pure: the same row gives the same events, ids included. */
export const decodeTrack: Decode = (tenant, row) => {
  const end = row.body.indexOf('\n')
  const { keyId, type }: Envelope = envelope.parse(JSON.parse(row.body.slice(0, end)))
  const text = row.body.slice(end + 1)
  const parsed: unknown = UNSTORABLE.test(text)
    ? JSON.parse(text, (_key, value: unknown) => storable(value))
    : JSON.parse(text)
  if (!isRecord(parsed)) throw new Error('a request must be a JSON object')
  const items: unknown[] =
    type === 'batch' && Array.isArray(parsed.batch) ? parsed.batch : [{ ...parsed, type }]
  const batch: Batch = {
    tenant,
    keyId,
    source: row.source,
    receivedAt: row.receivedAt,
    sentAt: readInstant(parsed.sentAt),
    context: type === 'batch' && isRecord(parsed.context) ? parsed.context : {},
  }
  const events: RiverEvent[] = []
  const poison: Poison[] = []
  for (const item of items) {
    const read = readItem(batch, item)
    if (typeof read !== 'string') events.push(read)
    else poison.push({ item: alone({ keyId, type: 'batch' }, parsed, item), error: read })
  }
  return { events, poison }
}

/** A request that holds this item only, so that it can be read again. */
function alone(envelope: Envelope, request: Record<string, unknown>, item: unknown): string {
  const { sentAt, context } = request
  return `${JSON.stringify(envelope)}\n${JSON.stringify({ sentAt, context, batch: [item] })}`
}

/** NUL and halves of surrogate pairs are legal in JSON and impossible in Postgres. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i
function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (!isRecord(value) || Object.keys(value).every((key) => key === storableText(key))) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), inner]))
}

function storableText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '')
}

/** @returns the event, or in words why it cannot be read. */
function readItem(batch: Batch, item: unknown): RiverEvent | string {
  if (!isRecord(item) || !isTrackType(item.type)) return 'not an event of a known type'
  const { type } = item
  const messageId =
    typeof item.messageId === 'string' && item.messageId !== '' ? item.messageId : hashOf(item)
  const { at, flags } = timeOf(batch, item)
  const traits = traitsOf(item, type)
  const said = sayings(item, type)
  const name = nameOf(item, type)
  const value = type === 'track' ? moneyOf(said, batch.tenant.currency) : null
  if (NEEDS_VALUE.test(name) && value && !value.ok) {
    return `${value.reason}: ${JSON.stringify(value.detail)}; the workspace counts in ${batch.tenant.currency}`
  }
  if (name === 'Order Completed' && value?.ok && (value.value ?? 0) < 0) {
    return `negative_amount: ${value.value}; what was given back is told by Order Refunded`
  }
  const context = { ...batch.context, ...(isRecord(item.context) ? item.context : {}) }
  const props: Record<string, unknown> = {
    ...withoutPersonal(said),
    ...flags,
    ...campaignOf(context),
  }
  if (Object.keys(traits).length > 0) props[PRIVATE] = { traits }
  return {
    eventId: idFrom('event', batch.tenant.id, batch.keyId, messageId),
    name,
    at,
    receivedAt: batch.receivedAt,
    source: batch.source,
    claims: claimsOf(item, type, {
      ...(isRecord(context.traits) ? context.traits : {}),
      ...traits,
    }),
    value: value?.ok ? value.value : null,
    props,
    importNo: 0,
  }
}

/** An event without an id of its own is the same event when it says the same: a resent request must change nothing. */
function hashOf(item: Record<string, unknown>): string {
  const { sentAt: _sentAt, writeKey: _writeKey, ...said } = item
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

/** at = receivedAt − (sentAt − timestamp): the sender's clock may be wrong, the time between its two readings is not. */
function timeOf(
  batch: Batch,
  item: Record<string, unknown>,
): { at: Date; flags: Record<string, unknown> } {
  const received = batch.receivedAt.getTime()
  const said = readInstant(item.originalTimestamp ?? item.timestamp)
  if (said === null) return { at: batch.receivedAt, flags: {} }
  const sentAt = readInstant(item.sentAt) ?? batch.sentAt
  const corrected = sentAt === null ? said : received - (sentAt - said)
  if (corrected > received + AHEAD_MAX_MS) {
    return { at: batch.receivedAt, flags: { $said_at: new Date(said).toISOString() } }
  }
  return { at: new Date(Math.max(0, corrected)), flags: {} }
}

function nameOf(item: Record<string, unknown>, type: TrackType): string {
  switch (type) {
    case 'track':
      return String(item.event)
    case 'page':
      return 'page.viewed'
    case 'screen':
      return 'screen.viewed'
    case 'group':
      return 'group.joined'
    default:
      return type
  }
}

/** What the event itself says, as props. */
function sayings(item: Record<string, unknown>, type: TrackType): Record<string, unknown> {
  const properties = isRecord(item.properties) ? item.properties : {}
  const traits = isRecord(item.traits) ? item.traits : {}
  switch (type) {
    case 'identify':
      return traits
    case 'group':
      return { groupId: item.groupId, traits }
    case 'page':
    case 'screen':
      // The page's own name is no person's.
      return { ...properties, ...pageName(item) }
    case 'alias':
      return {}
    case 'track':
      return properties
  }
}

function pageName(item: Record<string, unknown>): Record<string, unknown> {
  const { name, category } = item
  return {
    ...(typeof name === 'string' && name !== '' ? { page: name } : {}),
    ...(typeof category === 'string' && category !== '' ? { category } : {}),
  }
}

/** The person's traits: told by identify alone; a group's traits are not the person's. */
function traitsOf(item: Record<string, unknown>, type: TrackType): Record<string, unknown> {
  return type === 'identify' && isRecord(item.traits) ? item.traits : {}
}

function claimsOf(
  item: Record<string, unknown>,
  type: TrackType,
  traits: Record<string, unknown>,
): IdentityClaim[] {
  const claims: IdentityClaim[] = []
  if (isId(item.userId)) claims.push({ kind: 'user_id', value: String(item.userId) })
  if (isId(item.anonymousId)) claims.push({ kind: 'anonymous_id', value: String(item.anonymousId) })
  if (type === 'alias' && isId(item.previousId))
    claims.push({ kind: 'anonymous_id', value: String(item.previousId) })
  return [...claims, ...claimsOfTraits(traits)]
}

/** The advertisement that brought the visit (utm parameters), which value by source is computed from. */
function campaignOf(context: Record<string, unknown>): Record<string, unknown> {
  return isRecord(context.campaign) && Object.keys(context.campaign).length > 0
    ? { $campaign: context.campaign }
    : {}
}
