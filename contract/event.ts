import { z } from 'zod'
import { instant } from './page.ts'

/** One event as the live debugger shows it. `customerNo` is 0 where the event names nobody. */
export const recentEvent = z.object({
  id: z.string(),
  name: z.string(),
  at: instant,
  takenAt: instant,
  source: z.string(),
  customerNo: z.number(),
  value: z.number(),
  props: z.record(z.string(), z.unknown()),
  /** False while ClickHouse has yet to take it. */
  landed: z.boolean(),
})
export const recentEvents = z.object({ items: z.array(recentEvent) })

/** How full the river is: what waits in each lane, and how far history is behind decisions. */
export const riverState = z.object({
  lanes: z.array(
    z.object({
      lane: z.string(),
      rows: z.number(),
      events: z.number(),
      oldestAt: instant.nullable(),
    }),
  ),
  unlanded: z.number(),
  unreacted: z.number(),
  parked: z.number(),
  behindSince: instant.nullable(),
})

/** An event that could not be read, applied or reacted to, with the reason and the item itself. */
export const parkedEvent = z.object({
  id: z.string(),
  eventId: z.string(),
  name: z.string(),
  stage: z.enum(['decode', 'apply', 'react']),
  step: z.string(),
  source: z.string(),
  item: z.string(),
  error: z.string(),
  tries: z.number(),
  receivedAt: instant,
  parkedAt: instant,
})
export const parkedEvents = z.object({ items: z.array(parkedEvent) })

/**
 * Events by which the product keeps its own books: conditions of their own tell the same better, or they say nothing of a
 * person. They are not offered where somebody picks what a customer did.
 */
export const internalEvents: readonly string[] = [
  ...['segment.entered', 'segment.left', 'journey.entered', 'journey.left', 'journey.ended'],
  ...['message.sent', 'message.opened', 'message.failed', 'message.unknown'],
  ...['consent.given', 'consent.withdrawn', 'consent.undone'],
  ...['contact.added', 'contact.requested', 'contact.changed', 'contact.told'],
  ...['contact.left', 'contact.removed', 'corp_tag.changed'],
  ...['follow.found', 'identity.merged', 'identity.unmerged', 'identity.conflicted'],
  ...['customer.imported', 'customer.changed', 'customer.tagged', 'customer.untagged'],
  ...['official.subscribed', 'official.unsubscribed', 'official.follower_read'],
  ...['official.notice_finished', 'official.mass_finished'],
  ...['import.finished', 'import.undone', 'order.recorded'],
]
