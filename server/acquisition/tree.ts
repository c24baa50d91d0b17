import { SOURCE_LEVELS } from '../../contract/acquisition.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'

/** A thing that stands below another, or below none. */
export type Leafed = { id: string; parentId: string | null }

/** Each before what stands below it, in the order given; what hangs on something unknown stands at the top. */
export function inTreeOrder<T extends Leafed>(all: readonly T[]): (T & { depth: number })[] {
  const ids = new Set(all.map(({ id }) => id))
  const below = new Map<string | null, T[]>()
  for (const one of all) {
    const parent = one.parentId !== null && ids.has(one.parentId) ? one.parentId : null
    below.set(parent, [...(below.get(parent) ?? []), one])
  }
  const walk = (parent: string | null, depth: number): (T & { depth: number })[] =>
    (below.get(parent) ?? []).flatMap((one) => [{ ...one, depth }, ...walk(one.id, depth + 1)])
  return walk(null, 0)
}

/** A thing and all that it stands below, the nearest first. */
export function pathOf(all: ReadonlyMap<string, string | null>, id: string): string[] {
  const path: string[] = []
  for (let at: string | null = id; at !== null && !path.includes(at); at = all.get(at) ?? null)
    path.push(at)
  return path
}

/** A thing and all that stands below it. */
export function withAllBelow(all: ReadonlyMap<string, string | null>, id: string): string[] {
  return [...all.keys()].filter((one) => pathOf(all, one).includes(id))
}

/** Whether a source may stand below another with all that it carries. @param id null: it is new. */
export function mayStand(
  all: ReadonlyMap<string, string | null>,
  { id, parentId }: { id: string | null; parentId: string | null },
): Outcome<null, 'too_deep' | 'in_itself'> {
  if (parentId === null) return ok(null)
  if (id !== null && pathOf(all, parentId).includes(id)) return refused('in_itself')
  const above = pathOf(all, parentId).length
  const carried = id === null ? 1 : height(all, id)
  return above + carried > SOURCE_LEVELS ? refused('too_deep') : ok(null)
}

function height(all: ReadonlyMap<string, string | null>, id: string): number {
  const above = pathOf(all, id).length
  const below = withAllBelow(all, id).map((one) => pathOf(all, one).length)
  return Math.max(...below) - above + 1
}
