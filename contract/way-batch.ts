import { z } from 'zod'
import { instant } from './page.ts'

/** Many contact ways (渠道活码) from one table. */
export const WAY_LINES_MAX = 5_000
const CHARACTERS_MAX = 4_000_000

/** The columns of the table. */
export const wayColumns = ['name', 'source', 'associates', 'tags', 'welcome', 'cap'] as const
export type WayColumn = (typeof wayColumns)[number]

/** Why a cell cannot be taken. `known`: a code of this name is there already. */
export const wayFaults = [
  'no_name',
  'name_long',
  'duplicate',
  'known',
  'no_source',
  'several_sources',
  'no_associate',
  'several_associates',
  'associate_gone',
  'several_corps',
  'not_connected',
  'too_many',
  'no_tag',
  'several_tags',
  'welcome_long',
  'bad_cap',
] as const
export const wayFault = z.object({
  line: z.number(),
  column: z.enum(wayColumns),
  fault: z.enum(wayFaults),
  /** What stands there. */
  found: z.string(),
})
export type WayFault = z.infer<typeof wayFault>

/** A code as it would be made. */
export const wayLine = z.object({
  line: z.number(),
  name: z.string(),
  path: z.array(z.string()),
  associates: z.array(z.string()),
  tags: z.array(z.string()),
  welcome: z.string(),
  capPerDay: z.number().nullable(),
})
export type WayLine = z.infer<typeof wayLine>

export const newWayBatch = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(CHARACTERS_MAX),
})
export const wayBatchPreview = z.object({
  lines: z.array(wayLine),
  faults: z.array(wayFault),
  /** Of each company that codes would be made in: how many stand, how many would come, how many WeCom allows. */
  limits: z.array(
    z.object({ corp: z.string(), used: z.number(), wanted: z.number(), allowed: z.number() }),
  ),
  /** Another table is being worked through. */
  isBusy: z.boolean(),
})
export type WayBatchPreview = z.infer<typeof wayBatchPreview>

export const wayBatch = z.object({
  id: z.string(),
  fileName: z.string(),
  lines: z.number(),
  made: z.number(),
  refused: z.number(),
  stopped: z.number(),
  madeAt: instant,
  endedAt: instant.nullable(),
})
export type WayBatch = z.infer<typeof wayBatch>
export const wayBatches = z.object({ items: z.array(wayBatch) })

/** How codes are saved: as lines that print at any size, or as pixels for so many centimetres at 300 dots an inch. */
export const codeFormats = ['svg', 'png_5', 'png_10', 'png_20'] as const
export const codesAsked = z.object({ format: z.enum(codeFormats).default('svg') })
export type CodeFormat = (typeof codeFormats)[number]
