import {
  agreedCarrier,
  type Cap,
  type CapWindow,
  type Carrier,
  capWindows,
  type PolicyRules,
  type Purpose,
  type Reason,
  type Tie,
} from '../../contract/delivery.ts'
import { MASS_QUOTA } from '../../weixin/index.ts'
import { addMs, showId } from '../kernel/index.ts'
import type { HoldKind } from './hold-reason.ts'
import { daysOfMonth, nextDay, nextMonth, onceForEachZone, quietUntil } from './quiet-hours.ts'

/** What a person got so far, by calendar windows around the instant in question; the slots of unknown deliveries count. */
export type Counts = Record<'overall' | 'carrier' | 'purpose', Record<CapWindow, number>> & {
  /** Of the last 30 days. */
  helpful: number
  promotions: number
  /** Of the last 30 days, after the person's last sign of life. */
  unanswered: number
  /** Mass messages, as WeCom counts them. */
  mass: Record<CapWindow, number>
}

export const noCounts = (): Counts => ({
  overall: { day: 0, week: 0, month: 0 },
  carrier: { day: 0, week: 0, month: 0 },
  purpose: { day: 0, week: 0, month: 0 },
  mass: { day: 0, week: 0, month: 0 },
  helpful: 0,
  promotions: 0,
  unanswered: 0,
})

/** One person as the policy sees them. */
export type Candidate = {
  /** Why nothing can reach them by this way; null: it can. */
  noWay: Reason | null
  refused: readonly Purpose[]
  refusedCarriers: readonly string[]
  agreedCarriers: readonly string[]
  leaveUntil: Date | null
  /** What stands against promotion: an open service case, or a message that nobody has answered; null: nothing. */
  heldBy: string | null
  heldKind: HoldKind | null
  zone: string
  tie: Tie
  counts: Counts
  /** The official account by which they are spoken to; null: by none. */
  official: { kind: 'service' | 'subscription'; isInWindow: boolean } | null
  /** Tasks that the associate already has on that day. */
  senderTasks: number
}

/** What is to be sent, when, and under which rules. @param at when it would be handed off. */
export type Question = { carrier: Carrier; purpose: Purpose; at: Date; rules: PolicyRules }

/** No, and until when it stays no; null: for ever. */
export type No = { reason: Reason; until: Date | null; detail: Record<string, unknown> }

/** The calendar, for a batch. */
const calendar = {
  quietUntil: onceForEachZone(quietUntil),
  nextDay: onceForEachZone(nextDay),
  nextMonth: onceForEachZone(nextMonth),
  daysOfMonth: onceForEachZone(daysOfMonth),
}

type Rule = (person: Candidate, question: Question) => No | null

const no = (reason: Reason, until: Date | null, detail: Record<string, unknown> = {}): No => ({
  reason,
  until,
  detail,
})

/** Nobody knows when a case is solved: what waits for it is asked again after this, and at once when it is. */
const CASE_LOOK_MS = 3_600_000
/** The same of customers between two associates. */
const HANDOVER_LOOK_MS = 3_600_000

/**
 * The policy, in its order: the first rule that says no is the reason. A rule that needs what another room knows becomes a
 * field of `Candidate` and a line here.
 */
const rules = {
  // Whose associate has left is reached again through the successor.
  reachable: ({ noWay }, { at }) =>
    noWay && no(noWay, noWay === 'handover' ? addMs(at, HANDOVER_LOOK_MS) : null),
  consent: ({ refused, refusedCarriers, agreedCarriers }, { carrier, purpose }) => {
    if (refused.includes(purpose)) return no('opted_out', null, { purpose })
    if (refusedCarriers.includes(carrier)) return no('opted_out', null, { carrier })
    const needsYes = agreedCarrier.safeParse(carrier).success
    return needsYes && !agreedCarriers.includes(carrier)
      ? no('not_agreed', null, { carrier })
      : null
  },
  doNotDisturb: ({ leaveUntil }, { at }) =>
    leaveUntil && leaveUntil > at ? no('do_not_disturb', leaveUntil) : null,
  // Who waits for help or for an answer gets that before anything is sold to them.
  openCase: ({ heldBy, heldKind }, { purpose, at }) => {
    if (heldBy === null || purpose !== 'promotion') return null
    const until = addMs(at, CASE_LOOK_MS)
    return heldKind === 'reply'
      ? no('waiting_reply', until)
      : no('open_case', until, { case: showId('serviceCase', heldBy) })
  },
  quietHours: ({ zone }, { at, rules: { quietHours } }) => {
    const until = calendar.quietUntil(at, zone, quietHours)
    return until && no('quiet_hours', until, { zone })
  },
  capOverall: (person, question) =>
    overCap('cap_overall', question.rules.caps.overall, person.counts.overall, person, question),
  capCarrier: (person, question) =>
    question.carrier === 'wecom_welcome'
      ? null
      : overCap(
          'cap_carrier',
          question.rules.caps.carrier[question.carrier],
          person.counts.carrier,
          person,
          question,
        ),
  capPurpose: (person, question) =>
    overCap(
      'cap_purpose',
      question.rules.caps.purpose[question.purpose],
      person.counts.purpose,
      person,
      question,
    ),
  ratio: ({ counts }, { purpose, rules: { valuePerPromotion } }) => {
    const wanted = counts.promotions * valuePerPromotion
    if (purpose !== 'promotion' || counts.helpful >= wanted) return null
    return no('ratio', null, { helpful: counts.helpful, wanted: Math.ceil(wanted) })
  },
  fatigue: ({ counts }, { purpose, rules: { unansweredMax } }) =>
    purpose !== 'service' && unansweredMax > 0 && counts.unanswered >= unansweredMax
      ? no('fatigued', null, { unanswered: counts.unanswered })
      : null,
  // Promotion to somebody who has been silent does not belong in a chat of two. What was agreed to comes from the brand, and a
  // mass message of an official account is what weak ties are left to.
  relationship: ({ tie }, { carrier, purpose, rules: { promoteWeakTies } }) =>
    carrier !== 'official_mass' &&
    !agreedCarrier.safeParse(carrier).success &&
    purpose === 'promotion' &&
    !promoteWeakTies &&
    (tie === 'weak' || tie === 'silent')
      ? no('weak_tie', null, { tie })
      : null,
  wecomQuota: (person, question) => {
    if (question.carrier !== 'wecom_mass') return null
    const cap = quotaCap(question.rules, question.at, person.zone)
    return overCap('wecom_quota', cap, person.counts.mass, person, question)
  },
  // WeChat lets an account speak to one follower only after the follower did something.
  officialWindow: ({ official }, { carrier }) =>
    carrier === 'official_message' && !official?.isInWindow ? no('window_closed', null) : null,
  officialQuota: (person, question) => {
    if (question.carrier !== 'official_mass') return null
    const { day, month } = MASS_QUOTA[person.official?.kind ?? 'service']
    const cap = { day, week: null, month }
    return overCap('official_quota', cap, person.counts.carrier, person, question)
  },
  staffCapacity: ({ senderTasks, zone }, { carrier, at, rules: { staffTasksPerDay } }) =>
    carrier === 'staff_task' && senderTasks >= staffTasksPerDay
      ? no('staff_busy', calendar.nextDay(at, zone, undefined), { tasks: senderTasks })
      : null,
} satisfies Record<string, Rule>
type RuleName = keyof typeof rules

const all: readonly RuleName[] = [
  'reachable',
  'consent',
  'doNotDisturb',
  'openCase',
  'quietHours',
  'capOverall',
  'capCarrier',
  'capPurpose',
  'ratio',
  'fatigue',
  'relationship',
  'wecomQuota',
  'officialWindow',
  'officialQuota',
  'staffCapacity',
]

/** Who has just added an associate is answered, at any hour: a welcome is no message of ours that came unasked. */
const asked: readonly RuleName[] = ['reachable', 'consent']

/** What the policy says; null: it may be sent. */
export function judge(person: Candidate, question: Question): No | null {
  for (const name of question.carrier === 'wecom_welcome' ? asked : all) {
    const said = rules[name](person, question)
    if (said) return said
  }
  return null
}

/** Whether a message of this carrier takes a slot of the caps. */
export function takesSlot(carrier: Carrier): boolean {
  return carrier !== 'wecom_welcome'
}

function overCap(
  reason: Reason,
  cap: Cap,
  had: Record<CapWindow, number>,
  { zone }: Candidate,
  { at }: Question,
): No | null {
  for (const window of capWindows) {
    const max = cap[window]
    if (max === null || had[window] < max) continue
    const until = max === 0 ? null : windowEnd(window, at, zone)
    return no(reason, until, { window, max, had: had[window] })
  }
  return null
}

/** When a full window is looked at again. Of seven rolling days the oldest slot is not known here: a day on is soon enough. */
function windowEnd(window: CapWindow, at: Date, zone: string): Date {
  const end = window === 'month' ? calendar.nextMonth : calendar.nextDay
  return end(at, zone, undefined)
}

/** What WeCom lets a customer receive of mass messages (群发): the days of the month, or what the company chose. */
function quotaCap({ wecomQuota }: PolicyRules, at: Date, zone: string): Cap {
  if (wecomQuota === 'one_a_day') return { day: 1, week: null, month: null }
  if (wecomQuota === 'seven_a_week') return { day: null, week: 7, month: null }
  return { day: null, week: null, month: calendar.daysOfMonth(at, zone, undefined) }
}
