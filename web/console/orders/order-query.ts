import { instantOf } from '../settings/zoned.ts'

const DAY_MS = 86_400_000

/**
 * What the server is asked, from what stands in the address: days (`atFrom` and `atTo`, both included) become the
 * instants at which they begin and end in the workspace's zone.
 */
export function orderQueryOf(
  address: Readonly<Record<string, string>>,
  timeZone: string,
): Record<string, string> {
  const { search, state, importId, customerId, atFrom, atTo } = address
  const query = {
    search,
    state,
    importId,
    customerId,
    from: beginOf(atFrom, timeZone),
    to: beginOf(nextDay(atTo), timeZone),
  }
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
}

/** Undefined for what is no day, so that a mistyped address is not an error. */
function beginOf(on: string | undefined, timeZone: string): string | undefined {
  return isDay(on) ? instantOf(`${on}T00:00:00`, timeZone) : undefined
}

function nextDay(on: string | undefined): string | undefined {
  if (!isDay(on)) return undefined
  return new Date(Date.parse(`${on}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

function isDay(on: string | undefined): on is string {
  return on !== undefined && !Number.isNaN(Date.parse(`${on}T00:00:00Z`))
}
