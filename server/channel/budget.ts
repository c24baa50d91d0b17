import { addMs, type Clock, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

/** The calls of WeCom's whose number is bounded. */
export type Api = 'send_welcome' | 'create_task' | 'list_tasks' | 'task' | 'results' | 'cancel_task'

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

export type Budget = {
  /** @returns null when a call may be made, else the instant from which to ask again. */
  take(tenant: Pick<Tenant, 'id'>, api: Api): Promise<Date | null>
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
    async take(tenant, api) {
      const key = `${tenant.id} ${api}`
      for (;;) {
        const mine = held.get(key)
        if (mine && mine.left > 0 && deps.clock.now() < mine.until) {
          mine.left -= 1
          return null
        }
        const asked = taking.get(key) ?? leaseMore(tenant, api, key)
        taking.set(key, asked)
        const until = await asked
        if (until) return until
      }
    },
    async exhaust(tenant, api) {
      held.delete(`${tenant.id} ${api}`)
      await deps.db.inWorkspace(tenant.id, (tx) => fill(tx, tenant, api, limits, deps.clock.now()))
    },
  }

  function leaseMore(tenant: Pick<Tenant, 'id'>, api: Api, key: string): Promise<Date | null> {
    return askMore(tenant, api, key).finally(() => taking.delete(key))
  }

  async function askMore(tenant: Pick<Tenant, 'id'>, api: Api, key: string): Promise<Date | null> {
    const now = deps.clock.now()
    return deps.db.inWorkspace(tenant.id, async (tx) => {
      const got = await takeFrom(tx, tenant, api, { limits, want: lease, now })
      if (got.left === 0) return got.until
      held.set(key, got)
      return null
    })
  }
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
    from channel.api_budget
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
    insert into channel.api_budget as b (workspace_id, api, window_start, window_ms, taken)
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
    update channel.api_budget
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
    update channel.api_budget
    set taken = greatest(taken, ${first.max})
    where workspace_id = ${tenant.id}
      and api = ${api}
      and window_ms = ${first.windowMs}
  `)
}

function startOf(now: Date, windowMs: number): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs)
}
