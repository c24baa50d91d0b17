import { Temporal } from 'temporal-polyfill'
import type { PolicyRules } from '../../contract/delivery.ts'
import type { JourneyStep } from '../../contract/journey.ts'
import { bestHour } from '../../science/best-hour.ts'
import { policyOf, quietUntil } from '../channel/index.ts'
import { addMs } from '../kernel/index.ts'
import { ASK_AGAIN_MS, endOfWait } from './lateness.ts'
import type { ReactionHours } from './reaction-hours.ts'
import type { Walk } from './take-step.ts'
import type { Arrival, Group, Note, Verdict } from './traveller.ts'

type Until = Extract<JourneyStep, { kind: 'wait_until' }>

/**
 * Waits for the hour at which each reacts most, on the day that the step says and never in quiet hours; of whom too little is known,
 * for the stated hour. Asked once, on arrival: who is on the way is not sent back and forth by what they do meanwhile.
 */
export async function waitForOwnHour(
  walk: Walk,
  { version, arrivals }: Group,
  step: Until,
): Promise<Verdict[]> {
  const { tx, scope, neighbours } = walk
  const next = version.flow.next(step.id)
  const open = arrivals.filter((arrival) => !isDecided(arrival))
  const among = open.map(({ traveller }) => traveller.customerNo)
  const hours =
    open.length === 0 ? null : await neighbours.hoursOf(scope.tenant, { among, now: scope.now })
  const quiet = open.length === 0 ? null : (await policyOf(tx, scope.tenant)).rules.quietHours
  return arrivals.map((arrival) => {
    const { stepAt, traveller } = arrival
    if (isDecided(arrival))
      return settled(walk, next, { arrival, end: arrival.dueAt, note: traveller.note })
    const stated = endOfWait(step, stepAt, scope.tenant.timeZone)
    if (hours === 'away' && stated > scope.now) {
      const again = addMs(scope.now, ASK_AGAIN_MS).getTime()
      const dueAt = new Date(Math.min(again, stated.getTime()))
      const note = { why: 'analytics_away', reason: '' } as const
      return { kind: 'stay', dueAt, stepAt, listensTo: null, note }
    }
    const known = hours === 'away' ? null : hours
    return settled(walk, next, {
      arrival,
      ...chosen(walk, step, { arrival, stated, known, quiet }),
    })
  })
}

/** Whoever only waited for history to come back has no hour yet. */
function isDecided({ isBegun, traveller }: Arrival): boolean {
  return isBegun && traveller.note?.why !== 'analytics_away'
}

type Chosen = { end: Date; note: Note | null }

function settled(
  { scope }: Walk,
  to: string | null,
  { arrival, end, note }: Chosen & { arrival: Arrival },
): Verdict {
  if (end > scope.now)
    return { kind: 'stay', dueAt: end, stepAt: arrival.stepAt, listensTo: null, note }
  const passage = { outcome: 'waited', detail: note?.why ?? '', ...(note ? { note } : {}) }
  return { kind: 'go', to, dueAt: end, passage }
}

function chosen(
  { scope: { tenant } }: Walk,
  step: Until,
  {
    arrival,
    stated,
    known,
    quiet,
  }: {
    arrival: Arrival
    stated: Date
    known: ReactionHours | null
    quiet: PolicyRules['quietHours']
  },
): Chosen {
  const own = known?.of.get(arrival.traveller.customerNo) ?? { hours: [], days: 0 }
  const at = (hour: number) =>
    endOfWait({ ...step, time: clockTime(hour) }, arrival.stepAt, tenant.timeZone)
  const isLoud = (hour: number) => quietUntil(at(hour), tenant.timeZone, quiet) === null
  const best = bestHour(own, known?.everybody ?? { hours: [], alike: null }, isLoud)
  if (!best.known)
    return { end: stated, note: { why: 'stated_hour', reason: String(best.reactions) } }
  const { hour, reactions, near } = best
  return { end: at(hour), note: { why: 'own_hour', reason: `${hour} ${reactions} ${near}` } }
}

function clockTime(hour: number): string {
  return Temporal.PlainTime.from({ hour }).toString({ smallestUnit: 'minute' })
}
