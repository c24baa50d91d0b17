import { z } from 'zod'
import type { Stage, Stages } from './stage.ts'

export type Played = Stage & { stages: Stages }
export type Said = { status: number; body: unknown }
export type Control = (stage: Played, body: unknown, query: URLSearchParams) => Promise<Said> | Said
export type Controls = Record<string, Control>

/** A call with a body of a shape; null as answer: no such person, code or task. */
export function call<T>(
  shape: z.ZodType<T>,
  run: (stage: Played, wanted: T) => Promise<unknown> | unknown,
): Control {
  return async (stage, body) => {
    const wanted = shape.safeParse(body === undefined ? {} : body)
    if (!wanted.success) return { status: 400, body: { error: z.prettifyError(wanted.error) } }
    const done = await run(stage, wanted.data)
    return done === null ? { status: 404, body: {} } : { status: 200, body: done }
  }
}

/** A look that can wait for the next change: `after` is the version that the page has seen. */
export function look(run: (stage: Played, query: URLSearchParams) => object | null): Control {
  return async (stage, _body, query) => {
    const after = Number(query.get('after') ?? 0)
    const waitMs = Math.min(Number(query.get('waitMs') ?? 0) || 0, WAIT_MS_MAX)
    if (after > 0 && waitMs > 0) await stage.changes.since(after, waitMs)
    const version = stage.changes.version()
    const seen = run(stage, query)
    return seen ? { status: 200, body: { ...seen, version } } : { status: 404, body: {} }
  }
}

const WAIT_MS_MAX = 25_000
