import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/**
 * open → answered → waiting (for the customer) → solved → closed. A solved or closed case that is reopened is open again.
 * While it is not solved, nothing is promoted to its customer.
 */
export const caseStates = ['open', 'answered', 'waiting', 'solved', 'closed'] as const
export type CaseState = (typeof caseStates)[number]
export const priorities = ['normal', 'urgent'] as const
export type Priority = (typeof priorities)[number]
/** How it came to be opened: by somebody of the brand, out of a customer's message, by an event. */
export const caseOrigins = ['staff', 'message', 'event'] as const
/** What was done about it. */
export const resolutionKinds = [
  'explained',
  'refunded',
  'replaced',
  'compensated',
  'passed_on',
  'nothing',
  'other',
] as const
export type ResolutionKind = (typeof resolutionKinds)[number]

/** The kinds that every brand begins with; their names are in the reader's language until the brand writes its own. */
export const usualKinds = ['question', 'complaint', 'after_sale', 'return', 'other'] as const
const KINDS_MAX = 30
const MINUTES_MAX = 60 * 24 * 60

/** Working minutes, by priority. */
const limit = z.strictObject({
  normal: z.number().int().min(1).max(MINUTES_MAX),
  urgent: z.number().int().min(1).max(MINUTES_MAX),
})
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const kindKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

/** A kind of case with its two clocks. */
export const caseKind = z.strictObject({
  key: kindKey,
  /** Empty: one of the usual, called what it is called everywhere. */
  name: z.string().trim().max(20),
  firstAnswer: limit,
  resolution: limit,
  /** False: no new ones. */
  isUsed: z.boolean(),
})
export type CaseKind = z.infer<typeof caseKind>

/** The clock that runs while a customer waits for an answer in a chat (待回复). */
export const replyClock = z.strictObject({
  /** False: nobody is said to wait, and nothing is held back because of it. */
  isOn: z.boolean(),
  /** Working minutes within which somebody is to have answered. */
  minutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  /** After so many hours nobody is expected to answer any more; what was held back may go again. */
  lapseHours: z
    .number()
    .int()
    .min(1)
    .max(14 * 24),
})
export type ReplyClock = z.infer<typeof replyClock>
const usualReply: ReplyClock = { isOn: true, minutes: 30, lapseHours: 48 }

const OPENERS_MAX = 20
/** An event that opens a case of its customer. */
export const opener = z.strictObject({
  event: z.string().trim().min(1).max(120),
  kind: kindKey,
  priority: z.enum(priorities),
})
export const careSettings = z
  .strictObject({
    /** When somebody is at work, by the workspace's clock; the clocks of cases stand outside of it. 1: Monday. */
    hours: z.strictObject({
      from: clockTime,
      to: clockTime,
      weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    }),
    kinds: z.array(caseKind).min(1).max(KINDS_MAX),
    openers: z.array(opener).max(OPENERS_MAX),
    /** A solved case closes by itself after so many days. */
    closeAfterDays: z.number().int().min(1).max(60),
    reply: replyClock.default(usualReply),
  })
  .refine(({ hours }) => hours.from < hours.to, { path: ['hours'] })
  .refine(({ kinds }) => kinds.some(({ isUsed }) => isUsed), { path: ['kinds'] })
  .refine(({ kinds }) => new Set(kinds.map(({ key }) => key)).size === kinds.length, {
    path: ['kinds'],
  })
  .refine(
    ({ kinds, openers }) => openers.every((one) => kinds.some(({ key }) => key === one.kind)),
    {
      path: ['openers'],
    },
  )
export type CareSettings = z.infer<typeof careSettings>

const HOUR = 60
const usual = (key: (typeof usualKinds)[number], answer: number, solve: number): CaseKind => ({
  key,
  name: '',
  firstAnswer: { normal: answer, urgent: Math.min(answer, HOUR / 2) },
  resolution: { normal: solve, urgent: Math.ceil(solve / 3) },
  isUsed: true,
})
/** What holds in a workspace that has set nothing. A working day of it has nine hours. */
export const defaultCareSettings: CareSettings = {
  hours: { from: '09:00', to: '18:00', weekdays: [1, 2, 3, 4, 5, 6, 7] },
  kinds: [
    usual('question', 2 * HOUR, 9 * HOUR),
    usual('complaint', HOUR, 18 * HOUR),
    usual('after_sale', 2 * HOUR, 27 * HOUR),
    usual('return', 2 * HOUR, 27 * HOUR),
    usual('other', 4 * HOUR, 27 * HOUR),
  ],
  openers: [],
  closeAfterDays: 3,
  reply: usualReply,
}

/** `no`: 0 while nobody has set anything; who changes them says which version they looked at. */
export const storedCareSettings = z.object({
  settings: careSettings,
  no: z.number(),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
})
export const careSettingsChange = z.strictObject({ settings: careSettings, no: z.number().int() })

const owner = z.object({ userid: z.string(), name: z.string(), isActive: z.boolean() }).nullable()

/** A request of one customer that somebody answers for (服务单). */
export const serviceCase = z.object({
  id: z.string(),
  no: z.number(),
  customer: z.object({ id: z.string(), name: z.string() }),
  kind: z.string(),
  /** As the brand calls the kind; empty: one of the usual. */
  kindName: z.string(),
  priority: z.enum(priorities),
  state: z.enum(caseStates),
  origin: z.enum(caseOrigins),
  originEvent: z.string(),
  subject: z.string(),
  owner,
  openedAt: instant,
  openedBy: z.string().nullable(),
  answerDueAt: instant,
  resolveDueAt: instant,
  answeredAt: instant.nullable(),
  waitingSince: instant.nullable(),
  solvedAt: instant.nullable(),
  closedAt: instant.nullable(),
  reopened: z.number(),
  resolutionKind: z.enum(resolutionKinds).nullable(),
  resolution: z.string(),
  satisfaction: z.number().nullable(),
  /** Which clock has run out as of now, or ran out before somebody was done; null: none did. */
  overdue: z.enum(['answer', 'resolve']).nullable(),
  /** Somebody in charge is to look at it. */
  isEscalated: z.boolean(),
})
export type ServiceCase = z.infer<typeof serviceCase>
export const serviceCases = pageOf(serviceCase)

export const caseEntryKinds = [
  'opened',
  'happened_again',
  'note',
  'answered',
  'waiting',
  'customer_back',
  'reassigned',
  'changed',
  'escalated',
  'escalation_seen',
  'solved',
  'reopened',
  'closed',
  'rated',
] as const
export const caseEntry = z.object({
  id: z.string(),
  kind: z.enum(caseEntryKinds),
  at: instant,
  /** Null: a program, or the clock. */
  by: z.string().nullable(),
  text: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type CaseEntry = z.infer<typeof caseEntry>
export const serviceCaseDetail = serviceCase.extend({
  entries: z.array(caseEntry),
  /** Promotions to this customer that an associate has in WeCom, in one task with others: only she can leave them. */
  stillOut: z.array(z.object({ owner, text: z.string() })),
})
export type ServiceCaseDetail = z.infer<typeof serviceCaseDetail>

/** `unsolved`: open, answered or waiting. `overdue`: a clock has run out as of now. `escalated`: and nobody has taken note. */
export const caseFilterStates = ['unsolved', 'overdue', 'escalated', ...caseStates, 'all'] as const
export const caseQuery = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  state: z.enum(caseFilterStates).default('unsolved'),
  kind: z.string().max(40).optional(),
  /** A userid; `none`: nobody's. */
  owner: z.string().max(USERID_MAX).optional(),
  priority: z.enum(priorities).optional(),
  customerId: z.string().max(64).optional(),
  sort: z.enum(['due', '-due', 'opened', '-opened']).default('due'),
})
export type CaseQuery = z.infer<typeof caseQuery>

const words = z.string().trim().min(1).max(2_000)
export const newServiceCase = z.strictObject({
  customerId: z.string().max(64),
  kind: kindKey,
  priority: z.enum(priorities).default('normal'),
  subject: z.string().trim().min(2).max(200),
  origin: z.enum(['staff', 'message']).default('staff'),
  /** Absent: whoever the customer talks to. */
  owner: z.string().max(USERID_MAX).optional(),
})
export const caseWords = z.strictObject({ text: words })
export const caseChange = z.strictObject({ kind: kindKey, priority: z.enum(priorities) })
export const newOwner = z.strictObject({
  owner: z.string().min(1).max(USERID_MAX),
  reason: z.string().trim().max(200).default(''),
})
export const solution = z.strictObject({ kind: z.enum(resolutionKinds), text: words })
export const rating = z.strictObject({
  satisfaction: z.number().int().min(1).max(5),
  text: z.string().trim().max(500).default(''),
})

const figures = z.object({
  opened: z.number(),
  solved: z.number(),
  /** Minutes at work; null: none yet. */
  answerMinutes: z.number().nullable(),
  resolveMinutes: z.number().nullable(),
  /** Of those opened, the share (0 to 1) of which a clock ran out. */
  overdueShare: z.number().nullable(),
  satisfaction: z.number().nullable(),
  rated: z.number(),
})
/** How cases went that were opened in the last days. Medians are of working minutes. */
export const caseReport = z.object({
  since: instant,
  all: figures,
  byKind: z.array(figures.extend({ kind: z.string(), kindName: z.string() })),
  byOwner: z.array(figures.extend({ owner })),
  /** As of now, whenever they were opened. */
  unsolved: z.number(),
  overdue: z.number(),
})
export type CaseReport = z.infer<typeof caseReport>
export const caseReportQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
})

export const casesOfPerson = z.object({ items: z.array(serviceCase) })
