import { z } from 'zod'
import { instant, pageOf, pageQuery } from './page.ts'

/**
 * A flash topic (快闪): a themed question for a short time. Each choice gives a tag, so that whoever takes part says what
 * they care about; what they choose counts once for a person, and fades.
 */
export const FLASH_LIMITS = { choicesMin: 2, choicesMax: 6 } as const

const choiceId = z.string().regex(/^[a-z][a-z0-9]{0,15}$/)
export const flashChoice = z.strictObject({
  id: choiceId,
  text: z.string().trim().min(1).max(40),
  /** The tag of whoever chooses it; empty: none. */
  tagId: z.string().max(64),
})
export type FlashChoice = z.infer<typeof flashChoice>

const choices = z
  .array(flashChoice)
  .min(FLASH_LIMITS.choicesMin)
  .max(FLASH_LIMITS.choicesMax)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { message: 'id twice' })
  .refine((all) => new Set(all.map(({ text }) => text)).size === all.length, {
    message: 'text twice',
  })

export const flashTopicBody = z
  .strictObject({
    title: z.string().trim().min(1).max(60),
    text: z.string().trim().max(600),
    choices,
    /** How many may be chosen. */
    most: z.int().min(1).max(FLASH_LIMITS.choicesMax),
    from: instant,
    until: instant,
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { message: 'from, until' })
export type FlashTopicBody = z.infer<typeof flashTopicBody>

export const flashStates = ['soon', 'open', 'ended'] as const
export const flashState = z.enum(flashStates)
export type FlashState = z.infer<typeof flashState>

/** `seen`: how many looked at it; `joined`: how many of them took part. */
const counted = { seen: z.number(), joined: z.number() }

export const flashFilter = pageQuery.extend({
  search: z.string().max(60).default(''),
  state: flashState.optional(),
})
export const flashLine = z.object({
  id: z.string(),
  title: z.string(),
  state: flashState,
  from: instant,
  until: instant,
  choices: z.array(z.string()),
  ...counted,
})
export type FlashLine = z.infer<typeof flashLine>
/** GET /api/flash-topics */
export const flashTopics = pageOf(flashLine)
export const madeFlash = z.object({ id: z.string() })

/** GET /api/flash-topics/:id */
export const flashTopic = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  most: z.number(),
  state: flashState,
  from: instant,
  until: instant,
  madeBy: z.string().nullable(),
  /** Where customers find it; null: this installation has no address that a phone could open. */
  url: z.string().nullable(),
  ...counted,
  choices: z.array(
    flashChoice.extend({ text: z.string(), tag: z.string().nullable(), picked: z.number() }),
  ),
})
export type FlashTopic = z.infer<typeof flashTopic>

export const flashPeopleFilter = pageQuery.extend({ choice: choiceId.optional() })
export const flashPerson = z.object({
  id: z.string(),
  /** Null: nobody whom we know yet. */
  person: z.object({ id: z.string(), no: z.number(), name: z.string() }).nullable(),
  joinedAt: instant,
  choices: z.array(z.string()),
})
export type FlashPerson = z.infer<typeof flashPerson>
/** GET /api/flash-topics/:id/people: who took part, the newest first. */
export const flashPeople = pageOf(flashPerson)

/** GET /api/flash-proposals: about which groups of tags the fewest people have said or done anything. */
export const flashProposals = z.object({
  /** All persons that the brand knows. */
  people: z.number(),
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Of them, for how many any tag of the group has evidence. */
      known: z.number(),
      /** The least known first, at most as many as a topic has choices. */
      tags: z.array(z.object({ id: z.string(), name: z.string(), known: z.number() })),
    }),
  ),
})
export type FlashProposals = z.infer<typeof flashProposals>
