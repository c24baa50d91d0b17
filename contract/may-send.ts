import { z } from 'zod'
import { carrier, policyRules, purpose, reason } from './delivery.ts'
import { instant } from './page.ts'

/** What may be sent to one person now, by each way and for each purpose. Reason null: it may. */
export const maySend = z.object({
  /** By the workspace's clock. */
  at: instant,
  items: z.array(
    z.object({
      carrier,
      purpose,
      reason: reason.nullable(),
      /** When to ask again; null: not by waiting. */
      until: instant.nullable(),
      /** What the reason rests on: which cap, how many there were. */
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type MaySend = z.infer<typeof maySend>

/** How far back a change of the rules is tried. */
export const simulationDays = [30, 90] as const
export const simulationAsked = z.strictObject({
  rules: policyRules,
  days: z.literal(simulationDays).default(30),
})
/** What a change of the rules would have changed: messages that were meant to be sent, under both sets of rules. */
export const simulation = z.object({
  since: instant,
  effects: z.number(),
  people: z.number(),
  now: z.number(),
  changed: z.number(),
  peopleLess: z.number(),
  peopleMore: z.number(),
  /** Why not, under the changed rules. */
  refused: z.array(z.object({ reason, count: z.number() })),
  /** Journey null: of no SOP. Whoever loses most comes first. */
  journeys: z.array(
    z.object({
      journey: z.object({ id: z.string(), name: z.string() }).nullable(),
      effects: z.number(),
      now: z.number(),
      changed: z.number(),
    }),
  ),
  /** There was more than could be gone through; the newest counted. */
  isCut: z.boolean(),
})
export type Simulation = z.infer<typeof simulation>
