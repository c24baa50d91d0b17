import { z } from 'zod'
import { posterPlan } from '../../contract/poster.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** One poster to be drawn. */
export const posterOrder = z.object({
  plan: posterPlan,
  background: bytes.nullable(),
  /** A picture of a code that somebody else has made, or the text that a code is to hold. */
  code: z.union([z.object({ picture: bytes }), z.object({ text: z.string().max(2_000) })]),
  words: z.object({ name: z.string(), headline: z.string() }),
  /** How many times larger than the plan's pixels; less than one for a look in a list. */
  scale: z.number().positive().max(4),
  format: z.enum(['jpeg', 'png']),
})
export type PosterOrder = z.infer<typeof posterOrder>

/** What travels between us and the process that draws. */
export const toPainter = z.object({
  no: z.number(),
  /** A poster to draw, or a picture of a code to read. */
  work: z.union([z.object({ order: posterOrder }), z.object({ picture: bytes })]),
})
export type Work = z.infer<typeof toPainter>['work']
export const fromPainter = z.object({
  no: z.number(),
  /** What came of it: a poster, or what a code holds as UTF-8. */
  made: bytes.nullable(),
  error: z.string(),
})
