import type { CareSettings, Priority, ResolutionKind } from '../../contract/care.ts'
import { addMs, type Outcome, ok, refused } from '../kernel/index.ts'
import { type Entry, isUnsolved, type StoredCase } from './case.ts'
import { clocksOf, kindOf } from './settings.ts'
import { addWorking, workingMinutes } from './working-hours.ts'

/**
 * The life of a case. open → answered → waiting → (the customer is back) answered → solved → closed; solved or closed →
 * (reopened) open. From open and answered it may be solved at once. Nobody leaves a state that they are not in.
 */
export type Scope = { settings: CareSettings; zone: string; now: Date; by: string | null }
type Said = Pick<Entry, 'kind' | 'text' | 'detail'>
/** What becomes of a case, and the entry that says so. */
export type Turned = { next: StoredCase; said: Said }
/** `state`: the case is not in a state from which this is done. */
export type Deed = (
  one: StoredCase,
  scope: Scope,
) => Outcome<Turned, 'state' | 'unknown_kind' | 'same'>

const said = (kind: Said['kind'], text: string, detail: Said['detail'] = {}): Said => ({
  kind,
  text,
  detail,
})
const DAY_MS = 24 * 3_600_000

/** A word of the brand's own people; the customer does not see it. */
export function note(text: string): Deed {
  return (one) => ok({ next: one, said: said('note', text) })
}

/** Somebody has answered the customer; the first time stops the first clock. */
export function answer(text: string): Deed {
  return (one, scope) =>
    isUnsolved(one)
      ? ok({ next: answered(back(one, scope), scope), said: said('answered', text) })
      : refused('state')
}

/** It is the customer's turn: the clock stands. */
export function waitForCustomer(text: string): Deed {
  return (one, scope) =>
    one.state === 'open' || one.state === 'answered'
      ? ok({
          next: { ...answered(one, scope), state: 'waiting', waitingSince: scope.now },
          said: said('waiting', text),
        })
      : refused('state')
}

/** The customer has answered: the clock goes on. */
export function customerBack(text: string): Deed {
  return (one, scope) =>
    one.state === 'waiting'
      ? ok({ next: back(one, scope), said: said('customer_back', text) })
      : refused('state')
}

export function solve({ kind, text }: { kind: ResolutionKind; text: string }): Deed {
  return (one, scope) => {
    if (!isUnsolved(one)) return refused('state')
    const { settings, now } = scope
    const done = answered(back(one, scope), scope)
    const minutes = minutesSince(done, scope) - done.waitedMinutes
    return ok({
      next: {
        ...done,
        state: 'solved',
        solvedAt: now,
        closeDueAt: addMs(now, settings.closeAfterDays * DAY_MS),
        resolveMinutes: Math.max(0, minutes),
        resolutionKind: kind,
        resolution: text,
      },
      said: said('solved', text, { resolution: kind }),
    })
  }
}

export function close(text: string): Deed {
  return (one, { now }) =>
    one.state === 'solved'
      ? ok({ next: { ...one, state: 'closed', closedAt: now }, said: said('closed', text) })
      : refused('state')
}

/** It was not solved after all: both clocks begin anew. */
export function reopen(text: string): Deed {
  return (one, scope) => {
    if (isUnsolved(one)) return refused('state')
    const { settings, zone, now } = scope
    const kind = kindOf(settings, one.kind)
    if (!kind) return refused('unknown_kind')
    return ok({
      next: {
        ...one,
        ...clocksOf(settings, kind, { priority: one.priority, from: now, zone }),
        ...fresh,
        state: 'open',
        clocksFrom: now,
        reopened: one.reopened + 1,
      },
      said: said('reopened', text),
    })
  }
}

const fresh = {
  answeredAt: null,
  solvedAt: null,
  closeDueAt: null,
  closedAt: null,
  answerMinutes: null,
  resolveMinutes: null,
  waitedMinutes: 0,
  resolutionKind: null,
  resolution: '',
  satisfaction: null,
  escalatedAt: null,
  escalatedClock: null,
  escalationSeenAt: null,
  escalationSeenBy: null,
} satisfies Partial<StoredCase>

/** Another kind or priority: the clocks are counted anew from when they began. */
export function change({ kind, priority }: { kind: string; priority: Priority }): Deed {
  return (one, { settings, zone }) => {
    const known = kindOf(settings, kind)
    if (!known) return refused('unknown_kind')
    if (!isUnsolved(one)) return refused('state')
    if (one.kind === kind && one.priority === priority) return refused('same')
    const { answerDueAt, resolveDueAt } = clocksOf(settings, known, {
      priority,
      from: one.clocksFrom,
      zone,
    })
    const of = { hours: settings.hours, zone }
    return ok({
      next: {
        ...one,
        kind,
        priority,
        answerDueAt,
        resolveDueAt: addWorking(resolveDueAt, one.waitedMinutes, of),
      },
      said: said('changed', '', { kind, priority, before: [one.kind, one.priority] }),
    })
  }
}

/** Somebody else answers for it. */
export function handTo({ owner, reason }: { owner: string; reason: string }): Deed {
  return (one) =>
    one.owner === owner
      ? refused('same')
      : ok({
          next: { ...one, owner },
          said: said('reassigned', reason, { from: one.owner, to: owner }),
        })
}

/** What the customer says about how it went. */
export function rate({ satisfaction, text }: { satisfaction: number; text: string }): Deed {
  return (one) =>
    isUnsolved(one)
      ? refused('state')
      : ok({ next: { ...one, satisfaction }, said: said('rated', text, { satisfaction }) })
}

/** Somebody in charge has seen that a clock ran out. */
export function seeEscalation(text: string): Deed {
  return (one, { now, by }) =>
    one.escalatedAt === null || one.escalationSeenAt !== null
      ? refused('state')
      : ok({
          next: { ...one, escalationSeenAt: now, escalationSeenBy: by },
          said: said('escalation_seen', text),
        })
}

/** A clock has run out: somebody in charge is to look. */
export function escalate(clock: 'answer' | 'resolve'): Deed {
  return (one, { now }) =>
    ok({
      next: {
        ...one,
        escalatedAt: now,
        escalatedClock: clock,
        escalationSeenAt: null,
        escalationSeenBy: null,
      },
      said: said('escalated', '', { clock }),
    })
}

function answered(one: StoredCase, scope: Scope): StoredCase {
  const isFirst = one.answeredAt === null
  return {
    ...one,
    state: 'answered',
    ...(isFirst ? { answeredAt: scope.now, answerMinutes: minutesSince(one, scope) } : {}),
  }
}

/** The customer is not waited for any longer; the minutes that they took are added to the time there is. */
function back(one: StoredCase, { settings, zone, now }: Scope): StoredCase {
  if (one.waitingSince === null) return one
  const of = { hours: settings.hours, zone }
  const waited = workingMinutes(one.waitingSince, now, of)
  return {
    ...one,
    state: 'answered',
    waitingSince: null,
    waitedMinutes: one.waitedMinutes + waited,
    resolveDueAt: addWorking(one.resolveDueAt, waited, of),
  }
}

function minutesSince({ clocksFrom }: StoredCase, { settings, zone, now }: Scope): number {
  return workingMinutes(clocksFrom, now, { hours: settings.hours, zone })
}
