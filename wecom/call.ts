import type { Answer } from './answer.ts'
import type { Call } from './ask.ts'

export const CUSTOMER = '/cgi-bin/externalcontact'

export type Page<T> = { rows: T[]; nextCursor: string }
export type Done = Promise<Answer<null>>

/** A call that changes something. */
export function post(path: string, body: unknown): Call {
  return { method: 'POST', path, body, isRead: false }
}

/** A question that WeCom wants to be posted. */
export function look(path: string, body: unknown): Call {
  return { method: 'POST', path, body, isRead: true }
}

/** A file takes longer than other calls. */
const UPLOAD_TIMEOUT_MS = 60_000

/** WeCom wants the field `media`, with a file name. */
export function upload(
  path: string,
  query: Record<string, string>,
  file: { name: string; type: string; bytes: Uint8Array },
): Call {
  const form = new FormData()
  form.set('media', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name)
  return { method: 'POST', path, query, form, isRead: false, timeoutMs: UPLOAD_TIMEOUT_MS }
}

/** What is not given does not go into the query. */
export function get(path: string, query: Record<string, string | number | undefined> = {}): Call {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  )
  return { method: 'GET', path, query: Object.fromEntries(given), isRead: true }
}

export function mapped<From, To>(answer: Answer<From>, into: (value: From) => To): Answer<To> {
  return answer.ok ? { ok: true, value: into(answer.value) } : answer
}

export function nothing(answer: Answer<unknown>): Answer<null> {
  return mapped(answer, () => null)
}

/** Instants go over the wire in seconds. */
export function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}
