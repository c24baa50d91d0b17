import { takeStep, type Walk } from './take-step.ts'
import type {
  Arrival,
  Group,
  LeaveReason,
  Moved,
  PassageRow,
  Traveller,
  Verdict,
} from './traveller.ts'
import type { Version } from './version.ts'

export type Walked = { moved: Moved[]; passages: PassageRow[]; left: Departure[] }
export type Departure = { traveller: Traveller; reason: LeaveReason }

/**
 * Lets everybody go on until they have to wait or are out. All who stand before the same step of the same version go
 * through it together, so the work counts in steps, not in people.
 */
export async function walkAll(
  walk: Walk,
  versions: ReadonlyMap<number, Version>,
  travellers: Traveller[],
): Promise<Walked> {
  const walked: Walked = { moved: [], passages: [], left: [] }
  let arrivals: Arrival[] = []
  for (const traveller of travellers) {
    if (traveller.state === 'control') leave(walked, traveller, 'measured')
    else if (traveller.step === null) leave(walked, traveller, 'completed')
    else arrivals.push(arrivalOf(traveller, traveller.step))
  }
  const most = Math.max(0, ...[...versions.values()].map(hopsOf))
  for (let hop = 0; arrivals.length > 0; hop++) {
    if (hop > most) throw new Error(`journey ${walk.journeyId} goes round in circles`)
    const further: Arrival[] = []
    for (const group of groupsOf(arrivals, versions)) {
      const verdicts = await takeStep({ ...walk, passed: walked.passages }, group)
      for (const [i, verdict] of verdicts.entries()) {
        const arrival = group.arrivals[i]
        if (!arrival) throw new Error(`a verdict at ${group.step} belongs to nobody`)
        const next = record(walked, walk, arrival, verdict)
        if (next) further.push(next)
      }
    }
    arrivals = further
  }
  return walked
}

/** How many steps anybody can pass: each once, and once more for every lap that a loop allows. */
function hopsOf({ plan: { steps } }: Version): number {
  const laps = steps.reduce((sum, step) => sum + (step.kind === 'loop' ? step.times : 0), 0)
  return steps.length * (1 + laps)
}

function arrivalOf(traveller: Traveller, step: string): Arrival {
  const { dueAt, stepAt, isBegun } = traveller
  return { traveller, step, dueAt, stepAt, isBegun }
}

function groupsOf(arrivals: Arrival[], versions: ReadonlyMap<number, Version>): Group[] {
  const groups = new Map<string, Group>()
  for (const arrival of arrivals) {
    const { version: no } = arrival.traveller
    const key = `${no} ${arrival.step}`
    const known = groups.get(key)
    if (known) {
      known.arrivals.push(arrival)
      continue
    }
    // Everybody goes on by the version that they entered by (I-21).
    const version = versions.get(no)
    if (!version) throw new Error(`there is no version ${no}`)
    groups.set(key, { version, step: arrival.step, arrivals: [arrival] })
  }
  return [...groups.values()]
}

/** Writes down what a step made of somebody. @returns where they arrive next, or null when they stay or are out. */
function record(
  walked: Walked,
  { scope }: Walk,
  arrival: Arrival,
  verdict: Verdict,
): Arrival | null {
  const { traveller, step } = arrival
  if (verdict.kind !== 'stay' && verdict.passage) {
    walked.passages.push({
      ...verdict.passage,
      enrollmentId: traveller.id,
      step,
      occurrence: traveller.occurrence,
      version: traveller.version,
    })
  }
  if (verdict.kind === 'go' && verdict.to !== null) {
    const { dueAt, to, isLap } = verdict
    const occurrence = traveller.occurrence + (isLap ? 1 : 0)
    return {
      traveller: { ...traveller, occurrence },
      step: to,
      dueAt,
      stepAt: dueAt,
      isBegun: false,
    }
  }
  if (verdict.kind === 'stay') {
    walked.moved.push({
      id: traveller.id,
      state: verdict.listensTo === null ? 'timer' : 'listening',
      step,
      occurrence: traveller.occurrence,
      isBegun: true,
      stepAt: verdict.stepAt,
      dueAt: verdict.dueAt,
      listensTo: verdict.listensTo,
      note: verdict.note,
      tries: 0,
      leftReason: null,
    })
    return null
  }
  const reason = verdict.kind === 'leave' ? verdict.reason : 'completed'
  leave(walked, traveller, reason, { step, stepAt: scope.now })
  return null
}

function leave(
  walked: Walked,
  traveller: Traveller,
  reason: LeaveReason,
  at: { step: string | null; stepAt: Date } = traveller,
): void {
  walked.left.push({ traveller, reason })
  walked.moved.push({
    id: traveller.id,
    state: 'left',
    step: at.step,
    occurrence: traveller.occurrence,
    isBegun: true,
    stepAt: at.stepAt,
    dueAt: null,
    listensTo: null,
    note: null,
    tries: 0,
    leftReason: reason,
  })
}
