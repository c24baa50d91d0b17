import { z } from 'zod'
import { instant, pageOf } from './page.ts'

/** The names of events that an endpoint may ask for: one, all of a kind (`order.*`), or every one (`*`). */
export const wantedEvent = z
  .string()
  .min(1)
  .max(120)
  .regex(/^(\*|[^*\s][^*]*|[^*\s.]+\.\*)$/)

export const ENDPOINTS_MAX = 20

const endpointFields = {
  name: z.string().trim().min(1).max(80),
  url: z.url().max(2_000),
  events: z.array(wantedEvent).min(1).max(50),
}
export const newEndpoint = z.strictObject(endpointFields)
export type NewEndpoint = z.infer<typeof newEndpoint>
export const endpointChange = z.strictObject(endpointFields).partial()

/** Why nothing is sent to an endpoint. */
export const stopped = z.enum(['by_hand', 'gone', 'failing'])

export const endpoint = z.object({
  id: z.string(),
  ...endpointFields,
  madeAt: instant,
  changedAt: instant,
  /** Since when nothing got through. */
  failingSince: instant.nullable(),
  stoppedAt: instant.nullable(),
  stoppedWhy: stopped.nullable(),
  /** Until when the former secret signs beside the new one. */
  oldSecretUntil: instant.nullable(),
  /** Of the last seven days. */
  delivered: z.number().int(),
  failed: z.number().int(),
  /** Now. */
  waiting: z.number().int(),
})
export type Endpoint = z.infer<typeof endpoint>
export const endpoints = z.object({ items: z.array(endpoint) })

/** The secret is shown when it is made, and to nobody after that. */
export const endpointWithSecret = z.object({ endpoint, secret: z.string() })

export const messageState = z.enum(['waiting', 'delivered', 'failed'])
/** Why there was no answer. */
export const trouble = z.enum(['', 'address', 'timeout', 'connection', 'certificate'])
export const attempt = z.object({
  no: z.number().int(),
  at: instant,
  tookMs: z.number().int(),
  status: z.number().int().nullable(),
  trouble,
  answer: z.string(),
})
export const message = z.object({
  id: z.string(),
  type: z.string(),
  body: z.string(),
  madeAt: instant,
  state: messageState,
  /** When it is tried next. */
  dueAt: instant.nullable(),
  settledAt: instant.nullable(),
  attempts: z.array(attempt),
})
export type Message = z.infer<typeof message>
export const messageQuery = z.object({
  state: messageState.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export const messages = pageOf(message)
export const replayed = z.object({ messages: z.number().int() })
