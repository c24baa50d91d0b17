import { z } from 'zod'
import type { JourneyPlan } from './journey.ts'
import { journeyPlan, STEPS_MAX } from './journey.ts'
import { flowOf } from './journey-flow.ts'
import { instant } from './page.ts'

/** Older versions that still have people inside; nobody keeps more. */
const VERSIONS_MAX = 20

/** Who stands before a step of an older version goes on at this step of the newer one; null: they leave. */
export const stepMove = z.strictObject({
  version: z.int().min(1),
  stepId: z.string().max(24),
  to: z.string().max(24).nullable(),
})
export type StepMove = z.infer<typeof stepMove>

/** POST /api/journeys/:id/migrations: moves people in flight, as many as were seen. What is not named stays on its version. */
export const newMigration = z.strictObject({
  toVersion: z.int().min(2),
  moves: z
    .array(stepMove)
    .min(1)
    .max(STEPS_MAX * VERSIONS_MAX),
  people: z.int().min(0),
  reason: z.string().trim().min(2).max(200),
})
export const migrationAsked = z.object({ id: z.string(), people: z.number() })

/** A time that people in flight were moved. */
export const migration = z.object({
  id: z.string(),
  toVersion: z.number(),
  reason: z.string(),
  askedAt: instant,
  askedBy: z.string().nullable(),
  moved: z.number(),
  departed: z.number(),
  isDone: z.boolean(),
})
export type Migration = z.infer<typeof migration>

/** GET /api/journeys/:id/in-flight: who is inside, by version and step, the newest version first. */
export const inFlight = z.object({
  name: z.string(),
  versions: z.array(
    z.object({
      no: z.number(),
      plan: journeyPlan,
      inside: z.number(),
      steps: z.array(z.object({ stepId: z.string(), people: z.number() })),
    }),
  ),
  /** When the last of them is through at the latest, as far as waits tell; null: nobody is inside. */
  lastOutAt: instant.nullable(),
  /** The newest time that people were moved. */
  migration: migration.nullable(),
})
export type InFlight = z.infer<typeof inFlight>

/**
 * Where somebody would go on: the same step where the new plan still has it, else the next one that both have. Undefined: nothing
 * of their way is left, so that they finish by the old one unless somebody says otherwise.
 */
export function moveProposed(
  from: Pick<JourneyPlan, 'steps'>,
  to: Pick<JourneyPlan, 'steps'>,
  stepId: string,
): string | undefined {
  const flow = flowOf(from)
  const kinds = new Map(to.steps.map(({ id, kind }) => [id, kind]))
  const seen = new Set<string>()
  for (let at: string | null = stepId; at !== null && !seen.has(at); at = flow.next(at)) {
    seen.add(at)
    if (kinds.has(at) && kinds.get(at) === flow.steps.get(at)?.kind) return at
  }
  return undefined
}
