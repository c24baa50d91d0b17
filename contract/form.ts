import { z } from 'zod'
import { day, instant, pageOf, pageQuery } from './page.ts'

/**
 * A form (表单): questions that a customer answers on a page of the brand. What was published never changes: an answer is
 * read by the version that it was given to.
 */
export const FORM_LIMITS = {
  questions: 30,
  options: 20,
  hosts: 10,
  words: 30,
  shortAnswer: 200,
  longAnswer: 2_000,
  score: 1_000,
} as const

/** Which of the four a question asks about (需求四问): interests, cares, worries, pains. */
export const needAspects = ['interest', 'care', 'worry', 'pain'] as const
export const needAspect = z.enum(needAspects)
export type NeedAspect = z.infer<typeof needAspect>

/** Where an answer leads besides the next question: the end. */
export const FORM_END = 'end'

const partId = z.string().regex(/^[a-z][a-z0-9]{0,15}$/)
const shortText = (most: number) => z.string().max(most)
const tagId = z.string().max(64)
const score = z.int().min(-FORM_LIMITS.score).max(FORM_LIMITS.score)
/** A question's id, `end`, or empty: the next one in order. */
const goTo = z.union([z.literal(''), partId])

export const formOption = z.strictObject({
  id: partId,
  text: shortText(60),
  /** Whoever chooses it gets this tag, with question and answer quoted; empty: none. */
  tagId,
  /** What is known of whoever chooses it from then on: the question's trait gets this value; empty: the option's own text. */
  traitValue: shortText(100),
  score,
  goTo,
})
export type FormOption = z.infer<typeof formOption>

/** A tag for whoever writes one of these words in their own sentence (自我介绍). */
export const wordTag = z.strictObject({
  tagId,
  words: z.array(shortText(30)).max(FORM_LIMITS.words),
})
export type WordTag = z.infer<typeof wordTag>

const asked = {
  id: partId,
  /** The short name by which its answers are known in segments, columns and reports; unique in its form. */
  key: shortText(30),
  title: shortText(200),
  help: shortText(200),
  isRequired: z.boolean(),
  need: needAspect.nullable(),
  /** The answer is kept as this trait of the person; empty: it is not. */
  trait: shortText(60),
  /** Where it goes on after this question, unless the chosen option says otherwise. */
  goTo,
}
const bound = z.number().nullable()
const chosen = { ...asked, options: z.array(formOption).max(FORM_LIMITS.options) }

export const formQuestion = z.discriminatedUnion('kind', [
  z.strictObject({ ...chosen, kind: z.literal('single') }),
  z.strictObject({
    ...chosen,
    kind: z.literal('multiple'),
    /** How many may be chosen; null: as many as there are. */
    most: z.int().min(1).max(FORM_LIMITS.options).nullable(),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('text'),
    longest: z.int().min(1).max(FORM_LIMITS.shortAnswer),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('long_text'),
    longest: z.int().min(1).max(FORM_LIMITS.longAnswer),
    wordTags: z.array(wordTag).max(FORM_LIMITS.options),
  }),
  z.strictObject({ ...asked, kind: z.literal('number'), from: bound, to: bound }),
  z.strictObject({ ...asked, kind: z.literal('date'), from: day.nullable(), to: day.nullable() }),
  z.strictObject({ ...asked, kind: z.literal('phone') }),
  z.strictObject({ ...asked, kind: z.literal('rating'), steps: z.int().min(3).max(10) }),
])
export type FormQuestion = z.infer<typeof formQuestion>
export const questionKinds = [
  'single',
  'multiple',
  'text',
  'long_text',
  'number',
  'date',
  'phone',
  'rating',
] as const satisfies readonly FormQuestion['kind'][]

const host = z.string().regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/)

export const formPlan = z.strictObject({
  /** What the customer reads above the first question. */
  title: shortText(80),
  intro: shortText(500),
  questions: z.array(formQuestion).max(FORM_LIMITS.questions),
  thanks: z.strictObject({
    text: shortText(500),
    /** Where a button leads afterwards; empty: there is none. */
    linkText: shortText(30),
    linkUrl: shortText(1_000),
  }),
  /** Whether one person may answer more than once. */
  isRepeatable: z.boolean(),
  /** Days of the workspace, both included; null: always. */
  from: day.nullable(),
  until: day.nullable(),
  /** Sites that may show it in a frame of theirs. */
  hosts: z.array(host).max(FORM_LIMITS.hosts),
})
export type FormPlan = z.infer<typeof formPlan>

const name = z.string().trim().min(1).max(60)
export const newForm = z.strictObject({ name, plan: formPlan })
export const madeForm = z.object({ id: z.string() })
export const savedForm = z.strictObject({ draftNo: z.int(), name, plan: formPlan })
export const formSaved = z.object({ draftNo: z.number() })
/** POST /api/forms/:id/published: of the draft that was looked at. */
export const formPublish = z.strictObject({ draftNo: z.int() })
export const formPublished = z.object({ version: z.number() })
export const formClosing = z.strictObject({ isClosed: z.boolean() })

/** draft → open → closed (by hand or by its day), and open again. `soon`: published, its first day has not come. */
export const formStates = ['draft', 'soon', 'open', 'closed'] as const
export const formState = z.enum(formStates)
export type FormState = z.infer<typeof formState>

export const formFilter = pageQuery.extend({
  search: z.string().max(60).default(''),
  state: formState.optional(),
})

/** How many looked at it, began, and finished; the middle of how long it took them. */
const counted = {
  opened: z.number(),
  started: z.number(),
  finished: z.number(),
  medianSeconds: z.number().nullable(),
}
export const formLine = z.object({
  id: z.string(),
  name: z.string(),
  state: formState,
  questions: z.number(),
  ...counted,
  lastAnswerAt: instant.nullable(),
  changedAt: instant,
  changedBy: z.string().nullable(),
})
export type FormLine = z.infer<typeof formLine>
/** GET /api/forms */
export const forms = pageOf(formLine)

/** GET /api/forms/:id */
export const form = z.object({
  id: z.string(),
  name: z.string(),
  state: formState,
  draft: z.object({
    no: z.number(),
    plan: formPlan,
    savedAt: instant,
    savedBy: z.string().nullable(),
  }),
  /** What customers see now; null: it was never published. */
  published: z
    .object({
      version: z.number(),
      plan: formPlan,
      publishedAt: instant,
      publishedBy: z.string().nullable(),
      /** The draft says something else. */
      isBehind: z.boolean(),
    })
    .nullable(),
  closedAt: instant.nullable(),
  /** Where customers find it; null: this installation has no address that a phone could open. */
  url: z.string().nullable(),
})
export type Form = z.infer<typeof form>

/** GET /api/forms/:id/results */
export const formResults = z.object({
  ...counted,
  averageScore: z.number().nullable(),
  questions: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      title: z.string(),
      kind: z.enum(questionKinds),
      /** Saw it, answered it, saw it last and went away. */
      shown: z.number(),
      answered: z.number(),
      stopped: z.number(),
      /** Numbers and ratings only. */
      average: z.number().nullable(),
      /** How often each was chosen. */
      choices: z.array(z.object({ id: z.string(), text: z.string(), count: z.number() })),
    }),
  ),
})
export type FormResults = z.infer<typeof formResults>

export const answerFilter = pageQuery.extend({
  state: z.enum(['finished', 'unfinished']).optional(),
  question: partId.optional(),
  /** Chose this (an option's id, or a number as it was given). */
  choice: z.string().max(60).optional(),
  /** Saw this question last and went away. */
  stoppedAt: partId.optional(),
})
export const formAnswersOfOne = z.object({
  id: z.string(),
  /** Null: nobody whom we know. */
  person: z.object({ id: z.string(), no: z.number(), name: z.string() }).nullable(),
  openedAt: instant,
  finishedAt: instant.nullable(),
  seconds: z.number().nullable(),
  score: z.number(),
  answers: z.array(z.object({ question: z.string(), title: z.string(), text: z.string() })),
})
export type FormAnswersOfOne = z.infer<typeof formAnswersOfOne>
/** GET /api/forms/:id/answers */
export const formAnswers = pageOf(formAnswersOfOne)

/** GET /api/customers/:id/need-profile (需求四问画像): what a person said to each of the four, in their own words. */
export const needProfile = z.object({
  aspects: z.array(
    z.object({
      aspect: needAspect,
      said: z.array(
        z.object({
          formId: z.string(),
          form: z.string(),
          question: z.string(),
          answer: z.string(),
          at: instant,
        }),
      ),
    }),
  ),
})
export type NeedProfile = z.infer<typeof needProfile>
