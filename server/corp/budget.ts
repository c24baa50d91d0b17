import type { countedCalls } from '../../contract/checkup.ts'
import { addMs, type Clock, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

export type Api = (typeof countedCalls)[number]

/**
 * WeCom allows 10,000 calls a minute and 150,000 an hour of one kind. Its windows are not ours, so that half of it in each
 * window of ours is all of it in any of its. (https://developer.work.weixin.qq.com/document/path/90312)
 */
export const API_LIMITS = [
  { windowMs: 60_000, max: 5_000 },
  { windowMs: 3_600_000, max: 75_000 },
] as const
/** Calls that a worker takes at once; a worker that dies loses what it has not used. */
const LEASE = 50
/** What bringing everything in may use of a window: the rest is kept for what happens meanwhile. */
export const SYNC_SHARE = 0.5

export type Budget = {
  /**
   * @param share how far a window may be filled for this call, from 0 to 1: what can wait leaves room for what cannot.
   * @returns null when a call may be made, else the instant from which to ask again.
   */
  take(tenant: Pick<Tenant, 'id'>, api: Api, share?: number): Promise<Date | null>
  /** WeCom said that it is too much: nobody calls for a window. */
  exhaust(tenant: Pick<Tenant, 'id'>, api: Api): Promise<void>
}

type Limit = { windowMs: number; max: number }

/** The number of outbound calls, held by all workers together (I-26): taken in leases from Postgres before they are made. */
export function createBudget(deps: {
  db: Database
  clock: Clock
  limits?: readonly Limit[]
  lease?: number
}): Budget {
  const limits = deps.limits ?? API_LIMITS
  const lease = deps.lease ?? LEASE
  const held = new Map<string, { left: number; until: Date }>()
  const taking = new Map<string, Promise<Date | null>>()
  return {
    async take(tenant, api, share = 1) {
      const key = keyOf(tenant, api, share)
      for (;;) {
        const mine = held.get(key)
        if (mine && mine.left > 0 && deps.clock.now() < mine.until) {
          mine.left -= 1
          return null
        }
        const asked = taking.get(key) ?? leaseMore(tenant, api, share)
        taking.set(key, asked)
        const until = await asked
        if (until) return until
      }
    },
    async exhaust(tenant, api) {
      for (const key of held.keys()) if (key.startsWith(keyOf(tenant, api, ''))) held.delete(key)
      await deps.db.inWorkspace(tenant.id, (tx) => fill(tx, tenant, api, limits, deps.clock.now()))
    },
  }

  function leaseMore(tenant: Pick<Tenant, 'id'>, api: Api, share: number): Promise<Date | null> {
    return askMore(tenant, api, share).finally(() => taking.delete(keyOf(tenant, api, share)))
  }

  async function askMore(
    tenant: Pick<Tenant, 'id'>,
    api: Api,
    share: number,
  ): Promise<Date | null> {
    const now = deps.clock.now()
    const within = limits.map(({ windowMs, max }) => ({ windowMs, max: Math.floor(max * share) }))
    return deps.db.inWorkspace(tenant.id, async (tx) => {
      const got = await takeFrom(tx, tenant, api, { limits: within, want: lease, now })
      if (got.left === 0) return got.until
      held.set(keyOf(tenant, api, share), got)
      return null
    })
  }
}

function keyOf(tenant: Pick<Tenant, 'id'>, api: Api, share: number | ''): string {
  return `${tenant.id} ${api} ${share}`
}

/** What was taken of the windows that run now: `used` of `allowed` calls, by API and window. Past windows count as empty. */
export type ApiUse = { api: string; windowMs: number; used: number; allowed: number }

/** The calls of the running windows of a workspace, for every API that was ever asked. */
export async function apiUse(tx: Tx, tenant: Pick<Tenant, 'id'>, now: Date): Promise<ApiUse[]> {
  const rows = await tx.rows(sql<{ api: string; windowMs: number; start: Date; taken: number }>`
    select api, window_ms as "windowMs", window_start as start, taken
    from corp.api_budget
    where workspace_id = ${tenant.id}
    order by api, window_ms
  `)
  return rows.flatMap(({ api, windowMs, start, taken }) => {
    const limit = API_LIMITS.find((one) => one.windowMs === windowMs)
    const isNow = start.getTime() === startOf(now, windowMs).getTime()
    return limit ? [{ api, windowMs, used: isNow ? taken : 0, allowed: limit.max }] : []
  })
}

/** Takes what is left of every window, at most `want`. */
async function takeFrom(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  api: Api,
  { limits, want, now }: { limits: readonly Limit[]; want: number; now: Date },
): Promise<{ left: number; until: Date }> {
  const windows = limits.map(({ windowMs, max }) => ({
    windowMs,
    max,
    start: startOf(now, windowMs),
  }))
  await open(tx, tenant, api, windows)
  const rows = await tx.rows(sql<{ windowMs: number; taken: number }>`
    select window_ms as "windowMs", taken
    from corp.api_budget
    where workspace_id = ${tenant.id}
      and api = ${api}
    order by window_ms
    for update
  `)
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
  tenant: Pick<Tenant, 'id'>,
  api: Api,
  windows: readonly { windowMs: number; start: Date }[],
): Promise<void> {
  await tx.run(sql`
    insert into corp.api_budget as b (workspace_id, api, window_start, window_ms, taken)
    select ${tenant.id}, ${api}, w.start, w.ms, 0
    from unnest(
      ${windows.map(({ start }) => start)}::timestamptz[],
      ${windows.map(({ windowMs }) => windowMs)}::integer[]
    ) as w (start, ms)
    order by w.ms
    on conflict (workspace_id, api, window_ms) do update
    set window_start = excluded.window_start, taken = 0
    where b.window_start < excluded.window_start
  `)
}

async function add(tx: Tx, tenant: Pick<Tenant, 'id'>, api: Api, count: number): Promise<void> {
  await tx.run(sql`
    update corp.api_budget
    set taken = taken + ${count}
    where workspace_id = ${tenant.id}
      and api = ${api}
  `)
}

async function fill(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  api: Api,
  limits: readonly Limit[],
  now: Date,
): Promise<void> {
  const [first] = limits
  if (!first) return
  await open(tx, tenant, api, [{ windowMs: first.windowMs, start: startOf(now, first.windowMs) }])
  await tx.run(sql`
    update corp.api_budget
    set taken = greatest(taken, ${first.max})
    where workspace_id = ${tenant.id}
      and api = ${api}
      and window_ms = ${first.windowMs}
  `)
}

function startOf(now: Date, windowMs: number): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs)
}
