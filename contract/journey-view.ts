import { z } from 'zod'
import { day, festival } from './almanac.ts'
import { carrier, deliveryState, purpose, reason } from './delivery.ts'
import { journeyPlan } from './journey.ts'
import { planProblemCodes } from './journey-problems.ts'
import { starterIds } from './journey-starters.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/** How an SOP stands. `ending`: nobody enters any more, some are still inside. */
export const journeyStates = ['draft', 'running', 'paused', 'ending', 'ended'] as const
export const journeyState = z.enum(journeyStates)
export type JourneyState = z.infer<typeof journeyState>

const name = z.string().trim().min(1).max(60)
const person = z.object({ id: z.string(), no: z.number(), name: z.string() })

/** How many entered since the first launch, how many of them are the control group, still inside, arrived at the goal, or were
 * moved from an older version. */
export const journeyCrowd = z.object({
  entered: z.number(),
  control: z.number(),
  inside: z.number(),
  arrived: z.number(),
  moved: z.number(),
})

/** One line of the list of SOPs. */
export const journeyLine = z.object({
  id: z.string(),
  name: z.string(),
  state: journeyState,
  /** Of the draft: what stands in it. */
  triggers: z.array(z.enum(['segment', 'event', 'date', 'festival', 'manual'])),
  steps: z.number(),
  /** The newest version; null before the first launch. */
  version: z.number().nullable(),
  /** The draft says something else than the newest version. */
  hasChanges: z.boolean(),
  people: journeyCrowd,
  changedAt: instant,
  changedBy: z.string().nullable(),
  launchedAt: instant.nullable(),
})
export type JourneyLine = z.infer<typeof journeyLine>
/** GET /api/journeys */
export const journeys = pageOf(journeyLine)
export const journeyFilter = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  state: journeyState.optional(),
})

/** POST /api/journeys: empty, from a starter, or with a plan (a copy, an undone deletion). */
export const newJourney = z.union([
  z.strictObject({ name: name.optional(), starter: z.enum(starterIds) }),
  z.strictObject({ name, plan: journeyPlan.optional() }),
])
export const madeJourney = z.object({ id: z.string() })

/** What keeps a draft from being launched; `detail` names what is meant where the code does not. */
export const launchProblem = z.object({
  code: z.enum(planProblemCodes),
  stepId: z.string().nullable(),
  detail: z.string(),
})
export type LaunchProblem = z.infer<typeof launchProblem>

/** GET /api/journeys/:id */
export const journey = z.object({
  id: z.string(),
  name: z.string(),
  state: journeyState,
  draft: z.object({
    no: z.number(),
    plan: journeyPlan,
    savedAt: instant,
    savedBy: z.string().nullable(),
  }),
  hasChanges: z.boolean(),
  people: journeyCrowd,
  /** The newest first. */
  versions: z.array(
    z.object({
      no: z.number(),
      publishedAt: instant,
      publishedBy: z.string().nullable(),
      /** The second person, where one was needed. */
      approvedBy: z.string().nullable(),
      audience: z.number(),
      experimentId: z.string().nullable(),
      entered: z.number(),
      inside: z.number(),
    }),
  ),
  pause: z
    .object({ pausedAt: instant, pausedBy: z.string().nullable(), reason: z.string() })
    .nullable(),
  /** The newest launch that was asked for, while it waits or was refused for the draft as it stands. */
  approval: z
    .object({
      id: z.string(),
      state: z.enum(['open', 'refused']),
      audience: z.number(),
      reason: z.string(),
      askedAt: instant,
      askedBy: z.string().nullable(),
      /** The draft was changed since: it cannot be approved any more. */
      isStale: z.boolean(),
      decidedBy: z.string().nullable(),
      verdictReason: z.string(),
    })
    .nullable(),
  ending: z
    .object({
      endedAt: instant,
      endedBy: z.string().nullable(),
      reason: z.string(),
      mode: z.enum(['finish', 'at_once']),
    })
    .nullable(),
  /** People whom somebody put in, the newest ten times. */
  admissions: z.array(
    z.object({
      id: z.string(),
      askedAt: instant,
      askedBy: z.string().nullable(),
      segment: z.string().nullable(),
      seen: z.number(),
      entered: z.number(),
      isDone: z.boolean(),
    }),
  ),
})
export type Journey = z.infer<typeof journey>

/** PUT /api/journeys/:id/draft, over the draft of that number. */
export const savedDraft = z.strictObject({ draftNo: z.int(), name, plan: journeyPlan })
export const draftSaved = z.object({ draftNo: z.number(), savedAt: instant })

/** Of those who come to one of the first messages, how many are reached if it came now, and why the rest are not. */
export const launchReach = z.object({
  stepId: z.string(),
  carrier,
  purpose,
  /** So many come to it. `isAtMost`: what sends them there has yet to happen, so that it may be fewer. */
  come: z.number(),
  isAtMost: z.boolean(),
  now: z.number(),
  /** `from`: when the first of them is looked at again. */
  later: z.array(z.object({ reason, people: z.number(), from: instant })),
  never: z.array(z.object({ reason, people: z.number() })),
  /** Associates who would have to confirm or to send. */
  senders: z.number(),
})
/** GET /api/journeys/:id/check: what a launch would do. */
export const launchCheck = z.object({
  draftNo: z.number(),
  problems: z.array(launchProblem),
  /** Who matches the segments now, and how many of them the entry rule lets in. */
  matching: z.number(),
  audience: z.number(),
  /** So many were looked at one by one, spread evenly over all; the figures of `reaches` are of all. */
  lookedAt: z.number(),
  /** By what each would get first: behind a fork people go different ways. Empty without people or without a message. */
  reaches: z.array(launchReach),
  /** More than this at once need a second person's word; null: one may decide alone. */
  approvalAbove: z.number().nullable(),
  controlShare: z.number(),
  /** People who did one of the triggering events in the last seven days; null without such a trigger or while history is away. */
  lastWeek: z.number().nullable(),
  /** How many people have their day within 30 days; null: none of the triggers is a date. */
  nextMonth: z.number().nullable(),
  /** For each festival of the plan: when its people come in next, and how many are in the segment now. */
  festivals: z.array(z.object({ festival, festivalOn: day, comeAt: instant, people: z.number() })),
  /** Messages and tasks of the longest way through the plan. */
  effects: z.object({ send: z.number(), staffTask: z.number() }),
})
export type LaunchCheck = z.infer<typeof launchCheck>

/** POST /api/journeys/:id/versions: launches the draft that was looked at, for as many as were seen. */
export const launch = z.strictObject({
  draftNo: z.int(),
  /** Also who matches already, not only who enters from now on. */
  withThoseInside: z.boolean(),
  audience: z.int().min(0),
})
export const launched = z.object({ version: z.number() })

const why = z.string().trim().min(2).max(200)

/** POST /api/journeys/:id/approvals: asks a second person for a launch that is too large for one. */
export const newApproval = launch.extend({ reason: why })
export const approvalAsked = z.object({ id: z.string() })
/** GET /api/approvals: launches that wait for a second person, the oldest first. */
export const approval = z.object({
  id: z.string(),
  journey: z.object({ id: z.string(), name: z.string() }),
  plan: journeyPlan,
  audience: z.number(),
  reason: z.string(),
  askedAt: instant,
  askedBy: z.string().nullable(),
  /** Asked for by whoever is looking: somebody else has to approve it. */
  isMine: z.boolean(),
  isStale: z.boolean(),
})
export type Approval = z.infer<typeof approval>
export const approvals = pageOf(approval)
/** PUT /api/approvals/:id/verdict. What is approved is launched at once. */
export const approvalVerdict = z.strictObject({
  said: z.enum(['approved', 'refused']),
  reason: why,
})
export const approvalDecided = z.object({ version: z.number().nullable() })

/** PUT /api/journeys/:id/pause. `messages`: what was planned and has not left is called back as well. */
export const journeyPause = z.strictObject({ reason: why, messages: z.boolean().default(false) })
/** PUT /api/journeys/:id/ending. `confirm` repeats the name. */
export const journeyEnding = z.strictObject({
  mode: z.enum(['finish', 'at_once']),
  reason: why,
  confirm: z.string(),
})

export const ADMITTED_MAX = 1_000
/** POST /api/journeys/:id/admissions: puts people in by hand, for as many as were seen. */
export const newAdmission = z.union([
  z.strictObject({ customerIds: z.array(z.string()).min(1).max(ADMITTED_MAX) }),
  z.strictObject({ segmentId: z.string(), audience: z.int().min(0) }),
])
export const admission = z.object({ id: z.string(), people: z.number() })

/** What became of those who came to a step. */
export const stepNumbers = z.object({
  stepId: z.string(),
  came: z.number(),
  waiting: z.number(),
  outcomes: z.array(z.object({ outcome: z.string(), detail: z.string(), people: z.number() })),
  /** Of its messages, by the state in the ledger. */
  messages: z.array(z.object({ state: deliveryState, people: z.number() })),
  /** Who followed the link of what was theirs alone, and how often the link of a mass send was followed by whomever. */
  clicked: z.number(),
  clicks: z.number(),
  /** Whose way ended here: arrived, left early, or came to the end. */
  left: z.number(),
})
export type StepNumbers = z.infer<typeof stepNumbers>
/** GET /api/journeys/:id/versions/:no */
export const journeyVersion = z.object({
  no: z.number(),
  name: z.string(),
  plan: journeyPlan,
  people: journeyCrowd,
  left: z.array(z.object({ reason: z.string(), people: z.number() })),
  steps: z.array(stepNumbers),
})
export type JourneyVersion = z.infer<typeof journeyVersion>

/** GET /api/journeys/:id/versions/:no/answers: what people did within so many days after a step's message. */
export const journeyAnswers = z.object({
  days: z.number(),
  /** Null while history is away. */
  steps: z
    .array(z.object({ stepId: z.string(), replied: z.number(), bought: z.number() }))
    .nullable(),
})

export const enrollmentState = z.enum(['timer', 'listening', 'control', 'left'])
/** Which number of a version is opened: of the whole way, or of a step. */
export const peopleAt = [
  'entered',
  'moved',
  'control',
  'inside',
  'left',
  'came',
  'waiting',
  'message',
  'clicked',
  'replied',
  'bought',
] as const
/** GET /api/journeys/:id/people */
export const journeyPeopleFilter = pageQuery.extend({
  version: z.coerce.number().int().optional(),
  at: z.enum(peopleAt).default('entered'),
  step: z.string().max(24).optional(),
  outcome: z.string().max(24).optional(),
  detail: z.string().max(40).optional(),
  /** Why they left. */
  reason: z.string().max(24).optional(),
  state: deliveryState.optional(),
})
/** One way of one person through an SOP. */
export const enrollmentLine = z.object({
  id: z.string(),
  customer: person,
  journey: z.object({ id: z.string(), name: z.string() }),
  version: z.number(),
  enteredAt: instant,
  state: enrollmentState,
  stepId: z.string().nullable(),
  stepName: z.string(),
  stepKind: z.string().nullable(),
  dueAt: instant.nullable(),
  leftAt: instant.nullable(),
  leftReason: z.string().nullable(),
})
export type EnrollmentLine = z.infer<typeof enrollmentLine>
export const enrollmentPage = pageOf(enrollmentLine)
/** GET /api/customers/:id/journeys */
export const journeysOfPerson = z.object({ items: z.array(enrollmentLine) })

const stepNote = z.object({ why: z.string(), reason: z.string() })

/** A step that was done for somebody: when, what came of it, and the message behind it. */
export const passage = z.object({
  stepId: z.string(),
  stepKind: z.string().nullable(),
  stepName: z.string(),
  at: instant,
  outcome: z.string(),
  /** Why it was skipped, or which arm was taken. */
  detail: z.string(),
  /** What it rested on, such as the hour of their own for which they were waited. */
  note: stepNote.nullable(),
  /** The arm that was taken, and where it stands among its like; nobody has to give it a name. */
  arm: z.object({ id: z.string(), name: z.string(), at: z.number().int() }).nullable(),
  /** They were led to another version here: to which of its steps (no kind: they left), and why. */
  moved: z
    .object({
      version: z.number(),
      stepKind: z.string().nullable(),
      stepName: z.string(),
      reason: z.string(),
    })
    .nullable(),
  message: z
    .object({
      id: z.string(),
      state: deliveryState,
      reason: reason.nullable(),
      text: z.string(),
      userid: z.string(),
      dueAt: instant,
      sentAt: instant.nullable(),
    })
    .nullable(),
})
export type Passage = z.infer<typeof passage>
/** GET /api/enrollments/:id: an enrollment explains itself. */
export const enrollment = enrollmentLine.extend({
  cause: z.object({
    kind: z.enum(['segment', 'event', 'date', 'festival', 'manual']),
    /** The segment's name, the event's name, the trait whose day it was, the festival, or who put them in. */
    name: z.string(),
    at: instant,
  }),
  /** What it waits for besides the time. */
  listensTo: z.string().nullable(),
  note: stepNote.nullable(),
  tries: z.number(),
  passages: z.array(passage),
  /** Steps that may follow, the nearest first; behind a fork it is not known yet. */
  next: z.array(z.object({ stepId: z.string(), stepKind: z.string(), stepName: z.string() })),
})
export type Enrollment = z.infer<typeof enrollment>

/** POST /api/message-previews: a message as a person would read it. */
export const messagePreviewAsked = z.strictObject({
  text: z.string().max(2_000),
  customerId: z.string(),
})
export const messagePreview = z.object({
  text: z.string().nullable(),
  problem: z.enum(['missing_variable', 'unrenderable']).nullable(),
  detail: z.string(),
  /** What may be said of this person, for picking. */
  variables: z.array(z.object({ key: z.string(), value: z.string() })),
})
export type MessagePreview = z.infer<typeof messagePreview>
