import type { z } from 'zod'
import {
  type NewPoster,
  type PosterPlan,
  posterPlan,
  type posterQuery,
} from '../../contract/poster.ts'
import { newId, type Outcome, ok, pageStart, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** A poster as it is kept, without its background. */
export type StoredPoster = {
  id: string
  name: string
  plan: PosterPlan
  version: number
  hasBackground: boolean
  changedAt: Date
  archivedAt: Date | null
}
type Row = Omit<StoredPoster, 'plan'> & { plan: unknown }
const columns = sql.raw(`
  p.id, p.name, p.plan, p.version, p.background is not null as "hasBackground", p.changed_at as "changedAt",
  p.archived_at as "archivedAt"
`)
const read = (row: Row): StoredPoster => ({ ...row, plan: posterPlan.parse(row.plan) })

export async function makePoster(
  tx: Tx,
  tenant: TenantId,
  { name, plan, by, now }: NewPoster & { by: string | null; now: Date },
): Promise<string> {
  const id = newId()
  await tx.run(sql`
    insert into poster.poster (workspace_id, id, name, plan, made_at, made_by, changed_at)
    values (${tenant.id}, ${id}, ${name}, ${JSON.stringify(plan)}::jsonb, ${now}, ${by}, ${now})
  `)
  return id
}

export async function posterOf(tx: Tx, tenant: TenantId, id: string): Promise<StoredPoster | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from poster.poster p
    where p.workspace_id = ${tenant.id}
      and p.id = ${id}
  `)
  return row && read(row)
}

/** Posters, the one that was changed last first. */
export async function listPosters(
  tx: Tx,
  tenant: TenantId,
  { search, state, limit, cursor }: z.infer<typeof posterQuery>,
): Promise<{ items: StoredPoster[]; next: string | null; total: number }> {
  const skip = pageStart(cursor)
  const where = sql`
    p.workspace_id = ${tenant.id}
    and (${state ?? null}::text is null or (p.archived_at is null) = (${state ?? null} = 'used'))
    and (${search} = '' or position(lower(${search}) in lower(p.name)) > 0)`
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from poster.poster p
    where ${where}
    order by p.changed_at desc, p.id desc
    limit ${limit + 1}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from poster.poster p
    where ${where}
  `)
  const next = rows.length > limit ? String(skip + limit) : null
  return { items: rows.slice(0, limit).map(read), next, total }
}

type Deed = { id: string; version: number; now: Date }
type Changed = Outcome<number, 'not_found' | 'changed'>

/** Writes a poster anew. @returns its new version; refused when somebody has changed it since that version. */
export function changePoster(
  tx: Tx,
  tenant: TenantId,
  { name, plan, ...deed }: NewPoster & Deed,
): Promise<Changed> {
  return change(tx, tenant, deed, sql`name = ${name}, plan = ${JSON.stringify(plan)}::jsonb`)
}

/** Puts a picture under the layers; null takes it away. */
export function setBackground(
  tx: Tx,
  tenant: TenantId,
  { picture, ...deed }: Deed & { picture: { bytes: Buffer; type: string } | null },
): Promise<Changed> {
  const { bytes = null, type = '' } = picture ?? {}
  return change(tx, tenant, deed, sql`background = ${bytes}::bytea, background_type = ${type}`)
}

async function change(
  tx: Tx,
  tenant: TenantId,
  { id, version, now }: Deed,
  changes: ReturnType<typeof sql>,
): Promise<Changed> {
  const row = await tx.maybe(sql<{ version: number }>`
    update poster.poster
    set ${changes}, version = version + 1, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and version = ${version}
    returning version
  `)
  if (row) return ok(row.version)
  return refused((await posterOf(tx, tenant, id)) ? 'changed' : 'not_found')
}

/** Puts a poster away or takes it back; where it is in use it stays in use. @returns false: there is no such poster. */
export async function archivePoster(
  tx: Tx,
  tenant: TenantId,
  { id, isArchived, now }: { id: string; isArchived: boolean; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update poster.poster
    set archived_at = case when ${isArchived} then coalesce(archived_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed === 1
}

export async function backgroundOf(tx: Tx, tenant: TenantId, id: string): Promise<Buffer | null> {
  const row = await tx.maybe(sql<{ bytes: Buffer | null }>`
    select background as bytes
    from poster.poster
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return row?.bytes ?? null
}
