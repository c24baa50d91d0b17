import { z } from 'zod'
import { addMs, type Clock, newId, type TenantCompany } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

/**
 * How many calls of one path may be under way at once for one company. WeCom refuses too many (45033: counted by company and
 * path, mainly where stored data is read) and publishes no number (document 90313). Sixteen use up the 5,000 calls that we
 * take of a minute (see budget.ts) as long as a call takes less than 190 ms.
 */
export const AT_ONCE_MAX = 16
/** What must be done within 20 seconds and reads nothing: a burst of newcomers is welcomed within two. */
const AT_ONCE_OF: Record<string, number> = { 'externalcontact/send_welcome_msg': 128 }

/** Seats are used this long before they are asked for again; who needs fewer gives some back then. */
const USED_MS = 5_000
/** After that they count for as long as a call that was begun at the end may take: eight seconds, and some for the way. */
const COUNTED_MS = USED_MS + 10_000
/** Whoever finds no seat looks again this often. */
const LOOK_MS = 40
/** And gives up after this many looks: about three seconds, as long as patience with WeCom itself. */
const LOOKS_MAX = 75

export type Seats = {
  /** @returns false when no seat came free in time. */
  sit(tenant: TenantCompany, api: string): Promise<boolean>
  /** The call is over, whatever came of it. */
  rise(tenant: TenantCompany, api: string): void
}

/** The seats of one path that this process holds. */
type Table = {
  seats: number
  usedUntil: Date
  busy: number
  waiting: (() => void)[]
  asking: Promise<void> | null
}

/** The seats of all calls, held by all workers together: taken in leases from Postgres, and given back by their end. */
export function createSeats(deps: {
  db: Database
  clock: Clock
  pause: (ms: number) => Promise<void>
  atOnce?: number
}): Seats {
  const holder = newId()
  const tables = new Map<string, Table>()
  const tableOf = (tenant: TenantCompany, api: string): Table => {
    const key = `${tenant.id} ${tenant.company} ${api}`
    const known = tables.get(key) ?? {
      ...{ seats: 0, usedUntil: new Date(0), busy: 0, waiting: [], asking: null },
    }
    tables.set(key, known)
    return known
  }
  return {
    async sit(tenant, api) {
      const table = tableOf(tenant, api)
      for (let look = 0; look < LOOKS_MAX; look++) {
        if (isFree(table, deps.clock.now())) {
          table.busy += 1
          return true
        }
        table.asking ??= askMore(tenant, api, table).finally(() => {
          table.asking = null
        })
        await table.asking
        if (isFree(table, deps.clock.now())) continue
        await someoneRises(table, deps.pause(LOOK_MS))
      }
      return false
    },
    rise(tenant, api) {
      const table = tableOf(tenant, api)
      table.busy -= 1
      table.waiting.shift()?.()
    },
  }

  async function askMore(tenant: TenantCompany, api: string, table: Table): Promise<void> {
    const now = deps.clock.now()
    const most = deps.atOnce ?? AT_ONCE_OF[api] ?? AT_ONCE_MAX
    const wanted = table.waiting.length + 1
    const seats = await deps.db.inWorkspace(tenant.id, (tx) =>
      giveSeats(tx, tenant, { api, holder, busy: table.busy, wanted, most, now }),
    )
    table.seats = seats
    table.usedUntil = addMs(now, USED_MS)
  }
}

/** Waits until somebody rises, or for as long as it takes to look again. */
async function someoneRises({ waiting }: Table, lookAgain: Promise<void>): Promise<void> {
  let mine = () => {}
  const risen = new Promise<void>((wake) => {
    mine = wake
    waiting.push(wake)
  })
  await Promise.race([risen, lookAgain])
  const at = waiting.indexOf(mine)
  if (at >= 0) waiting.splice(at, 1)
}

function isFree({ seats, busy, usedUntil }: Table, now: Date): boolean {
  return busy < seats && now < usedUntil
}

const standing = z.record(z.string(), z.object({ seats: z.number(), until: z.coerce.date() }))

/**
 * Gives a holder the seats that its calls sit on and, of those that are free, half at most: there is always one for another.
 * @returns how many it holds from now on.
 */
async function giveSeats(
  tx: Tx,
  tenant: TenantCompany,
  asked: { api: string; holder: string; busy: number; wanted: number; most: number; now: Date },
): Promise<number> {
  const { api, holder, busy, wanted, most, now } = asked
  await tx.run(sql`
    insert into corp.api_seats (workspace_id, company, api)
    values (${tenant.id}, ${tenant.company}, ${api})
    on conflict do nothing
  `)
  const { holders } = await tx.one(sql<{ holders: unknown }>`
    select holders
    from corp.api_seats
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and api = ${api}
    for update
  `)
  const others = Object.entries(standing.parse(holders)).filter(
    ([id, { until }]) => id !== holder && until > now,
  )
  const free = most - busy - others.reduce((sum, [, one]) => sum + one.seats, 0)
  const seats = busy + Math.max(0, Math.min(wanted, Math.ceil(free / 2)))
  const next = Object.fromEntries([...others, [holder, { seats, until: addMs(now, COUNTED_MS) }]])
  await tx.run(sql`
    update corp.api_seats
    set holders = ${JSON.stringify(next)}::jsonb
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and api = ${api}
  `)
  return seats
}
