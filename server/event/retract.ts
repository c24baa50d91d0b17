import { sql, type Tx } from '../postgres/index.ts'
import { lanes, type Tenant } from './event.ts'
import { FORGET, RETRACT } from './land.ts'
import { monthOf, pack, unpack } from './landing.ts'
import { discardOfSource } from './parked.ts'
import { holdPump } from './pump.ts'
import { storeEverybodyTouched } from './touched.ts'

/**
 * Takes back what an import brought: its deduplication keys are freed, so that the file may come again, what was parked of
 * it is given up, and a batch is queued that deletes its events from ClickHouse after everything that landed before.
 * @param undone.source the `source` under which the import's rows went into the inbox.
 * @param undone.forgotten numbers of customers who are no more, and the tables that had rows of theirs.
 */
export async function retract(
  tx: Tx,
  tenant: Tenant,
  undone: {
    importNo: number
    source: string
    now: Date
    landings: { table: string; rows: Record<string, unknown>[] }[]
    forgotten: { tables: readonly string[]; customers: number[] }
  },
): Promise<{ batchNo: number; events: number }> {
  await holdPump(tx, tenant)
  const events = await freeKeys(tx, tenant, undone)
  await discardOfSource(tx, tenant, undone)
  const { no } = await tx.one(sql<{ no: number }>`
    update event.counter
    set next_batch_no = next_batch_no + 1
    where workspace_id = ${tenant.id}
    returning next_batch_no - 1 as no
  `)
  await tx.run(sql`
    insert into event.batch (workspace_id, no, lane, taken_at, month, events, duplicates, reacted_at)
    values (${tenant.id}, ${no}, ${lanes.import}, ${undone.now}, ${monthOf(undone.now)}::date, 0, 0, ${undone.now})
  `)
  await store(tx, tenant, no, RETRACT, [String(undone.importNo)])
  await storeEverybodyTouched(tx, tenant, no)
  const { tables, customers } = undone.forgotten
  if (customers.length > 0)
    for (const table of tables) await store(tx, tenant, no, FORGET + table, customers.map(String))
  for (const { table, rows } of undone.landings) {
    if (rows.length === 0) continue
    const versioned = rows.map((row) => JSON.stringify({ ...row, version: no }))
    await store(tx, tenant, no, table, versioned)
  }
  return { batchNo: no, events }
}

async function store(
  tx: Tx,
  tenant: Tenant,
  batchNo: number,
  target: string,
  lines: string[],
): Promise<void> {
  await tx.run(sql`
    insert into event.landing (workspace_id, batch_no, target, rows, body)
    values (${tenant.id}, ${batchNo}, ${target}, ${lines.length}, ${await pack(lines)})
  `)
}

async function freeKeys(
  tx: Tx,
  tenant: Tenant,
  undone: { importNo: number; source: string },
): Promise<number> {
  const batches = await tx.rows(sql<{ batch_no: number }>`
    select distinct batch_no
    from event.inbox
    where workspace_id = ${tenant.id}
      and source = ${undone.source}
      and batch_no is not null
  `)
  let freed = 0
  // One batch at a time: an import of a million lines must not be held in memory.
  for (const { batch_no } of batches) {
    const landing = await tx.maybe(sql<{ body: Buffer }>`
      select body
      from event.landing
      where workspace_id = ${tenant.id}
        and batch_no = ${batch_no}
        and target = 'event'
    `)
    const ids = landing ? idsOf(await unpack(landing.body), undone.importNo) : []
    freed += await tx.run(sql`
      delete from event.seen
      where event_id = any(${ids}::uuid[])
    `)
  }
  return freed
}

const OF_IMPORT = /"event_id":"([0-9a-f-]{36})".*"import":(\d+)\}$/

function idsOf(lines: string[], importNo: number): string[] {
  return lines.flatMap((line) => {
    const found = OF_IMPORT.exec(line)
    return found?.[1] && Number(found[2]) === importNo ? [found[1]] : []
  })
}
