import { CONFLICT, RATE_LIMITED, type Refusal, TOO_MANY_AT_ONCE } from './answer.ts'

/** A turn on a path: whoever has one says afterwards what came of it. Not admitted: closed until then. */
export type Admission =
  | { ok: true; leave(refused: Refusal | null): void }
  | { ok: false; until: Date }

/** What holds calls back before they leave, by path: how many at once, how many in a minute, and who is shut out. */
export type Lanes = { enter(path: string): Promise<Admission> }

/** A company may call one path 10,000 times a minute and 150,000 times an hour (document 90312). */
export const CALLS_A_MINUTE = 10_000
export const CALLS_AN_HOUR = 150_000
/** The number behind 45033 is not published. */
const AT_ONCE = 20
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

type Lane = {
  running: number
  waiting: (() => void)[]
  /** Instants at which the windows began, and what was used of them. */
  minuteFrom: number
  inMinute: number
  hourFrom: number
  inHour: number
  closedUntil: number
  /** How often it was closed in a row. */
  closings: number
}

/**
 * Lanes of one process. 45009 closes a path for a minute, and for an hour when it comes again at once; nobody knocks
 * meanwhile, because knocking prolongs it. Several processes share a limit by giving each a part of it.
 */
export function lanesInMemory(options: {
  clock: { now(): Date }
  perMinute?: number
  perHour?: number
  atOnce?: number
}): Lanes {
  const { clock, perMinute = CALLS_A_MINUTE, perHour = CALLS_AN_HOUR, atOnce = AT_ONCE } = options
  const lanes = new Map<string, Lane>()
  return {
    async enter(path) {
      const lane = lanes.get(path) ?? newLane()
      lanes.set(path, lane)
      if (lane.running >= atOnce) await new Promise<void>((go) => lane.waiting.push(go))
      else lane.running += 1
      const now = clock.now().getTime()
      const until = closedUntil(lane, now, perMinute, perHour)
      if (until !== null) {
        giveBack(lane)
        return { ok: false, until: new Date(until) }
      }
      lane.inMinute += 1
      lane.inHour += 1
      return {
        ok: true,
        leave(refused) {
          giveBack(lane)
          note(lane, refused, clock.now().getTime())
        },
      }
    },
  }
}

function newLane(): Lane {
  const windows = { minuteFrom: 0, inMinute: 0, hourFrom: 0, inHour: 0 }
  return { running: 0, waiting: [], ...windows, closedUntil: 0, closings: 0 }
}

/** The place goes to who has waited longest, or is free. */
function giveBack(lane: Lane): void {
  const next = lane.waiting.shift()
  if (next) next()
  else lane.running -= 1
}

function closedUntil(lane: Lane, now: number, perMinute: number, perHour: number): number | null {
  if (now < lane.closedUntil) return lane.closedUntil
  if (now - lane.minuteFrom >= MINUTE_MS) Object.assign(lane, { minuteFrom: now, inMinute: 0 })
  if (now - lane.hourFrom >= HOUR_MS) Object.assign(lane, { hourFrom: now, inHour: 0 })
  if (lane.inHour >= perHour) return lane.hourFrom + HOUR_MS
  return lane.inMinute >= perMinute ? lane.minuteFrom + MINUTE_MS : null
}

function note(lane: Lane, refused: Refusal | null, now: number): void {
  if (refused?.errcode === RATE_LIMITED) {
    // Those who left together are shut out together: the second of them is no repetition.
    if (now < lane.closedUntil) return
    lane.closings += 1
    lane.closedUntil = now + (lane.closings > 1 ? HOUR_MS : MINUTE_MS)
  } else if (refused?.errcode !== TOO_MANY_AT_ONCE && refused?.errcode !== CONFLICT) {
    lane.closings = 0
  }
}
