/** Outcomes are values with a reason; an exception means a bug or a broken engine. */
export type Ok<T> = { ok: true; value: T }
export type Refused<R extends string = string> = {
  ok: false
  reason: R
  detail: Record<string, unknown>
}
export type Outcome<T, R extends string = string> = Ok<T> | Refused<R>

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

export function refused<R extends string>(
  reason: R,
  detail: Record<string, unknown> = {},
): Refused<R> {
  return { ok: false, reason, detail }
}

/** For the default branch of a union that must be complete. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
