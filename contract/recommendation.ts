import { z } from 'zod'
import { day, instant } from './page.ts'

/** Of each of the two lists so many are shown. */
export const RECOMMENDED_MAX = 5

/**
 * Why a product is right for a person. runs_out: she has it and it is used up on that day (`inDays` from today, below 0: past);
 * `gaps`: how many repurchases of others the day rests on, where it is learnt from them. bought_with: of the buyers of what she
 * owns such a share bought it, `lift` times the usual.
 */
export const recommendReason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('runs_out'),
    on: day,
    inDays: z.number(),
    basis: z.enum(['own', 'written', 'learnt']),
    gaps: z.number(),
  }),
  z.object({ kind: z.literal('need'), tag: z.string(), display: z.number() }),
  z.object({
    kind: z.literal('bought_with'),
    name: z.string(),
    both: z.number(),
    share: z.number(),
    lift: z.number(),
  }),
  z.object({ kind: z.literal('category'), category: z.string() }),
  z.object({ kind: z.literal('popular'), recentBuyers: z.number() }),
])
export type RecommendReason = z.infer<typeof recommendReason>

export const recommendedProduct = z.object({
  id: z.string(),
  name: z.string(),
  pictureUrl: z.string().nullable(),
  linkUrl: z.string().nullable(),
  /** In minor units; null: not known. */
  priceFrom: z.number().nullable(),
  /** The weightiest first; never empty. */
  reasons: z.array(recommendReason).min(1),
})
export type RecommendedProduct = z.infer<typeof recommendedProduct>

/**
 * What is right for a person next: what she is about to need again, and what would be new to her; never mixed. `rests`: what the
 * second list rests on; best_sellers and category are said where nothing better is known of her.
 */
export const recommendations = z.object({
  again: z.array(recommendedProduct),
  fresh: z.array(recommendedProduct),
  rests: z.enum(['purchases', 'needs', 'category', 'best_sellers']),
  /** When what goes with what was last worked out; null: not yet. */
  measuredAt: instant.nullable(),
})
export type Recommendations = z.infer<typeof recommendations>
