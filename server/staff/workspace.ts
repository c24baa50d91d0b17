import { type Clock, newId, Problem, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

type Row = {
  workspace_id: string
  no: number
  name: string
  time_zone: string
  currency: string
  clock_at: Date | null
  is_demo: boolean
}

/** Every workspace of the installation. */
export async function listWorkspaces(db: Database): Promise<Tenant[]> {
  const rows = await db.asSystem((tx) =>
    tx.rows(sql<Row>`
      select workspace_id, no, name, time_zone, currency, clock_at, is_demo
      from staff.workspaces()
    `),
  )
  return rows.map(tenantOf)
}

/** One workspace by id. @throws Problem not_found */
export async function getWorkspace(db: Database, id: string): Promise<Tenant> {
  const found = (await listWorkspaces(db)).find((tenant) => tenant.id === id)
  if (!found) throw new Problem('not_found')
  return found
}

function tenantOf(row: Row): Tenant {
  return {
    id: row.workspace_id,
    no: row.no,
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    clockAt: row.clock_at,
    isDemo: row.is_demo,
  }
}

export type NewWorkspace = { name: string; timeZone: string; currency: string; isDemo: boolean }

/** Makes a workspace. @throws Problem bad_request for a zone or currency that does not exist. */
export async function makeWorkspace(
  db: Database,
  clock: Clock,
  wanted: NewWorkspace,
): Promise<string> {
  checkZone(wanted.timeZone)
  checkCurrency(wanted.currency)
  const id = newId()
  await db.inWorkspace(id, (tx) =>
    tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, is_demo, created_at)
      values (${id}, ${wanted.name}, ${wanted.timeZone}, ${wanted.currency}, ${wanted.isDemo}, ${clock.now()})
    `),
  )
  return id
}

export type WorkspaceChange = {
  name?: string | undefined
  timeZone?: string | undefined
  currency?: string | undefined
  clockAt?: Date | null | undefined
}

/** Changes what is given and leaves the rest. @throws Problem bad_request */
export async function changeWorkspace(tx: Tx, id: string, change: WorkspaceChange): Promise<void> {
  if (change.timeZone !== undefined) checkZone(change.timeZone)
  if (change.currency !== undefined) checkCurrency(change.currency)
  await tx.run(sql`
    update staff.workspace
    set name = coalesce(${change.name ?? null}, name),
      time_zone = coalesce(${change.timeZone ?? null}, time_zone),
      currency = coalesce(${change.currency ?? null}, currency),
      clock_at = case when ${change.clockAt !== undefined} then ${change.clockAt ?? null}::timestamptz else clock_at end
    where workspace_id = ${id}
  `)
}

function checkZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw new Problem('bad_request', { detail: `timeZone ${zone}` })
  }
}

function checkCurrency(currency: string): void {
  if (!Intl.supportedValuesOf('currency').includes(currency)) {
    throw new Problem('bad_request', { detail: `currency ${currency}` })
  }
}
