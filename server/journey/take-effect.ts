import type { Carrier, MessageContent } from '../../contract/delivery.ts'
import type { JourneyStep } from '../../contract/journey.ts'
import type { DeliverySpec, PlanOutcome } from '../channel/index.ts'
import { addMs } from '../kernel/index.ts'
import { effectKey } from './effect-key.ts'
import { catchUp } from './lateness.ts'
import type { Walk } from './take-step.ts'
import type { Arrival, Group, Verdict } from './traveller.ts'

type Effect = Extract<JourneyStep, { kind: 'send' | 'staff_task' }>

const HOUR_MS = 3_600_000
/** People whose effect expires within the same ten minutes are planned together. */
const EXPIRY_GRAIN_MS = 600_000

/**
 * Hands an effect over to the channel, in the transaction that moves the people on: either both happen or neither.
 * What came too late is treated by the step's own rule before anybody is asked.
 */
export async function takeEffect(walk: Walk, group: Group, step: Effect): Promise<Verdict[]> {
  const { scope } = walk
  const next = group.version.flow.next(step.id)
  const verdicts = group.arrivals.map((arrival) => late(walk, step, next, arrival))
  const bunches = new Map<number, number[]>()
  for (const [i, arrival] of group.arrivals.entries()) {
    if (verdicts[i]) continue
    const notAfter = expiry(step, arrival)
    const bunch = bunches.get(notAfter)
    if (bunch) bunch.push(i)
    else bunches.set(notAfter, [i])
  }
  for (const [notAfter, places] of bunches) {
    const arrivals = places.flatMap((place) => group.arrivals[place] ?? [])
    const outcomes = await plan(walk, group, step, { arrivals, notAfter: new Date(notAfter) })
    for (const [n, place] of places.entries()) {
      const arrival = arrivals[n]
      const outcome = outcomes[n]
      if (!arrival || !outcome) throw new Error(`no outcome was given for ${step.id}`)
      verdicts[place] = verdictOf(outcome, { arrival, next, now: scope.now, notAfter })
    }
  }
  return verdicts.map((verdict) => {
    if (!verdict) throw new Error(`nothing was decided at ${step.id}`)
    return verdict
  })
}

function late(
  { scope }: Walk,
  step: Effect,
  next: string | null,
  arrival: Arrival,
): Verdict | null {
  const { now, tenant } = scope
  const caught = catchUp(step.lateness, { dueAt: arrival.dueAt, now, timeZone: tenant.timeZone })
  if (caught.kind === 'put_off') {
    const until = caught.until
    const note = { why: 'late', reason: 'next_slot' } as const
    return { kind: 'stay', dueAt: until, stepAt: until, listensTo: null, note }
  }
  // What was left out leaves the timetable as it was: the next wait counts from when this was due.
  if (caught.kind === 'skip') return skipped('late', next, arrival.dueAt)
  return expiry(step, arrival) <= now.getTime() ? skipped('expired', next, now) : null
}

function expiry(step: Effect, { stepAt }: Arrival): number {
  const grain = Math.floor(stepAt.getTime() / EXPIRY_GRAIN_MS) * EXPIRY_GRAIN_MS
  return grain + step.validHours * HOUR_MS
}

function skipped(detail: string, to: string | null, dueAt: Date): Verdict {
  return { kind: 'go', to, dueAt, passage: { outcome: 'skipped', detail } }
}

/** By which way an effect reaches people. */
export function carrierOf(step: Effect): Carrier {
  return step.kind === 'send' ? (step.carrier ?? 'wecom_mass') : 'staff_task'
}

/** What is written, without what belongs to another way: a subject stands above letters only, a template has no link. */
export function contentOf(step: Effect): MessageContent {
  const { text, link, subject, sms } = step.content
  if (carrierOf(step) === 'sms') return { text, ...(sms ? { sms } : {}) }
  return {
    text,
    ...(link ? { link } : {}),
    ...(carrierOf(step) === 'email' && subject ? { subject } : {}),
  }
}

/** @returns the outcomes in the order of the arrivals. */
async function plan(
  { tx, scope, neighbours, journeyId }: Walk,
  { version }: Group,
  step: Effect,
  { arrivals, notAfter }: { arrivals: Arrival[]; notAfter: Date },
): Promise<PlanOutcome[]> {
  const spec: DeliverySpec = {
    cause: { kind: 'journey', journeyId, version: version.no, stepId: step.id },
    carrier: carrierOf(step),
    purpose: step.purpose,
    content: contentOf(step),
    notBefore: scope.now,
    notAfter,
    lateness: step.lateness,
  }
  const people = arrivals.map(({ traveller }) => ({
    deliveryId: effectKey(traveller.id, step.id, traveller.occurrence),
    customerId: traveller.customerId,
    customerNo: traveller.customerNo,
    enrollmentId: traveller.id,
  }))
  const outcomes = await neighbours.planDeliveries(tx, scope, spec, people)
  const byId = new Map(outcomes.map((outcome) => [outcome.deliveryId, outcome]))
  return people.flatMap(({ deliveryId }) => byId.get(deliveryId) ?? [])
}

function verdictOf(
  outcome: PlanOutcome,
  at: { arrival: Arrival; next: string | null; now: Date; notAfter: number },
): Verdict {
  const { arrival, next, now, notAfter } = at
  if (outcome.outcome === 'skipped') return skipped(outcome.reason, next, now)
  if (outcome.outcome === 'planned') {
    const passage = { outcome: 'planned', ref: outcome.deliveryId }
    return { kind: 'go', to: next, dueAt: now, passage }
  }
  // Put off beyond its own end: said now rather than found out then.
  if (outcome.until.getTime() >= notAfter) return skipped(outcome.reason, next, now)
  return {
    kind: 'stay',
    // A policy that says "until now" would be asked without a pause.
    dueAt: new Date(Math.max(outcome.until.getTime(), addMs(now, 1_000).getTime())),
    stepAt: arrival.stepAt,
    listensTo: null,
    note: { why: 'deferred', reason: outcome.reason },
  }
}
