import { z } from 'zod'
import { splitJudge } from './journey.ts'
import { instant } from './page.ts'

/** An arm of a judged split: those whom chance led there and whose days are over, and what they did. */
export const trialArm = z.object({
  id: z.string(),
  name: z.string(),
  people: z.number(),
  reacted: z.number(),
  /** Share of those who did, with Wilson's 95 % interval; null while nobody's days are over. */
  share: z.object({ value: z.number(), lower: z.number(), upper: z.number() }).nullable(),
  /** By chance too, but their days are not over. */
  open: z.number(),
  /** Led here as to the winner; in no comparison. */
  led: z.number(),
})
/** What the evidence says, whoever has decided. */
export const trialVerdict = z.object({
  says: z.enum(['winner', 'not_sure', 'too_few', 'too_rare']),
  /** The best arm so far; null where nothing may be said yet. */
  arm: z.string().nullable(),
  /** People still missing in the smallest arm. */
  lacking: z.number(),
  /** The best arm's share less each other's, with the interval that holds at every look. */
  against: z.array(
    z.object({ arm: z.string(), effect: z.number(), lower: z.number(), upper: z.number() }),
  ),
})
export const trial = z.object({
  stepId: z.string(),
  stepName: z.string(),
  judge: splitJudge,
  winner: z.string().nullable(),
  /** A person has decided; the rule is silent. */
  isByHand: z.boolean(),
  arms: z.array(trialArm),
  verdict: trialVerdict,
  /** The newest first. `by` is null where the rule chose. */
  choices: z.array(
    z.object({
      arm: z.string().nullable(),
      at: instant,
      by: z.string().nullable(),
      isByRule: z.boolean(),
      reason: z.string(),
    }),
  ),
})
export type Trial = z.infer<typeof trial>
/** GET /api/journeys/:id/versions/:no/trials */
export const trials = z.object({ items: z.array(trial) })

/** PUT /api/journeys/:id/versions/:no/trials/:step: newcomers go to an arm, to chance (null), or where the rule says. */
export const trialChoice = z.union([
  z.strictObject({ arm: z.string().max(12).nullable(), reason: z.string().trim().min(2).max(200) }),
  z.strictObject({ byRule: z.literal(true) }),
])
