import type { JourneyStep } from '../../contract/journey.ts'
import { earOf } from '../../contract/journey-flow.ts'
import { addMs, unreachable } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { lotOf } from './effect-key.ts'
import { ASK_AGAIN_MS, endOfWait, spanMs } from './lateness.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import { onceAcross } from './once-across.ts'
import { waitForOwnHour } from './own-hour.ts'
import { AGAIN, lapsOf, type Past, tasksOf } from './past.ts'
import { takeEffect } from './take-effect.ts'
import type { Arrival, Group, PassageRow, Passed, Verdict } from './traveller.ts'
import { WINNER } from './trial-store.ts'

export type Walk = {
  tx: Tx
  scope: Scope
  neighbours: Pick<Neighbours, 'planDeliveries' | 'evaluate' | 'hoursOf' | 'tag'>
  journeyId: string
  past: Past
}
/** A walk in the middle of a batch. */
export type Walking = Walk & {
  /** Steps of the batch that are done and not written yet. */
  passed: readonly PassageRow[]
}

/** Does one step for everybody who stands before it. `verdicts[i]` belongs to `group.arrivals[i]`. */
export async function takeStep(walk: Walking, group: Group): Promise<Verdict[]> {
  const step = group.version.flow.steps.get(group.step)
  if (!step) throw new Error(`version ${group.version.no} has no step ${group.step}`)
  switch (step.kind) {
    case 'send':
    case 'staff_task':
      return onceAcross(walk, group, (some) => takeEffect(walk, some, step))
    case 'wait_until':
      if (step.ownHour) return waitForOwnHour(walk, group, step)
      return group.arrivals.map((arrival) => wait(walk, group, step, arrival))
    case 'wait':
      return group.arrivals.map((arrival) => wait(walk, group, step, arrival))
    case 'wait_event':
    case 'wait_reply':
      return group.arrivals.map((arrival) => listen(walk, group, step, arrival))
    case 'wait_task':
      return waitForTask(walk, group, step)
    case 'loop':
      return loop(walk, group, step)
    case 'branch':
      return branch(walk, group, step)
    case 'split':
      return split(walk, group, step)
    case 'tag':
      return onceAcross(walk, group, (some) => tag(walk, some, step))
    case 'end':
      return group.arrivals.map(() => ({
        kind: 'leave',
        reason: 'completed',
        passage: { outcome: 'ended' },
      }))
    default:
      return unreachable(step)
  }
}

type Step<K extends JourneyStep['kind']> = Extract<JourneyStep, { kind: K }>

/** A wait that was over while nobody worked ends when it was due, so that what follows is judged by its own lateness rule. */
function wait(
  { scope }: Walk,
  { version }: Group,
  step: Step<'wait' | 'wait_until'>,
  arrival: Arrival,
): Verdict {
  const end = arrival.isBegun
    ? arrival.dueAt
    : endOfWait(step, arrival.dueAt, scope.tenant.timeZone)
  if (end.getTime() > scope.now.getTime())
    return { kind: 'stay', dueAt: end, stepAt: arrival.stepAt, listensTo: null, note: null }
  return {
    kind: 'go',
    to: version.flow.next(step.id),
    dueAt: end,
    passage: { outcome: 'waited' },
  }
}

function listen(
  { scope }: Walk,
  { version }: Group,
  step: Step<'wait_event' | 'wait_reply'>,
  arrival: Arrival,
): Verdict {
  if (!arrival.isBegun) {
    const until = addMs(scope.now, spanMs(step.within))
    return {
      kind: 'stay',
      dueAt: until,
      stepAt: scope.now,
      listensTo: earOf(step)?.name ?? null,
      note: null,
    }
  }
  const to = version.flow.arm(step.id, 'silent')
  return { kind: 'go', to, dueAt: arrival.dueAt, passage: { outcome: 'silent' } }
}

/** A task that is done wakes who waits for it; one that is left out or closed unnoticed is seen at this next look. */
const LOOK_AGAIN_MS = 10 * 60_000

async function waitForTask(
  { scope: { now }, past, passed }: Walking,
  { version, arrivals }: Group,
  step: Step<'wait_task'>,
): Promise<Verdict[]> {
  const enrollmentIds = arrivals.map(({ traveller }) => traveller.id)
  const tasks = await tasksOf(past, passed, { step: step.taskStep, enrollmentIds })
  return arrivals.map(({ traveller, isBegun, stepAt }) => {
    // Who was never given one, for another arm led past it, waits for nothing.
    const end = tasks.get(traveller.id) ?? 'left_out'
    const since = isBegun ? stepAt : now
    const until = addMs(since, spanMs(step.within))
    if (end === 'open' && until > now) {
      const again = addMs(now, LOOK_AGAIN_MS).getTime()
      return {
        kind: 'stay',
        dueAt: new Date(Math.min(again, until.getTime())),
        stepAt: since,
        listensTo: null,
        note: { why: 'task', reason: until.toISOString() },
      }
    }
    const taken = end === 'open' ? 'expired' : end
    const passage: Passed = { outcome: 'arm', detail: taken }
    return { kind: 'go', to: version.flow.arm(step.id, taken), dueAt: now, passage }
  })
}

async function loop(
  { past, passed }: Walking,
  { version, arrivals }: Group,
  step: Step<'loop'>,
): Promise<Verdict[]> {
  const enrollmentIds = arrivals.map(({ traveller }) => traveller.id)
  const laps = await lapsOf(past, passed, { step: step.id, enrollmentIds })
  return arrivals.map(({ traveller, dueAt }) => {
    if ((laps.get(traveller.id) ?? 0) >= step.times)
      return { kind: 'go', to: version.flow.next(step.id), dueAt, passage: { outcome: 'enough' } }
    return { kind: 'go', to: step.to, dueAt, passage: { outcome: AGAIN }, isLap: true }
  })
}

async function branch(
  { scope, neighbours }: Walk,
  { version, arrivals }: Group,
  step: Step<'branch'>,
): Promise<Verdict[]> {
  const taken = new Map<number, string>()
  for (const arm of step.arms) {
    const among = arrivals
      .map(({ traveller }) => traveller.customerNo)
      .filter((no) => !taken.has(no))
    if (among.length === 0) break
    const found = await neighbours.evaluate(scope.tenant, arm.tree, { among, now: scope.now })
    if (found === 'away') return arrivals.map((arrival) => asksAgain(scope.now, arrival))
    for (const no of found) taken.set(no, arm.id)
  }
  return arrivals.map(({ traveller, dueAt }) => {
    const arm = taken.get(traveller.customerNo) ?? 'otherwise'
    return {
      kind: 'go',
      to: version.flow.arm(step.id, arm),
      dueAt,
      passage: { outcome: 'arm', detail: arm },
    }
  })
}

function asksAgain(now: Date, { stepAt }: Arrival): Verdict {
  return {
    kind: 'stay',
    dueAt: addMs(now, ASK_AGAIN_MS),
    stepAt,
    listensTo: null,
    note: { why: 'analytics_away', reason: '' },
  }
}

async function split(
  { journeyId, past }: Walk,
  { version, arrivals }: Group,
  step: Step<'split'>,
): Promise<Verdict[]> {
  const { judge } = step
  const winner = judge ? await past.winner(step.id, version.no) : null
  return arrivals.map(({ traveller: { customerNo }, dueAt }) => {
    const learns = () => lotOf(`${journeyId}:${step.id}:learn`, customerNo) * 100
    const isLed = judge !== undefined && winner !== null && learns() >= judge.learnShare
    const taken = isLed ? winner : armByLot(journeyId, step, customerNo)
    const passage: Passed = isLed
      ? { outcome: 'arm', detail: taken, note: { why: WINNER, reason: '' } }
      : { outcome: 'arm', detail: taken }
    return { kind: 'go', to: version.flow.arm(step.id, taken), dueAt, passage }
  })
}

/** Which arm of a split is somebody's, the same whenever it is asked, also before anybody has entered. */
export function armByLot(
  journeyId: string,
  step: Pick<Step<'split'>, 'id' | 'arms'>,
  customerNo: number,
): string {
  const lot = lotOf(`${journeyId}:${step.id}`, customerNo) * 100
  let below = 0
  const arm = step.arms.find(({ share }) => {
    below += share
    return lot < below
  })
  return (arm ?? step.arms.at(-1))?.id ?? ''
}

async function tag(
  { tx, scope, neighbours }: Walk,
  { version, arrivals }: Group,
  step: Step<'tag'>,
): Promise<Verdict[]> {
  const isTagged = await neighbours.tag(tx, scope, {
    tagId: step.tagId,
    sign: step.sign,
    customerIds: arrivals.map(({ traveller }) => traveller.customerId),
  })
  const passage: Passed = isTagged
    ? { outcome: 'tagged' }
    : { outcome: 'skipped', detail: 'no_tag' }
  return arrivals.map(({ dueAt }) => ({
    kind: 'go',
    to: version.flow.next(step.id),
    dueAt,
    passage,
  }))
}
