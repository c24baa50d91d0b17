import {
  type TrackAnswer,
  type TrackRefusal,
  type TrackType,
  trackLimits,
  trackRefusals,
  trackTypes,
} from '../../contract/ingestion.ts'

export type TrackEndpoint = TrackType | 'batch'

/** What is written to the inbox for a request: `body` holds `items` events. Null when nothing was accepted. */
export type Judged = { stored: string | null; items: number; answer: TrackAnswer }

export type Envelope = { keyId: string; type: TrackEndpoint }

/**
 * Judges every item of a request. The sender's own text is kept as it came unless an item is refused, because turning a
 * batch into text again would cost as much as reading it.
 * @param text the body; @param parsed the same as JSON.
 */
export function judge(envelope: Envelope, text: string, parsed: unknown): Judged | 'not_a_batch' {
  if (envelope.type !== 'batch') return judgeOne(envelope, text, parsed)
  if (!isRecord(parsed) || !Array.isArray(parsed.batch)) return 'not_a_batch'
  const batch: unknown[] = parsed.batch
  const surelySmall = areSurelySmall(text, batch.length)
  const refused: TrackAnswer['refused'] = []
  const accepted = batch.filter((item, index) => {
    const fault = faultOf(item, 'batch', index, surelySmall)
    if (fault) refused.push(refusal(index, item, fault))
    return !fault
  })
  const stored = refused.length === 0 ? text : JSON.stringify({ ...parsed, batch: accepted })
  return result(envelope, accepted.length === 0 ? null : stored, accepted.length, refused)
}

function judgeOne(envelope: Envelope, text: string, item: unknown): Judged {
  const fault = faultOf(item, envelope.type, 0, text.length * 3 <= trackLimits.eventBytes)
  if (fault) return result(envelope, null, 0, [refusal(0, item, fault)])
  return result(envelope, text, 1, [])
}

function result(
  envelope: Envelope,
  text: string | null,
  accepted: number,
  refused: TrackAnswer['refused'],
): Judged {
  // An empty batch is a success; a request of which nothing was taken is not.
  const success = accepted > 0 || refused.length === 0
  const stored = text === null || accepted === 0 ? null : `${JSON.stringify(envelope)}\n${text}`
  return { stored, items: accepted, answer: { success, accepted, refused } }
}

function refusal(index: number, item: unknown, code: TrackRefusal): TrackAnswer['refused'][number] {
  const messageId = isRecord(item) && typeof item.messageId === 'string' ? item.messageId : null
  return {
    index,
    messageId: messageId?.slice(0, trackLimits.messageIdCharacters) ?? null,
    code,
    message: trackRefusals[code],
  }
}

function faultOf(
  item: unknown,
  endpoint: TrackEndpoint,
  index: number,
  surelySmall: boolean,
): TrackRefusal | null {
  if (index >= trackLimits.batchEvents) return 'too_many_events'
  if (!isRecord(item)) return 'not_an_object'
  const type = endpoint === 'batch' ? item.type : endpoint
  if (!isTrackType(type)) return 'unknown_type'
  if (!isId(item.userId) && !isId(item.anonymousId)) {
    // An alias may name the earlier id by `previousId` alone; without a user it joins nothing.
    return type === 'alias' ? 'no_previous_id' : 'no_identity'
  }
  if (type === 'track' && (typeof item.event !== 'string' || item.event.trim() === ''))
    return 'no_event_name'
  if (type === 'group' && !isId(item.groupId)) return 'no_group'
  if (type === 'alias' && (!isId(item.userId) || !isId(item.previousId))) return 'no_previous_id'
  if (
    typeof item.messageId === 'string' &&
    item.messageId.length > trackLimits.messageIdCharacters
  ) {
    return 'message_id_too_long'
  }
  if (isDeeperThan(NESTING_MAX, item)) return 'too_deep'
  const said = item.originalTimestamp ?? item.timestamp
  if (said !== undefined && said !== null && readInstant(said) === null) return 'bad_timestamp'
  const isLarge = !surelySmall && Buffer.byteLength(JSON.stringify(item)) > trackLimits.eventBytes
  return isLarge ? 'event_too_large' : null
}

/** Objects and lists within each other. Some thousands of them end the stack of whatever walks through the event. */
const NESTING_MAX = 100

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner))
}

/** @returns the instant in milliseconds, or null when it is none that history can hold (ClickHouse ends in 2262 at the latest). */
export function readInstant(said: unknown): number | null {
  const at =
    typeof said === 'string' ? Date.parse(said) : typeof said === 'number' ? said : Number.NaN
  return at >= 0 && at < Date.UTC(2262, 0) ? at : null
}

/**
 * True when no item can be over the limit, found without turning any into text again: when every item has exactly one
 * `"messageId"`, an item lies between its neighbours' keys, so it is smaller than two gaps. A character has at most
 * three bytes in UTF-8 for each UTF-16 unit.
 */
function areSurelySmall(text: string, items: number): boolean {
  const gapMax = trackLimits.eventBytes / 6
  let found = 0
  let from = 0
  for (let at = text.indexOf(KEY); at >= 0; at = text.indexOf(KEY, at + KEY.length)) {
    if (at - from > gapMax) return false
    from = at
    found += 1
  }
  return found === items && text.length - from <= gapMax
}
const KEY = '"messageId"'

/** Identities may be numbers: many sites count their users. */
export function isId(value: unknown): value is string | number {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isTrackType(type: unknown): type is TrackType {
  return trackTypes.some((known) => known === type)
}
