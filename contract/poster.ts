import { z } from 'zod'
import { newMoment } from './moment.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/** Posters (海报): a picture of the brand's own with a code on it, the same for all or with a person's name. Lengths are pixels. */
export const POSTER_LIMITS = {
  sideMin: 300,
  sideMax: 3_000,
  layers: 30,
  textMax: 200,
  /** A code smaller than this cannot be scanned from a phone's screen. */
  codeMin: 120,
} as const

/** What is put in when a poster is drawn; in a text as `{{name}}`. */
export const posterWords = ['name', 'headline'] as const
export type PosterWord = (typeof posterWords)[number]

const { sideMin, sideMax } = POSTER_LIMITS
const colour = z.string().regex(/^#[0-9a-f]{6}$/)
const at = z.int().min(0).max(sideMax)
const side = z.int().min(1).max(sideMax)
const layer = { id: z.string().regex(/^[a-z][a-z0-9]{0,15}$/), x: at, y: at }

export const posterLayer = z.discriminatedUnion('kind', [
  z.strictObject({
    ...layer,
    kind: z.literal('text'),
    text: z.string().min(1).max(POSTER_LIMITS.textMax),
    /** Where a line is broken. */
    width: z.int().min(20).max(sideMax),
    size: z.int().min(12).max(240),
    weight: z.enum(['regular', 'bold']),
    colour,
    align: z.enum(['left', 'center', 'right']),
    /** What does not fit into so many lines is cut with an ellipsis. */
    lines: z.int().min(1).max(12),
  }),
  /** The code that is scanned, on white of its own. */
  z.strictObject({
    ...layer,
    kind: z.literal('code'),
    size: z.int().min(POSTER_LIMITS.codeMin).max(1_500),
  }),
  /** The first character of the person's name in a circle: WeCom shows no pictures of customers to everybody. */
  z.strictObject({
    ...layer,
    kind: z.literal('initial'),
    size: z.int().min(24).max(600),
    colour,
  }),
  z.strictObject({
    ...layer,
    kind: z.literal('block'),
    width: side,
    height: side,
    colour,
    radius: z.int().min(0).max(500),
    /** In percent. */
    opacity: z.int().min(5).max(100),
  }),
])
export type PosterLayer = z.infer<typeof posterLayer>

/** Layers from the lowest to the highest, on a colour or on a picture that fills the poster. */
export const posterPlan = z
  .strictObject({
    width: z.int().min(sideMin).max(sideMax),
    height: z.int().min(sideMin).max(sideMax),
    colour,
    layers: z.array(posterLayer).min(1).max(POSTER_LIMITS.layers),
  })
  .refine(({ layers }) => new Set(layers.map(({ id }) => id)).size === layers.length, {
    message: 'id twice',
  })
  .refine(({ layers }) => layers.filter(({ kind }) => kind === 'code').length === 1, {
    message: 'one code',
  })
  .refine(
    ({ layers, width, height }) =>
      layers.every(
        (one) => one.kind !== 'code' || (one.x + one.size <= width && one.y + one.size <= height),
      ),
    { message: 'the code stands outside' },
  )
export type PosterPlan = z.infer<typeof posterPlan>

const name = z.string().trim().min(1).max(60)
export const newPoster = z.strictObject({ name, plan: posterPlan })
export type NewPoster = z.infer<typeof newPoster>
/** `version`: the one that was changed; a newer one is somebody else's and is not written over. */
export const posterChange = newPoster.extend({ version: z.int().min(1) })
export type PosterChange = z.infer<typeof posterChange>
/** What lies under the layers: a JPEG or a PNG in base64, filling the poster; null takes it away. */
export const posterBackground = z.strictObject({
  picture: newMoment.shape.picture.unwrap().unwrap(),
  version: z.int().min(1),
})
export const posterSaved = z.object({ id: z.string(), version: z.number() })

export const posterLine = z.object({
  id: z.string(),
  name: z.string(),
  width: z.number(),
  height: z.number(),
  version: z.number(),
  changedAt: instant,
  archivedAt: instant.nullable(),
})
export type PosterLine = z.infer<typeof posterLine>
export const posterList = pageOf(posterLine)
export const posterQuery = pageQuery.extend({
  search: z.string().max(100).default(''),
  state: z.enum(['used', 'archived']).optional(),
})
export const poster = posterLine.extend({
  plan: posterPlan,
  hasBackground: z.boolean(),
})
export type Poster = z.infer<typeof poster>

/** POST /api/poster-previews: how a plan looks that is not saved yet. `posterId`: whose background lies under it. */
export const posterPreview = z.strictObject({
  plan: posterPlan,
  posterId: z.string().nullable(),
  words: z.strictObject({ name: z.string().max(60), headline: z.string().max(60) }),
})

/** A JPEG in base64. */
export const posterPreviewed = z.object({ base64: z.string() })

/** How many times larger than it was drawn a poster is saved, for print. */
export const posterScales = [1, 2, 3, 4] as const
export const posterScale = z.coerce.number().pipe(z.literal(posterScales))
