import { z } from 'zod'
import { ties } from './delivery.ts'
import { day, instant } from './page.ts'

export const tieLevel = z.enum(ties)

/** What counts as contact where chats are not kept (没有会话存档): the customer's acts, and what associates do and note. */
export const contactKinds = [
  'talk',
  'click',
  'form',
  'order',
  'group',
  'site',
  'task',
  'note',
] as const
export const contactKind = z.enum(contactKinds)
export type ContactKind = z.infer<typeof contactKind>

/** How the strength of ties was found, with the snapshot that it belongs to. */
export const tieReport = z.object({
  /** Without a chat archive friends' own talk is not seen: the signs below stand for it. */
  mode: z.literal('no_archive'),
  people: z.number(),
  levels: z.array(z.object({ level: tieLevel, people: z.number() })),
  /** Contacts of the last 90 days, by what they were. */
  signs: z.array(z.object({ kind: contactKind, count: z.number() })),
  /** How many can be looked after by name; null: nobody has said, the nearest fifth. */
  capacity: z.number().nullable(),
  cuts: z.object({
    strongFrom: z.number(),
    mediumFrom: z.number(),
    silentAfterDays: z.number(),
  }),
  horizonDays: z.number(),
  /** Share of people heard of lately who are expected to come within the horizon. */
  meanChance: z.number(),
  /** How well an earlier fit foretold the last two weeks; null without anybody to foretell. */
  foretelling: z
    .object({
      people: z.number(),
      came: z.number(),
      auc: z.number().nullable(),
      calibrationError: z.number(),
    })
    .nullable(),
  /** False: too few came, or the chances were off; levels by rank only, no chance is shown. */
  isCalibrated: z.boolean(),
})
export type TieReport = z.infer<typeof tieReport>

/** How strong the tie to one person is, and why. */
export const personTie = z.object({
  level: tieLevel,
  /** From when the level is; null: by the last sign of life, because they came after the snapshot. */
  since: instant.nullable(),
  before: tieLevel.nullable(),
  reasons: z
    .object({
      /** Of the last 90 days. */
      came: z.number(),
      spokenTo: z.number(),
      activeDays: z.number(),
      cameOn: day.nullable(),
      /** 0: only one side; 1: both alike. */
      reciprocity: z.number(),
      /** Null: not to be shown. */
      chance: z.number().nullable(),
      meanChance: z.number().nullable(),
    })
    .nullable(),
})
export type PersonTie = z.infer<typeof personTie>
