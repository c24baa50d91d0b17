import type { WayBatch } from '../../contract/way-batch.ts'
import type { WaySchedule } from '../../contract/way-schedule.ts'
import {
  companyOf,
  newId,
  type Outcome,
  ok,
  refused,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'
import { enqueue } from '../queue/index.ts'
import { stateFor } from './contact-way.ts'
import { liveWays } from './live-ways.ts'
import type { ReadWay } from './read-ways.ts'

/** Makes the codes of a table. */
export const MAKE_WAYS = 'acquisition.make_ways'
/** WeCom's bound of a company, together with the codes of groups (documents 92228, 92229). */
export const WAYS_OF_COMPANY_MAX = 500_000
const UNIQUE_VIOLATION = '23505'
const BATCHES_SHOWN = 20
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
type TenantId = Pick<Tenant, 'id'>

/** How many codes of each company stand here, and wait to be made. */
export async function waysByCompany(
  tx: Tx,
  tenant: TenantId,
): Promise<ReadonlyMap<string, number>> {
  const waiting = await tx.rows(sql<{ userid: string }>`
    select w.userids[1] as userid
    from acquisition.way_batch_line l
    join acquisition.contact_way w
      on w.workspace_id = l.workspace_id
      and w.id = l.way_id
    where l.workspace_id = ${tenant.id}
      and l.state in ('waiting', 'asking')
  `)
  const counts = new Map<string, number>()
  const ids = [...(await liveWays(tx, tenant)), ...waiting.map(({ userid }) => userid)]
  for (const company of ids.map(companyOf)) counts.set(company, (counts.get(company) ?? 0) + 1)
  return counts
}

/** Writes all codes of a table down and asks for them to be made. One table at a time. @returns its id. */
export async function beginBatch(
  tx: Tx,
  tenant: TenantId,
  batch: { fileName: string; lines: readonly ReadWay[]; by: string | null; now: Date },
): Promise<Outcome<string, 'running'>> {
  const { fileName, lines, by, now } = batch
  const id = newId()
  try {
    await tx.run(sql`
      insert into acquisition.way_batch (workspace_id, id, file_name, lines, made_at, made_by)
      values (${tenant.id}, ${id}, ${fileName}, ${lines.length}, ${now}, ${by})
    `)
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('running')
    throw error
  }
  const rows = lines.map((line) => {
    const wayId = newId()
    return {
      ...{ id: wayId, line: line.line, name: line.name, source_id: line.sourceId },
      ...{ userids: line.userids, state: stateFor(wayId), tag_ids: line.tagIds },
      ...{ welcome_new: line.welcome, schedule: scheduleOf(line) },
    }
  })
  await addWays(tx, tenant, { rows, by, now })
  await tx.run(sql`
    insert into acquisition.way_batch_line (workspace_id, batch_id, line, way_id, state)
    select ${tenant.id}, ${id}, n.line, n.way, 'waiting'
    from unnest(
      ${rows.map(({ line }) => line)}::integer[],
      ${rows.map(({ id: way }) => way)}::uuid[]
    ) as n (line, way)
  `)
  await askFor(tx, tenant, id)
  return ok(id)
}

/** A cap is part of a schedule: everybody, always, at most so many a day. */
function scheduleOf({ capPerDay, userids }: ReadWay): WaySchedule | null {
  if (capPerDay === null) return null
  const always = { weekdays: EVERY_DAY, from: '00:00', to: '00:00', userids }
  return { shifts: [always], spare: [], capPerDay }
}

function addWays(
  tx: Tx,
  tenant: TenantId,
  { rows, by, now }: { rows: readonly object[]; by: string | null; now: Date },
): Promise<number> {
  return tx.run(sql`
    insert into acquisition.contact_way (
      workspace_id, id, name, source_id, userids, state, welcome_new, tag_ids, schedule, phase, created_at, created_by, changed_at
    )
    select ${tenant.id}, n.id, n.name, n.source_id, n.userids, n.state, n.welcome_new, n.tag_ids, nullif(n.schedule, 'null'::jsonb), 'making',
           ${now}, ${by}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (
      id uuid, name text, source_id uuid, userids text[], state text, welcome_new text, tag_ids uuid[], schedule jsonb
    )
  `)
}

function askFor(tx: Tx, tenant: TenantId, batchId: string): Promise<void> {
  const serial = `${MAKE_WAYS} ${tenant.id}`
  return enqueue(tx, { workspaceId: tenant.id, name: MAKE_WAYS, payload: { batchId }, serial })
}

/** Lets what WeCom refused be tried once more. @returns how many lines; refused while another table is worked through. */
export async function retryBatch(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<Outcome<number, 'running'>> {
  try {
    await tx.run(sql`
      update acquisition.way_batch
      set ended_at = null, stopped_at = null
      where workspace_id = ${tenant.id}
        and id = ${id}
    `)
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('running')
    throw error
  }
  const lines = await tx.run(sql`
    update acquisition.way_batch_line l
    set state = 'waiting', tries = 0, errcode = null
    from acquisition.contact_way w
    where l.workspace_id = ${tenant.id}
      and l.batch_id = ${id}
      and l.state in ('refused', 'stopped')
      and w.workspace_id = l.workspace_id
      and w.id = l.way_id
      and w.phase <> 'live'
      and w.archived_at is null
  `)
  await askFor(tx, tenant, id)
  return ok(lines)
}

/** Makes no more codes of a table; what WeCom was asked for comes to its end. @returns how many lines will not be made. */
export async function stopBatch(
  tx: Tx,
  tenant: TenantId,
  { id, now }: { id: string; now: Date },
): Promise<number> {
  const lines = await tx.rows(sql<{ wayId: string }>`
    update acquisition.way_batch_line
    set state = 'stopped'
    where workspace_id = ${tenant.id}
      and batch_id = ${id}
      and state = 'waiting'
    returning way_id as "wayId"
  `)
  await tx.run(sql`
    update acquisition.contact_way
    set phase = 'failed', changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = any(${lines.map(({ wayId }) => wayId)}::uuid[])
  `)
  await tx.run(sql`
    update acquisition.way_batch
    set stopped_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and ended_at is null
  `)
  return lines.length
}

type Row = Omit<WayBatch, 'madeAt' | 'endedAt'> & { madeAt: Date; endedAt: Date | null }

/** Tables of codes, the newest first; or one of them. */
export async function listBatches(
  tx: Tx,
  tenant: TenantId,
  id: string | null = null,
): Promise<WayBatch[]> {
  const rows = await tx.rows(sql<Row>`
    select b.id, b.file_name as "fileName", b.lines, n.made, n.refused, n.stopped, b.made_at as "madeAt",
           b.ended_at as "endedAt"
    from acquisition.way_batch b
    cross join lateral (
      select count(*) filter (where w.phase = 'live')::int as made,
             count(*) filter (where l.state = 'refused' and w.phase <> 'live')::int as refused,
             count(*) filter (where l.state = 'stopped' and w.phase <> 'live')::int as stopped
      from acquisition.way_batch_line l
      join acquisition.contact_way w
        on w.workspace_id = l.workspace_id
        and w.id = l.way_id
      where l.workspace_id = b.workspace_id
        and l.batch_id = b.id
    ) n
    where b.workspace_id = ${tenant.id}
      and (${id}::uuid is null or b.id = ${id})
    order by b.made_at desc, b.id desc
    limit ${BATCHES_SHOWN}
  `)
  return rows.map(({ madeAt, endedAt, ...one }) => ({
    ...one,
    id: showId('wayBatch', one.id),
    madeAt: madeAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }))
}

/** Whether a table is being worked through. */
export async function isBatchRunning(tx: Tx, tenant: TenantId): Promise<boolean> {
  const found = await tx.maybe(sql<{ id: string }>`
    select id
    from acquisition.way_batch
    where workspace_id = ${tenant.id}
      and ended_at is null
  `)
  return found !== null
}

/** Whether a code is being made with a table: then nobody makes it by hand. */
export async function isInBatch(tx: Tx, tenant: TenantId, wayId: string): Promise<boolean> {
  const found = await tx.maybe(sql<{ line: number }>`
    select line
    from acquisition.way_batch_line
    where workspace_id = ${tenant.id}
      and way_id = ${wayId}
      and state in ('waiting', 'asking')
  `)
  return found !== null
}
