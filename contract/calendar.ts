import { z } from 'zod'
import { day, festival } from './almanac.ts'
import { purpose } from './delivery.ts'
import { instant } from './page.ts'

/** The operator's calendar: everything that is planned or was done, day by day in the workspace's zone. */
export const CALENDAR_DAYS_MAX = 62

export const entryKinds = [
  'broadcast',
  'moment',
  'journey_steps',
  'journey_dates',
  'flash_begin',
  'flash_end',
  'hook_end',
  'referral_begin',
  'referral_end',
] as const
export const entryKind = z.enum(entryKinds)
export type EntryKind = z.infer<typeof entryKind>

export const calendarEntry = z.object({
  kind: entryKind,
  /** What it leads to: the id of a broadcast, a moment, an SOP, … */
  subject: z.string(),
  on: day,
  /** Null: the whole day. */
  at: instant.nullable(),
  name: z.string(),
  /** How it stands over there (`draft`, `live`, …); empty where there is nothing to say. */
  state: z.string(),
  purpose: purpose.nullable(),
  /** How many people are meant, where that is known. */
  people: z.number().nullable(),
  canMove: z.boolean(),
})
export type CalendarEntry = z.infer<typeof calendarEntry>

export const calendarDay = z.object({
  on: day,
  /** 初一, 正月, …: by the Chinese calendar. */
  lunar: z.string(),
  festivals: z.array(festival),
  /** A public holiday, or a working day in place of one; null: an ordinary day. */
  arranged: z.object({ is: z.enum(['rest', 'work']), name: z.string() }).nullable(),
})
export type CalendarDay = z.infer<typeof calendarDay>

export const calendarSpan = z
  .object({ from: day, to: day })
  .refine(
    ({ from, to }) =>
      from <= to && (Date.parse(to) - Date.parse(from)) / 86_400_000 < CALENDAR_DAYS_MAX,
    { message: 'from, to' },
  )
/** GET /api/calendar: both days included. */
export const calendar = z.object({
  today: day,
  days: z.array(calendarDay),
  entries: z.array(calendarEntry),
  /** Years of the span whose public holidays nobody knows yet. */
  unknownYears: z.array(z.number()),
})
export type Calendar = z.infer<typeof calendar>

const named = z.object({ id: z.string(), name: z.string() })
/**
 * GET /api/calendar-collisions: overlap: two broadcasts reach the same people on one day. quota: WeCom delivers as many mass
 * messages to a customer as the month has days. mourning: something is promoted on a day of mourning.
 */
export const collision = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('overlap'),
    on: day,
    first: named,
    second: named,
    people: z.number(),
  }),
  z.object({
    kind: z.literal('quota'),
    on: day,
    /** What the customer who got most got this month, how many broadcasts are still to come, and how many may. */
    most: z.number(),
    planned: z.number(),
    days: z.number(),
  }),
  z.object({ kind: z.literal('mourning'), on: day, festival, broadcast: named }),
])
export type Collision = z.infer<typeof collision>
export const collisions = z.object({
  items: z.array(collision),
  /** Days with more broadcasts than are compared with each other. */
  notLookedAt: z.array(day),
})

/** PUT /api/calendar-moves: to another day, at the same hour. The answer says where it stood, so that it can be put back. */
export const calendarMove = z.strictObject({
  kind: z.enum(['broadcast', 'hook_end']),
  id: z.string(),
  to: day,
})
export type CalendarMove = z.infer<typeof calendarMove>
export const calendarMoved = z.object({ was: day })
