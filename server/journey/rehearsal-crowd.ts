import { addMs, newId } from '../kernel/index.ts'
import { meets } from './condition.ts'
import { type Entrant, lastEntrySince } from './enter.ts'
import { eventFor } from './hear.ts'
import { entrants, exits, type Heard, handsOver } from './listen-step.ts'
import type { Moved, Traveller } from './traveller.ts'
import type { Version } from './version.ts'

const DAY_MS = 86_400_000

/** Somebody inside, in a rehearsal: what a row of the enrollments holds. */
export type Rider = Omit<Traveller, 'state' | 'dueAt'> & {
  state: Traveller['state'] | 'left'
  dueAt: Date | null
  causeAt: Date
  leftReason: string | null
}
type Coming = Omit<Entrant, 'ref'>
/** Whoever waited at a step for what has happened. */
export type Went = { rider: Rider; step: string }

/** Everybody who entered in a rehearsal, kept in memory, by the same rules as the rows of those who really did. */
export type Crowd = ReturnType<typeof crowdOf>

/** @param isControl whether chance would leave somebody out to compare. */
export function crowdOf(version: Version, isControl: (customerNo: number) => boolean) {
  const riders: Rider[] = []
  const byId = new Map<string, Rider>()
  const byCustomer = new Map<string, Rider[]>()

  function enter(coming: readonly Coming[], now: Date): void {
    for (const entrant of coming) {
      const before = byCustomer.get(entrant.customerId) ?? []
      if (!mayEnter(version, before, now)) continue
      const rider = riderOf(version, entrant, { now, isControl: isControl(entrant.customerNo) })
      riders.push(rider)
      byId.set(rider.id, rider)
      byCustomer.set(entrant.customerId, [...before, rider])
    }
  }

  return {
    riders,
    numberOf: (riderId: string): number => byId.get(riderId)?.customerNo ?? 0,
    enter,
    /** What one event does: who comes in by it, arrives, leaves early, goes on. In this order, as the pump does it. */
    listen(heard: Heard, now: Date): Went[] {
      enter(entrants(version, [heard]), now)
      const mine = byCustomer.get(heard.person.id) ?? []
      const inside = mine.filter(({ state }) => state !== 'left')
      for (const rider of inside) letOut(version, rider, heard.event)
      return inside.flatMap((rider) => hearAs(version, rider, { heard, now }) ?? [])
    },
    /** Lets everybody go on who waits at one of these steps, as if it had happened. */
    assume(steps: ReadonlySet<string>, now: Date): Went[] {
      if (steps.size === 0) return []
      return riders.flatMap((rider) => {
        const { state, step } = rider
        if (state !== 'listening' || step === null || !steps.has(step)) return []
        return goOn(version, rider, { step, now })
      })
    },
    /** Whose timer has rung by now. */
    due(now: Date): Traveller[] {
      return riders.flatMap(({ state, dueAt, ...rider }): Traveller[] =>
        state !== 'left' && dueAt !== null && dueAt <= now ? [{ ...rider, state, dueAt }] : [],
      )
    },
    /** When the next timer rings. */
    nextDue(): Date | null {
      let next: Date | null = null
      for (const { dueAt } of riders) if (dueAt && (!next || dueAt < next)) next = dueAt
      return next
    },
    /** Where the walk has left people. */
    place(moved: readonly Moved[]): void {
      for (const {
        id,
        state,
        step,
        occurrence,
        isBegun,
        stepAt,
        dueAt,
        leftReason,
        note,
      } of moved) {
        const rider = byId.get(id)
        if (rider)
          Object.assign(rider, {
            state,
            step,
            occurrence,
            isBegun,
            stepAt,
            dueAt,
            leftReason,
            note,
          })
      }
    },
  }
}

function mayEnter({ plan }: Version, before: readonly Rider[], now: Date): boolean {
  const since = lastEntrySince(plan.entry, now)
  return before.every(
    ({ state, enteredAt }) => state === 'left' && since !== null && enteredAt <= since,
  )
}

function riderOf(
  { no, plan, flow }: Version,
  { customerId, customerNo, at }: Coming,
  { now, isControl }: { now: Date; isControl: boolean },
): Rider {
  const windowMs = plan.control.kind === 'holdout' ? plan.control.windowDays * DAY_MS : 0
  return {
    id: newId(),
    version: no,
    customerId,
    customerNo,
    enteredAt: now,
    causeAt: at,
    state: isControl ? 'control' : 'timer',
    step: isControl ? null : flow.first,
    occurrence: 1,
    isBegun: false,
    stepAt: now,
    dueAt: isControl ? addMs(now, windowMs) : now,
    movedOccurrence: null,
    note: null,
    tries: 0,
    leftReason: null,
  }
}

/** Who has arrived, or whom an exit lets out: only what happened after they came in counts. */
function letOut(version: Version, rider: Rider, event: Heard['event']): void {
  const { goal } = version.plan
  if (rider.causeAt >= event.at) return
  if (goal !== null && meets(goal, event)) leave(rider, 'goal')
  else if (exits(version, event)) leave(rider, 'exit')
  else if (handsOver(version, event)) leave(rider, 'replied')
}

function hearAs(
  version: Version,
  rider: Rider,
  { heard, now }: { heard: Heard; now: Date },
): Went | null {
  const { state, step } = rider
  if (state !== 'listening' || step === null) return null
  if (!eventFor(version, { ...rider, step }, [heard])) return null
  return goOn(version, rider, { step, now })
}

function goOn({ flow }: Version, rider: Rider, { step, now }: { step: string; now: Date }): Went {
  const to = flow.arm(step, 'heard')
  if (to === null) leave(rider, 'completed')
  else Object.assign(rider, { state: 'timer', step: to, isBegun: false, stepAt: now, dueAt: now })
  return { rider, step }
}

function leave(rider: Rider, reason: string): void {
  rider.state = 'left'
  rider.dueAt = null
  rider.leftReason = reason
}
