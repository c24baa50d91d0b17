import { z } from 'zod'
import { instant, pageOf, pageQuery } from './page.ts'

/** Three layouts: something to be had, somebody to talk to, something that takes place. */
export const landingTemplates = ['offer', 'consult', 'event'] as const
/** What is done there: add an associate by a code, claim a hook, leave name and phone number. */
export const landingDeeds = ['code', 'claim', 'lead'] as const
export const POINTS_MAX = 6

const name = z.string().trim().min(1).max(60)
const named = z.object({ id: z.string(), name: z.string() })

export const variant = z.strictObject({
  id: z.enum(['a', 'b']),
  /** Per cent of the visitors. */
  share: z.number().int().min(0).max(100),
  headline: z.string().trim().min(1).max(60),
  lead: z.string().trim().max(300).default(''),
  points: z.array(z.string().trim().min(1).max(120)).max(POINTS_MAX).default([]),
  button: z.string().trim().min(1).max(20),
})
export type Variant = z.infer<typeof variant>
const variants = z
  .array(variant)
  .min(1)
  .max(2)
  .refine((all) => all.reduce((sum, { share }) => sum + share, 0) === 100)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length)

const written = z.strictObject({
  name,
  sourceId: z.string().nullable().default(null),
  template: z.enum(landingTemplates),
  deed: z.enum(landingDeeds),
  wayId: z.string().nullable().default(null),
  hookId: z.string().nullable().default(null),
  variants,
})
const isWhole = ({ deed, wayId, hookId }: z.infer<typeof written>) =>
  (deed !== 'code' || wayId !== null) && (deed === 'claim') === (hookId !== null)
export const newLanding = written.refine(isWhole)
export type NewLanding = z.infer<typeof newLanding>
export const landingChange = written.refine(isWhole)
export const landingArchiving = z.strictObject({ isArchived: z.boolean() })

/** How a wording did. */
export const variantFigures = variant.extend({ visitors: z.number(), acted: z.number() })
export const landing = z.object({
  id: z.string(),
  name: z.string(),
  source: named.nullable(),
  template: z.enum(landingTemplates),
  deed: z.enum(landingDeeds),
  way: named.nullable(),
  hook: named.nullable(),
  variants: z.array(variantFigures),
  visitors: z.number(),
  acted: z.number(),
  /** People who became friends by its code since it was made. */
  added: z.number(),
  /** Of the two wordings; null: there is one, or nobody has looked. */
  difference: z
    .object({ effect: z.number(), low: z.number(), high: z.number(), isClear: z.boolean() })
    .nullable(),
  url: z.string().nullable(),
  madeAt: instant,
  archivedAt: instant.nullable(),
})
export type Landing = z.infer<typeof landing>
export const landings = pageOf(landing)
export const landingQuery = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  isArchived: z.enum(['true', 'false']).default('false'),
})
