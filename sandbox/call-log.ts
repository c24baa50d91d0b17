import type { World } from './world.ts'

const MINUTE_MS = 60_000

/** How often a path was asked, in all and at most within any sixty seconds, whatever came of it. */
export type PathCalls = { path: string; calls: number; mostInAMinute: number }
type Kept = PathCalls & { lastMinute: number[] }

const kept = new WeakMap<World, Map<string, Kept>>()

export function noteCall(world: World, path: string): void {
  const ofWorld = kept.get(world) ?? new Map<string, Kept>()
  kept.set(world, ofWorld)
  const of = ofWorld.get(path) ?? { path, calls: 0, mostInAMinute: 0, lastMinute: [] }
  ofWorld.set(path, of)
  const now = world.clock.now().getTime()
  const from = of.lastMinute.findIndex((at) => at > now - MINUTE_MS)
  of.lastMinute.splice(0, from < 0 ? of.lastMinute.length : from)
  of.lastMinute.push(now)
  of.calls += 1
  of.mostInAMinute = Math.max(of.mostInAMinute, of.lastMinute.length)
}

/** The judge of whoever promises to keep WeCom's limits. */
export function callsOf(world: World): PathCalls[] {
  return [...(kept.get(world)?.values() ?? [])].map(({ path, calls, mostInAMinute }) => ({
    path,
    calls,
    mostInAMinute,
  }))
}
