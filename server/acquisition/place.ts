/** A place that a line of a table may name: a source by its path or name, a code by its name or parameter. */
export type Place = { sourceId: string; wayId: string | null; path: string[]; names: string[] }

/** Places by every name that they may be called by. */
export function placesByName(places: readonly Place[]): ReadonlyMap<string, Place[]> {
  const byName = new Map<string, Place[]>()
  for (const place of places) {
    for (const name of new Set([...place.names, place.path.join('/')].map(placeKey)))
      byName.set(name, [...(byName.get(name) ?? []), place])
  }
  return byName
}

/** A name or path as it is looked up: `线下门店 / 南京西路` and `线下门店>南京西路` are one. */
export function placeKey(name: string): string {
  return name
    .split(/[/>]/)
    .map((part) => part.trim().toLowerCase())
    .join('/')
}
