import type { Answer } from './answer.ts'

export const CUSTOMER = '/cgi-bin/externalcontact'

export type Page<T> = { rows: T[]; nextCursor: string }
export type Done = Promise<Answer<null>>

export function post(path: string, body: unknown) {
  return { method: 'POST', path, body } as const
}

/** What is not given does not go into the query. */
export function get(path: string, query: Record<string, string | number | undefined> = {}) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  )
  return { method: 'GET', path, query: Object.fromEntries(given) } as const
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
