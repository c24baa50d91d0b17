import { namedAssociates } from '../corp/index.ts'
import { askForSync, SYNC_DIRECTORY } from '../ingestion/index.ts'
import { addMs, companyOf, type Tenant, type TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { HandoverDeps, TransferRemote } from './call.ts'

/** Pages of WeCom's list; a page has a thousand customers. */
const PAGES_MAX = 100
const AGAIN_MS = 5 * 60_000

/** Asks for WeCom's own list of customers whom nobody serves any more; asking twice is asking once. */
export async function lookForLeavers(
  tx: Tx,
  { id, company }: TenantCompany,
  real: Date,
): Promise<void> {
  await tx.run(sql`
    insert into handover.reading (workspace_id, company, due_at)
    values (${id}, ${company}, ${real})
    on conflict (workspace_id, company) do update
    set due_at = excluded.due_at
  `)
}

/** Reads the lists that are due. Who is on one and counts as at work here has left without our hearing of it. */
export async function readLeaversStep(deps: HandoverDeps, tenant: Tenant): Promise<boolean> {
  const real = deps.clock.now()
  const within = <T>(work: (tx: Tx) => Promise<T>) => deps.db.inWorkspace(tenant.id, work)
  const due = await within((tx) => takeReadings(tx, tenant, real))
  for (const company of due) {
    const of = { id: tenant.id, company }
    const remote = await deps.remoteOf(of)
    const found = remote && (await listOf(remote))
    if (!found) {
      if (remote) await within((tx) => lookForLeavers(tx, of, addMs(real, AGAIN_MS)))
      continue
    }
    await within(async (tx) => {
      await keepLeavers(tx, of, found, real)
      const known = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
      const isNews = [...found.keys()].some((userid) => known.get(userid)?.isActive !== false)
      if (isNews) await askForSync(tx, of, SYNC_DIRECTORY)
    })
  }
  return due.length > 0
}

async function takeReadings(tx: Tx, tenant: Tenant, real: Date): Promise<string[]> {
  const rows = await tx.rows(sql<{ company: string }>`
    update handover.reading
    set due_at = ${addMs(real, AGAIN_MS)}
    where workspace_id = ${tenant.id}
      and due_at <= ${real}
    returning company
  `)
  return rows.map(({ company }) => company)
}

type Found = Map<string, { customers: number; leftAt: Date | null }>

async function listOf(remote: TransferRemote): Promise<Found | null> {
  const found: Found = new Map()
  let cursor = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await remote.unassigned(cursor)
    if (!answer.ok) return null
    for (const { handover_userid: userid, dimission_time: left } of answer.value.rows) {
      const customers = (found.get(userid)?.customers ?? 0) + 1
      found.set(userid, { customers, leftAt: left > 0 ? new Date(left * 1_000) : null })
    }
    cursor = answer.value.nextCursor
    if (cursor === '') return found
  }
  return found
}

async function keepLeavers(
  tx: Tx,
  { id, company }: TenantCompany,
  found: Found,
  real: Date,
): Promise<void> {
  const rows = await tx.rows(sql<{ userid: string }>`
    select userid
    from handover.leaver
    where workspace_id = ${id}
  `)
  const stale = rows.filter(({ userid }) => companyOf(userid) === company && !found.has(userid))
  await tx.run(sql`
    delete from handover.leaver
    where workspace_id = ${id}
      and userid = any(${stale.map(({ userid }) => userid)}::text[])
  `)
  const all = [...found]
  await tx.run(sql`
    insert into handover.leaver (workspace_id, userid, left_at, customers)
    select ${id}, n.userid, n.left_at, n.customers
    from unnest(
      ${all.map(([userid]) => userid)}::text[],
      ${all.map(([, { leftAt }]) => leftAt)}::timestamptz[],
      ${all.map(([, { customers }]) => customers)}::integer[]
    ) as n (userid, left_at, customers)
    on conflict (workspace_id, userid) do update
    set left_at = excluded.left_at, customers = excluded.customers
  `)
  await tx.run(sql`
    update handover.reading
    set due_at = null, read_at = ${real}
    where workspace_id = ${id}
      and company = ${company}
  `)
}
