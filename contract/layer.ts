import { z } from 'zod'
import { estimate, rfmClassName } from './insight.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'
import { tieLevel, tieReport } from './tie.ts'

/** Those of one tie and one class of value; null: who never bought. Amounts in minor units. */
export const layerCell = z.object({
  tie: tieLevel,
  rfm: rfmClassName.nullable(),
  people: z.number(),
  spent: z.number(),
  /** Expected of them in the next 90 days. */
  value90: z.number(),
})
export type LayerCell = z.infer<typeof layerCell>

/** People who were of one tie and are of another. */
const tieMove = z.object({ from: tieLevel, to: tieLevel, people: z.number() })
export type TieMove = z.infer<typeof tieMove>

/** Whether nearer people are worth more: what one of each tie is expected to bring in 90 days, with a 95% interval. */
const tieWorth = z.object({
  tie: tieLevel,
  people: z.number(),
  buyers: z.number(),
  mean90: estimate,
  /** Of all that is expected. */
  share: z.number(),
})

/** GET /api/layers: 强弱 × 价值, by the newest snapshot. */
export const layersPage = z.object({
  asOf: instant.nullable(),
  /** Null: no snapshot has measured ties yet. */
  ties: tieReport.nullable(),
  /** False: too few orders for a forecast; what is expected is not to be shown. */
  hasValues: z.boolean(),
  cells: z.array(layerCell),
  worth: z.array(tieWorth),
  /** more, less: strong ties bring more or less than the others, for certain; unclear: it cannot be told. */
  verdict: z.enum(['more', 'less', 'unclear']).nullable(),
  /** Share of revenue of the fifth that spent most. */
  top20: estimate.nullable(),
  /** Between the last snapshots of two months; null while there is only one. */
  moves: z
    .object({ from: z.object({ on: day }), to: z.object({ on: day }), ties: z.array(tieMove) })
    .nullable(),
})
export type LayersPage = z.infer<typeof layersPage>

export const layerPeopleQuery = pageQuery.extend({
  tie: tieLevel.optional(),
  /** `none`: who never bought. */
  rfm: z.union([rfmClassName, z.literal('none')]).optional(),
})
export const layerPerson = z.object({
  customer: z.object({ id: z.string(), no: z.number(), name: z.string() }),
  tie: tieLevel,
  rfm: rfmClassName.nullable(),
  came: z.number(),
  spokenTo: z.number(),
  cameOn: day.nullable(),
  spent: z.number(),
  value90: z.number().nullable(),
})
export type LayerPerson = z.infer<typeof layerPerson>
export const layerPeople = pageOf(layerPerson).extend({ asOf: instant.nullable() })

/** How many people can be looked after by name; null: the nearest fifth. */
export const tieOptions = z.strictObject({
  capacity: z.number().int().min(1).max(10_000_000).nullable(),
})
export type TieOptions = z.infer<typeof tieOptions>
