import { addMs, type Clock, type TenantCompany } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

/**
 * WeCom allows 10,000 calls a minute and 150,000 an hour of one path. Its windows are not ours, so that half of it in each
 * window of ours is all of it in any of its. (https://developer.work.weixin.qq.com/document/path/90312)
 */
export const API_LIMITS = [
  { windowMs: 60_000, max: 5_000 },
  { windowMs: 3_600_000, max: 75_000 },
] as const
/** Calls that a worker takes at once; a worker that dies loses what it has not used. */
const LEASE = 50
/** What may wait uses this much of a window: the rest is kept for what happens meanwhile. */
export const WAITING_SHARE = 0.5
/** For so long WeCom blocks a path that was asked too often, in a minute and in an hour. */
const CLOSED_MS = 60_000
const CLOSED_AGAIN_MS = 3_600_000

export type Budget = {
  /**
   * @param api a path without `/cgi-bin/`, as `externalcontact/get`.
   * @param share how far a window may be filled for this call, from 0 to 1: what can wait leaves room for what cannot.
   * @returns null when a call may be made, else the instant from which to ask again.
   */
  take(tenant: TenantCompany, api: string, share?: number): Promise<Date | null>
  /**
   * WeCom said that it was too much (45009): nobody calls for a minute, and for an hour when it says so at the first call
   * after that minute.
   */
  close(tenant: TenantCompany, api: string): Promise<void>
  /** WeCom took a call. */
  served(tenant: TenantCompany, api: string): void
}

export type Limit = { windowMs: number; max: number }
/** Calls that were taken and not made yet; or that there are none until then, so that a flood does not ask for each. */
type Held = { left: number; until: Date; isFull: boolean }
type Closing = { times: number; until: Date }

/** The number of outbound calls, held by all workers together (I-26): taken in leases from Postgres before they are made. */
export function createBudget(deps: {
  db: Database
  clock: Clock
  /** Of a neighbour whose paths are not all bounded alike: by path. */
  limits?: readonly Limit[] | ((api: string) => readonly Limit[])
  lease?: number
}): Budget {
  const given = deps.limits ?? API_LIMITS
  const limitsOf = typeof given === 'function' ? given : () => given
  const lease = deps.lease ?? LEASE
  const held = new Map<string, Held>()
  const taking = new Map<string, Promise<Date | null>>()
  const closings = new Map<string, Closing>()
  return {
    async take(tenant, api, share = 1) {
      const key = keyOf(tenant, api, share)
      for (;;) {
        const mine = held.get(key)
        const counts = mine && deps.clock.now() < mine.until ? mine : null
        if (counts?.isFull) return counts.until
        if (counts && counts.left > 0) {
          counts.left -= 1
          return null
        }
        const asked = taking.get(key) ?? leaseMore(tenant, api, share)
        taking.set(key, asked)
        const until = await asked
        if (until) return until
      }
    },
    async close(tenant, api) {
      const now = deps.clock.now()
      const key = keyOf(tenant, api, '')
      const before = closings.get(key)
      // Those who left together are refused together: the second of them is no repetition.
      if (before && now < before.until) return
      const times = (before?.times ?? 0) + 1
      const until = addMs(now, times > 1 ? CLOSED_AGAIN_MS : CLOSED_MS)
      closings.set(key, { times, until })
      for (const one of held.keys()) if (one.startsWith(key)) held.delete(one)
      await deps.db.inWorkspace(tenant.id, (tx) =>
        shut(tx, tenant, api, { limits: limitsOf(api), now, until }),
      )
    },
    served(tenant, api) {
      closings.delete(keyOf(tenant, api, ''))
    },
  }

  function leaseMore(tenant: TenantCompany, api: string, share: number): Promise<Date | null> {
    return askMore(tenant, api, share).finally(() => taking.delete(keyOf(tenant, api, share)))
  }

  async function askMore(tenant: TenantCompany, api: string, share: number): Promise<Date | null> {
    const now = deps.clock.now()
    const within = limitsOf(api).map(({ windowMs, max }) => ({
      windowMs,
      max: Math.floor(max * share),
    }))
    return deps.db.inWorkspace(tenant.id, async (tx) => {
      const got = await takeFrom(tx, tenant, api, { limits: within, want: lease, now })
      const isFull = got.left === 0
      held.set(keyOf(tenant, api, share), { ...got, isFull })
      return isFull ? got.until : null
    })
  }
}

function keyOf(tenant: TenantCompany, api: string, share: number | ''): string {
  return `${tenant.id} ${tenant.company} ${api} ${share}`
}

/** What was taken of the windows that run now: `used` of `allowed` calls, by API and window. Past windows count as empty. */
export type ApiUse = { api: string; windowMs: number; used: number; allowed: number }

/** The calls of the running windows of a company, for every API that was ever asked. */
export async function apiUse(
  tx: Tx,
  tenant: TenantCompany,
  now: Date,
  limitsOf: (api: string) => readonly Limit[] = () => API_LIMITS,
): Promise<ApiUse[]> {
  const rows = await tx.rows(sql<{ api: string; windowMs: number; start: Date; taken: number }>`
    select api, window_ms as "windowMs", window_start as start, taken
    from corp.api_budget
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
    order by api, window_ms
  `)
  return rows.flatMap(({ api, windowMs, start, taken }) => {
    const limit = limitsOf(api).find((one) => one.windowMs === windowMs)
    const isNow = start.getTime() === startOf(now, windowMs).getTime()
    return limit ? [{ api, windowMs, used: isNow ? taken : 0, allowed: limit.max }] : []
  })
}

/** Takes what is left of every window, at most `want`. */
async function takeFrom(
  tx: Tx,
  tenant: TenantCompany,
  api: string,
  { limits, want, now }: { limits: readonly Limit[]; want: number; now: Date },
): Promise<{ left: number; until: Date }> {
  const windows = limits.map(({ windowMs, max }) => ({
    windowMs,
    max,
    start: startOf(now, windowMs),
  }))
  await open(tx, tenant, api, windows)
  const rows = await tx.rows(sql<{ windowMs: number; taken: number; closedUntil: Date | null }>`
    select window_ms as "windowMs", taken, closed_until as "closedUntil"
    from corp.api_budget
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and api = ${api}
    order by window_ms
    for update
  `)
  const closed = rows.find((row) => row.closedUntil !== null && row.closedUntil > now)?.closedUntil
  if (closed) return { left: 0, until: closed }
  const taken = new Map(rows.map((row) => [row.windowMs, row.taken]))
  const room = windows.map((one) => ({ ...one, room: one.max - (taken.get(one.windowMs) ?? 0) }))
  const left = Math.max(0, Math.min(want, ...room.map((one) => one.room)))
  const full = room.filter((one) => one.room <= 0)
  const ends = (full.length > 0 ? full : room).map((one) =>
    addMs(one.start, one.windowMs).getTime(),
  )
  const until = new Date(full.length > 0 ? Math.max(...ends) : Math.min(...ends))
  if (left > 0) await add(tx, tenant, api, left)
  return { left, until }
}

/** Windows that are over begin anew. */
async function open(
  tx: Tx,
  tenant: TenantCompany,
  api: string,
  windows: readonly { windowMs: number; start: Date }[],
): Promise<void> {
  await tx.run(sql`
    insert into corp.api_budget as b (workspace_id, company, api, window_start, window_ms, taken)
    select ${tenant.id}, ${tenant.company}, ${api}, w.start, w.ms, 0
    from unnest(
      ${windows.map(({ start }) => start)}::timestamptz[],
      ${windows.map(({ windowMs }) => windowMs)}::integer[]
    ) as w (start, ms)
    order by w.ms
    on conflict (workspace_id, company, api, window_ms) do update
    set window_start = excluded.window_start, taken = 0
    where b.window_start < excluded.window_start
  `)
}

async function add(tx: Tx, tenant: TenantCompany, api: string, count: number): Promise<void> {
  await tx.run(sql`
    update corp.api_budget
    set taken = taken + ${count}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and api = ${api}
  `)
}

/** The first window carries until when the path is closed. */
async function shut(
  tx: Tx,
  tenant: TenantCompany,
  api: string,
  { limits, now, until }: { limits: readonly Limit[]; now: Date; until: Date },
): Promise<void> {
  const [first] = limits
  if (!first) return
  await open(tx, tenant, api, [{ windowMs: first.windowMs, start: startOf(now, first.windowMs) }])
  await tx.run(sql`
    update corp.api_budget
    set closed_until = greatest(closed_until, ${until})
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and api = ${api}
      and window_ms = ${first.windowMs}
  `)
}

function startOf(now: Date, windowMs: number): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs)
}
