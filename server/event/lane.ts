import { type Lane, lanes } from './event.ts'

/**
 * How many turns each lane gets while several have work. A callback waits for at most one batch of anything else; an
 * import still moves while callbacks pour in.
 */
const TURNS: Record<Lane, number> = {
  callback: 32,
  welcome: 32,
  transactional: 16,
  journey: 8,
  track: 8,
  import: 4,
  analytics: 1,
}

/** Stride scheduling: the lane that has used the least of its share goes next; ties go to the more urgent lane. */
export function createTurns() {
  const used = new Map<number, number>()
  const weight = new Map<number, number>(
    Object.entries(lanes).map(([name, no]) => [no, isLane(name) ? TURNS[name] : 1]),
  )
  return {
    /** @param waiting numbers of the lanes that have work. @returns the lane to serve, or null when none waits. */
    next(waiting: number[]): number | null {
      const floor = Math.min(...waiting.map((lane) => used.get(lane) ?? 0))
      const lane = [...waiting].sort((a, b) => share(a) - share(b) || a - b)[0]
      if (lane === undefined) return null
      // A lane that slept must not claim the turns it did not need.
      for (const other of waiting) used.set(other, Math.max(used.get(other) ?? 0, floor))
      used.set(lane, (used.get(lane) ?? 0) + 1 / (weight.get(lane) ?? 1))
      return lane
    },
  }

  function share(lane: number): number {
    return used.get(lane) ?? 0
  }
}

function isLane(name: string): name is Lane {
  return name in lanes
}
