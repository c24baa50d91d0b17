import { type ClickHouse, EngineAway } from '../clickhouse/index.ts'
import { type Clock, type Log, newId, sleep } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import type { Tenant } from './event.ts'
import { unpack } from './landing.ts'

/** Batches of one insert: one block, one partition, hence atomic. */
const GROUP_ROWS_MAX = 20_000
const GROUP_BATCHES_MAX = 200
/** First key of the advisory lock that lets one lander at a time write a workspace's history. */
const LAND_LOCK = 7_002
/** How long a lander waits for the insert of one that lost its connection. ClickHouse ends an insert after a minute. */
const BUSY_LOOKS_MAX = 1_500
const BUSY_LOOK_MS = 50

/**
 * How long Postgres lets a transaction be idle that waits for ClickHouse: longer than ClickHouse is given for a mutation or
 * for everybody's segments. The server's own bound of a minute would end the transaction in the middle, again and again.
 */
const AWAIT_CLICKHOUSE = '20min'

export type LandDeps = { db: Database; clickhouse: ClickHouse; clock: Clock; log: Log }
type Batch = { no: number; month: string; events: number; retracts: number }

/** The target under which a batch says: what this import brought is to be forgotten. */
export const RETRACT = 'retract'
/** Before the name of a table, the target under which a batch says: its rows of these customers are to be forgotten. */
export const FORGET = 'forget:'

/**
 * Brings applied batches to ClickHouse, in order, exactly once: ask the target what of the batch is there, insert what
 * is missing. Insert deduplication tokens lost acknowledged rows when tried, so none are used.
 *
 * The lock is in Postgres and the insert is not: a lander that loses its connection (or its life) in the middle of an
 * insert loses the lock too, while ClickHouse goes on. So the next one first waits until no insert of this workspace is
 * on its way, by the ids that they carry; asked before, "what is there" would be answered too early, and all of it doubled.
 */
export function createLander(deps: LandDeps) {
  return {
    /** Lands what waits, up to one group. @returns how many batches landed; 0 when none wait. Throws EngineAway while ClickHouse is away. */
    async land(tenant: Tenant): Promise<number> {
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        if (!(await lockLander(tx, tenant))) return 0
        const group = await nextGroup(tx, tenant)
        if (group.length === 0) return 0
        await landGroup(deps.clickhouse, tx, tenant, group)
        await tx.run(sql`
          update event.batch
          set landed_at = ${deps.clock.now()}
          where workspace_id = ${tenant.id}
            and no = any(${group.map((batch) => batch.no)}::bigint[])
        `)
        return group.length
      })
    },
  }
}

async function lockLander(tx: Tx, tenant: Tenant): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(${LAND_LOCK}::int, ${tenant.no}::int) as got,
           set_config('idle_in_transaction_session_timeout', ${AWAIT_CLICKHOUSE}, true)
  `)
  return got
}

/** Waits for the lander and keeps it away until the transaction ends: ClickHouse then holds whole batches and stands still. */
export async function holdLander(tx: Tx, tenant: Pick<Tenant, 'no'>): Promise<void> {
  await tx.run(sql`
    select pg_advisory_xact_lock(${LAND_LOCK}::int, ${tenant.no}::int),
           set_config('idle_in_transaction_session_timeout', ${AWAIT_CLICKHOUSE}, true)
  `)
}

/** The oldest batches that wait: of one month, together small enough for one insert; a retraction goes alone. */
async function nextGroup(tx: Tx, tenant: Tenant): Promise<Batch[]> {
  const waiting = await tx.rows(sql<Batch>`
    select b.no, b.month, b.events,
      (select count(*) from event.landing l
       where l.workspace_id = b.workspace_id and l.batch_no = b.no and l.target = ${RETRACT}) as retracts
    from event.batch b
    where b.workspace_id = ${tenant.id}
      and b.landed_at is null
    order by b.no
    limit ${GROUP_BATCHES_MAX}
  `)
  const group: Batch[] = []
  let rows = 0
  for (const batch of waiting) {
    const first = group[0]
    const fits = !first || (batch.month === first.month && rows + batch.events <= GROUP_ROWS_MAX)
    if (!fits || (first && (batch.retracts > 0 || first.retracts > 0))) break
    group.push(batch)
    rows += batch.events
  }
  return group
}

async function landGroup(
  clickhouse: ClickHouse,
  tx: Tx,
  tenant: Tenant,
  group: Batch[],
): Promise<void> {
  const landings = await tx.rows(sql<{ batch_no: number; target: string; body: Buffer }>`
    select batch_no, target, body
    from event.landing
    where workspace_id = ${tenant.id}
      and batch_no = any(${group.map((batch) => batch.no)}::bigint[])
    order by batch_no
  `)
  const lines = new Map<string, string[]>()
  for (const { target, body } of landings) {
    const known = lines.get(target) ?? []
    known.push(...(await unpack(body)))
    lines.set(target, known)
  }
  for (const [target, rows] of lines) {
    if (target === RETRACT) await retractFrom(clickhouse, tenant, rows)
    else if (target.startsWith(FORGET))
      await forgetIn(clickhouse, tenant, target.slice(FORGET.length), rows)
    else if (target === 'event') await landEvents(clickhouse, tenant, group, rows)
    // Mirrors keep the newest version of a row: inserting a row again changes nothing.
    else await insert(clickhouse, target, rows)
  }
}

/** Verify-then-insert. The whole group is one block of one partition, so what is found is all or, after a foreign hand, some. */
async function landEvents(
  clickhouse: ClickHouse,
  tenant: Tenant,
  group: Batch[],
  rows: string[],
): Promise<void> {
  await untilStill(clickhouse, tenant)
  const there = await clickhouse.rows<{ event_id: string }>({
    sql: `
      select toString(event_id) as event_id
      from event
      where month = {month:Date}
        and workspace = {workspace:UInt32}
        and batch in {batches:Array(UInt64)}`,
    params: {
      month: group[0]?.month,
      workspace: tenant.no,
      batches: group.map((batch) => batch.no),
    },
    comment: 'event.land verify',
  })
  const known = new Set(there.map((row) => row.event_id))
  const missing = known.size === 0 ? rows : rows.filter((row) => !known.has(eventIdOf(row)))
  if (missing.length > 0) await insert(clickhouse, 'event', missing, idPrefixOf(tenant) + newId())
}

/** What the ids of a workspace's inserts into history begin with. */
function idPrefixOf(tenant: Tenant): string {
  return `event.land.${tenant.id}.`
}

async function untilStill(clickhouse: ClickHouse, tenant: Tenant): Promise<void> {
  for (let look = 0; look < BUSY_LOOKS_MAX; look++) {
    if (!(await clickhouse.isBusy(idPrefixOf(tenant)))) return
    await sleep(BUSY_LOOK_MS)
  }
  throw new EngineAway('event.land: an earlier insert of this workspace does not end')
}

const EVENT_ID = /"event_id":"([0-9a-f-]{36})"/

function eventIdOf(line: string): string {
  return EVENT_ID.exec(line)?.[1] ?? ''
}

async function insert(
  clickhouse: ClickHouse,
  table: string,
  rows: string[],
  id?: string,
): Promise<void> {
  const named = id === undefined ? {} : { id }
  await clickhouse.insert({
    table,
    rows: rows.join('\n'),
    comment: `event.land ${table}`,
    ...named,
  })
}

async function retractFrom(clickhouse: ClickHouse, tenant: Tenant, rows: string[]): Promise<void> {
  for (const row of rows) {
    const importNo = Number(row)
    await clickhouse.command({
      sql: `
        alter table event
        delete where workspace = {workspace:UInt32} and import = {import:UInt32}`,
      params: { workspace: tenant.no, import: importNo },
      settings: { mutations_sync: '2' },
      comment: 'event.land retract',
    })
  }
}

/** Customers' numbers in one statement. */
const FORGOTTEN_AT_ONCE = 20_000

async function forgetIn(
  clickhouse: ClickHouse,
  tenant: Tenant,
  table: string,
  rows: string[],
): Promise<void> {
  if (!/^[a-z_]+$/.test(table)) throw new Error(`not a table of ours: ${table}`)
  for (let from = 0; from < rows.length; from += FORGOTTEN_AT_ONCE) {
    const customers = rows.slice(from, from + FORGOTTEN_AT_ONCE).map(Number)
    await clickhouse.command({
      sql: `
        alter table ${table}
        delete where workspace = {workspace:UInt32} and customer in {customers:Array(UInt64)}`,
      params: { workspace: tenant.no, customers },
      settings: { mutations_sync: '2' },
      comment: 'event.land forget',
    })
  }
}

/** True when ClickHouse is away: history waits, the rest of the river goes on. */
export function isAway(error: unknown): boolean {
  return error instanceof EngineAway
}
