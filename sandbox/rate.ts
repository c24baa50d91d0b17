import type { Weather } from './faults.ts'
import type { World } from './world.ts'

/** Over a limit, a path is closed for as long as the limit's own span (document 90312). */
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

type Count = { minute: number; calls: number; hour: number; hourCalls: number; closedUntil: number }
const counted = new WeakMap<World, Map<string, Count>>()

/** Counts a call of a corp on a path, and says whether that was one too many. */
export function isOverRate(world: World, path: string, { perMinute, perHour }: Weather): boolean {
  const now = world.clock.now().getTime()
  const count = countOf(world, path, now)
  if (now < count.closedUntil) return true
  count.calls += 1
  count.hourCalls += 1
  if (count.hourCalls > perHour) count.closedUntil = now + HOUR_MS
  else if (count.calls > perMinute) count.closedUntil = now + MINUTE_MS
  return now < count.closedUntil
}

const running = new WeakMap<World, Map<string, number>>()

/** Begins a call on a path, and says how to end it; null: too many are under way (45033). */
export function begin(world: World, path: string, { callsAtOnce }: Weather): (() => void) | null {
  const ofWorld = running.get(world) ?? new Map<string, number>()
  running.set(world, ofWorld)
  const count = ofWorld.get(path) ?? 0
  if (count >= callsAtOnce) return null
  ofWorld.set(path, count + 1)
  return () => {
    ofWorld.set(path, (ofWorld.get(path) ?? 1) - 1)
  }
}

function countOf(world: World, path: string, now: number): Count {
  const ofWorld = counted.get(world) ?? new Map<string, Count>()
  counted.set(world, ofWorld)
  const minute = Math.floor(now / MINUTE_MS)
  const hour = Math.floor(now / HOUR_MS)
  const known = ofWorld.get(path) ?? { minute, calls: 0, hour, hourCalls: 0, closedUntil: 0 }
  if (known.minute !== minute) Object.assign(known, { minute, calls: 0 })
  if (known.hour !== hour) Object.assign(known, { hour, hourCalls: 0 })
  // A clock that was set back opens what it closed.
  if (known.closedUntil - now > HOUR_MS) known.closedUntil = 0
  ofWorld.set(path, known)
  return known
}
