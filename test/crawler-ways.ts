/** Ids as they are shown outside, by their prefix (`cus`, `tag`, …). */
export type Ids = Record<string, string[]>

/**
 * One way to call a route.
 * - `foreign`: an id of the other workspace stands in the address or the body: 404, whatever else is right.
 * - `blind`: names nothing of the other workspace; whatever the answer, it must hold nothing of it.
 */
export type Call = { kind: 'foreign' | 'blind'; path: string; body?: unknown; headers?: Headers }
type Headers = Record<string, string>

/** @param own ids of the workspace that asks. @param other ids of the workspace that must not be reached. */
export type CallsOf = (own: Ids, other: Ids) => Call[]

export const first = (ids: Ids, prefix: string) => ids[prefix]?.[0] ?? `${prefix}_none`
export const second = (ids: Ids, prefix: string) => ids[prefix]?.[1] ?? first(ids, prefix)

/** Every id of the other workspace in the place of `:id`, those of another kind too. */
export function everyId(path: string, body?: unknown): CallsOf {
  return (_own, other) =>
    Object.values(other)
      .flat()
      .map((id) => ({ kind: 'foreign', path: path.replace(':id', id), body }))
}

/** The same for what a program may not do at all: it is told so before anybody looks whose id it is. */
export function eachBlind(path: string, body?: unknown): CallsOf {
  return (own, other) =>
    everyId(path, body)(own, other).map((call) => ({ ...call, kind: 'blind' as const }))
}

/** The other's ids in the body. */
export function within(path: string, ...bodies: ((own: Ids, other: Ids) => unknown)[]): CallsOf {
  return (own, other) => bodies.map((body) => ({ kind: 'foreign', path, body: body(own, other) }))
}

export function blind(path: string, body?: unknown, headers?: Headers): CallsOf {
  return () => [{ kind: 'blind', path, body, ...(headers ? { headers } : {}) }]
}

export function both(...calls: CallsOf[]): CallsOf {
  return (own, other) => calls.flatMap((one) => one(own, other))
}

/** A list with a filter by ids: with another's id it is empty or not found, never theirs. */
export function filtered(path: string, ...filters: [name: string, prefix: string][]): CallsOf {
  return both(blind(path), (_own, other) =>
    filters.flatMap(([name, prefix]) =>
      (other[prefix] ?? []).map((id) => ({
        kind: 'blind' as const,
        path: `${path}?${name}=${id}`,
      })),
    ),
  )
}
