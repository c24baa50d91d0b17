import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { carrier, reason } from './delivery.ts'
import { instant } from './page.ts'

/** POST /api/journeys/:id/walkthrough: the draft as one customer would go through it, from an instant on. */
export const walkthroughAsked = z.strictObject({
  draftNo: z.int(),
  customerId: z.string(),
  startAt: instant,
  /** Waits at which what is waited for is taken to happen; at the others it does not. */
  hears: z.array(z.string().max(24)).max(60).default([]),
})

/** What would be done at a step, and when. */
export const walkedStep = z.object({
  stepId: z.string(),
  at: instant,
  /** As in the inspector of somebody who is really inside. */
  outcome: z.string(),
  detail: z.string(),
  message: z
    .object({
      carrier,
      /** As this customer reads it; null where something is missing. */
      text: z.string().nullable(),
      subject: z.string().nullable(),
      /** Whose task it is, by name; empty when it comes from the brand. */
      sender: z.string(),
      lacking: z.array(z.string()),
    })
    .nullable(),
  /** Why it waited before. */
  putOff: z.array(z.object({ reason, until: instant })),
})
export type WalkedStep = z.infer<typeof walkedStep>
export const walkthrough = z.object({
  customer: z.object({ id: z.string(), no: z.number(), name: z.string() }),
  startAt: instant,
  steps: z.array(walkedStep),
  /** When the last step is done; null: further than a year ahead. */
  endsAt: instant.nullable(),
})
export type Walkthrough = z.infer<typeof walkthrough>

/** POST /api/journeys/:id/test-messages: a step's message to an associate, never to a customer. */
export const newTestMessage = z.strictObject({
  draftNo: z.int(),
  stepId: z.string().max(24),
  userid: z.string().min(1).max(USERID_MAX),
  /** As whom it is filled in; null: as it is written. */
  customerId: z.string().nullable(),
})
export const testMessageSent = z.object({ ok: z.literal(true) })
