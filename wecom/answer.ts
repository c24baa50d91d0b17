/**
 * What came of a call. A response proves something; everything else is `unknown`: a time-out, a reset, a 5xx, `-1` ("system
 * busy": it may have been executed). Whoever sends something must not repeat what is unknown.
 */
export type Answer<T> = { ok: true; value: T } | Refusal
export type Refusal = {
  ok: false
  certainty: 'not_executed' | 'unknown'
  /** WeCom's code; null when no readable answer came. */
  errcode: number | null
  /** For logs and people; never to be matched on: WeCom changes it. */
  errmsg: string
  retry: Retry
  /** The call never left, because there was no room for it: from when it may be asked for again. Null: WeCom was asked. */
  heldUntil: Date | null
}

/** `token`: with a new token. `later`: the same call after a while. `never`: something must be changed first. */
export type Retry = 'token' | 'later' | 'never'

/** Codes of the official list ("全局错误码", document 90313). */
export const BUSY = -1
export const WELCOME_TOO_LATE = 41050
export const WELCOME_ALREADY_SENT = 41051
export const WELCOME_BEING_SENT = 41096
export const STILL_DISPATCHING = 41063
export const ALREADY_CANCELLED = 41093
export const RATE_LIMITED = 45009
/** Too many calls of one company on one path at the same time; two writers on the same record. */
export const TOO_MANY_AT_ONCE = 45033
export const CONFLICT = 45035
/** Several writers, several versions of one record. */
export const VERSIONS = 6000
export const NOT_A_CONTACT = 84061

const TOKEN = new Set([40014, 41001, 42001])
const LATER = new Set([
  BUSY,
  VERSIONS,
  STILL_DISPATCHING,
  WELCOME_BEING_SENT,
  RATE_LIMITED,
  TOO_MANY_AT_ONCE,
  CONFLICT,
])

/** What an error code of WeCom's means for the caller. */
export function refusal(errcode: number, errmsg: string): Refusal {
  const retry = TOKEN.has(errcode) ? 'token' : LATER.has(errcode) ? 'later' : 'never'
  const certainty = errcode === BUSY ? 'unknown' : 'not_executed'
  return { ok: false, certainty, errcode, errmsg, retry, heldUntil: null }
}

/** No readable answer: what was asked may have happened. */
export function noAnswer(errmsg: string): Refusal {
  const unknown = { certainty: 'unknown', errcode: null, retry: 'later' } as const
  return { ok: false, ...unknown, errmsg, heldUntil: null }
}

/** The call never reached WeCom. */
export function notReached(errmsg: string): Refusal {
  const unmade = { certainty: 'not_executed', errcode: null, retry: 'later' } as const
  return { ok: false, ...unmade, errmsg, heldUntil: null }
}

/** The call was held back here: what may be asked in this time is used up, or WeCom has closed the path. */
export function heldBack(errmsg: string, heldUntil: Date): Refusal {
  return { ...refusal(RATE_LIMITED, errmsg), heldUntil }
}
