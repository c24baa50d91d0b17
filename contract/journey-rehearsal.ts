import { z } from 'zod'
import { carrier, reason } from './delivery.ts'
import { journeyPlan } from './journey.ts'
import { instant } from './page.ts'

/** How many days of real life a draft is rehearsed over. */
export const REHEARSAL_DAYS = 30

/** What is told of a step before the launch. */
export const stepMarks = [
  /** Nobody came to it in these days. */
  'nobody_comes',
  /** Everybody who came was refused by the policy. */
  'all_refused',
  /** Most were refused. */
  'most_refused',
  /** Nobody among the associates has time for most of it. */
  'no_time',
  /** Some of it finds no time. */
  'little_time',
  /** WeCom's own limit of mass sends stands in the way. */
  'over_quota',
  /** Some lack what the message says of them, and get nothing. */
  'lacking_words',
  /** The way to it is longer than the days that were rehearsed. */
  'beyond',
] as const
export const stepMark = z.enum(stepMarks)
export type StepMark = z.infer<typeof stepMark>

const people = z.number()
const counted = z.object({ reason: z.string(), people })

export const rehearsedStep = z.object({
  stepId: z.string(),
  /** How it is sent; null for what is no message. */
  carrier: carrier.nullable(),
  came: people,
  planned: people,
  skipped: z.array(counted),
  /** Whom the policy let wait at first, whatever became of them. */
  putOff: z.array(counted),
  /** Arms, events heard or not, waits over: what became of those who came to a step that is no message. */
  passed: z.array(counted),
  lacking: z.array(
    z.object({
      name: z.string(),
      people,
      /** Of them so many read the message with its fallback, as in `reads`. */
      fallback: people,
      reads: z.string().nullable(),
    }),
  ),
  minutes: z.number(),
  /** Deeds of associates that find no time on their day. */
  noTime: people,
  marks: z.array(stepMark),
})
export type RehearsedStep = z.infer<typeof rehearsedStep>

export const rehearsedAssociate = z.object({
  userid: z.string(),
  name: z.string(),
  tasks: z.number(),
  confirms: z.number(),
  /** On a day on which there is anything to do, with what other plans already asked for. */
  minutesPerDay: z.number(),
  mostMinutes: z.number(),
  mostOn: z.string(),
  /** Days on which it is more than there is. */
  daysOver: z.number(),
  noTime: z.number(),
})

export const rehearsalReport = z.object({
  from: instant,
  until: instant,
  /** Times are kept to so many minutes. */
  grainMinutes: z.number(),
  /** Null: everybody was looked at. Else a part, and by how much a number of a hundred may be off (95%). */
  sample: z.object({ people: z.number(), of: z.number(), offPerHundred: z.number() }).nullable(),
  entered: people,
  control: people,
  inside: people,
  left: z.array(counted),
  days: z.array(
    z.object({
      on: z.string(),
      entered: people,
      sends: z.number(),
      tasks: z.number(),
      minutes: z.number(),
      /** What all associates together can give on that day. */
      available: z.number(),
    }),
  ),
  steps: z.array(rehearsedStep),
  associates: z.array(rehearsedAssociate),
  /** Who was put off or refused by a cap or a quota, and by how many of them other plans' messages were what filled it. */
  conflicts: z.array(z.object({ reason, people, byOthers: people })),
  /** Whose messages filled the caps. */
  rivals: z.array(z.object({ id: z.string(), name: z.string(), people })),
  staff: z.object({
    associates: z.number(),
    minutesPerDay: z.number(),
    needed: z.number(),
    noTime: z.number(),
    deeds: z.number(),
  }),
  /** Segments by which people enter that were kept up for a part of these days only, and since when. */
  young: z.array(z.object({ name: z.string(), since: instant })),
  /** What nobody could have done, because the messages were never sent: such waits heard only what happened anyway. */
  deafTo: z.array(z.string()),
})
export type RehearsalReport = z.infer<typeof rehearsalReport>

/** POST /api/journeys/:id/rehearsals */
export const newRehearsal = z.strictObject({
  draftNo: z.int(),
  /** Also those who match the segments already, on the first day. */
  withThoseInside: z.boolean(),
})
/** GET /api/journeys/:id/rehearsal: the newest; null before the first. */
export const rehearsal = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** From 0 to 1. */
  progress: z.number(),
  askedAt: instant,
  askedBy: z.string().nullable(),
  doneAt: instant.nullable(),
  withThoseInside: z.boolean(),
  /** The draft, the contact policy or the associates' time was changed since. */
  isStale: z.boolean(),
  why: z.enum(['draft', 'policy', 'work']).nullable(),
  /** The plan that was rehearsed. */
  plan: journeyPlan,
  report: rehearsalReport.nullable(),
})
export type Rehearsal = z.infer<typeof rehearsal>
export const newestRehearsal = z.object({ rehearsal: rehearsal.nullable() })

/** GET /api/journeys/:id/rehearsal/people: who stands behind a number. */
export const rehearsalPeopleFilter = z.object({
  /** `entered`, `<step> planned`, `<step> skipped opted_out`, … */
  what: z.string().max(120),
})
export const rehearsalPeople = z.object({
  items: z.array(z.object({ id: z.string(), no: z.number(), name: z.string() })),
  /** More stand behind the number than are listed. */
  isCut: z.boolean(),
})
