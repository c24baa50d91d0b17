import type { OfficialCode } from '../../contract/official.ts'
import { newId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
const CODES_SHOWN = 500

/** The source that each scene of an account belongs to, by `<AppID> <scene>`. */
export async function sourcesOfScenes(
  tx: Tx,
  tenant: TenantId,
  scenes: readonly { appId: string; scene: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (scenes.length === 0) return new Map()
  const rows = await tx.rows(sql<{ appId: string; scene: string; sourceId: string }>`
    select app_id as "appId", scene, source_id as "sourceId"
    from official.code
    where workspace_id = ${tenant.id}
      and scene = any(${[...new Set(scenes.map(({ scene }) => scene))]}::text[])
  `)
  return new Map(rows.map(({ appId, scene, sourceId }) => [`${appId} ${scene}`, sourceId]))
}

export type MadeCode = {
  appId: string
  name: string
  sourceId: string
  scene: string
  ticket: string
  url: string
  expiresAt: Date | null
  by: string | null
  now: Date
}

/** Keeps a code that WeChat has made. @returns its id. */
export async function storeCode(tx: Tx, tenant: TenantId, code: MadeCode): Promise<string> {
  const id = newId()
  await tx.run(sql`
    insert into official.code (workspace_id, id, app_id, name, source_id, scene, ticket, url, expires_at, made_at, made_by)
    values (
      ${tenant.id}, ${id}, ${code.appId}, ${code.name}, ${code.sourceId}, ${code.scene}, ${code.ticket}, ${code.url},
      ${code.expiresAt}, ${code.now}, ${code.by}
    )
  `)
  return id
}

/** The codes of an account, the newest first, with who came by each. */
export async function listCodes(tx: Tx, tenant: TenantId, appId: string): Promise<OfficialCode[]> {
  const rows = await tx.rows(sql<{
    id: string
    name: string
    sourceId: string
    scene: string
    url: string
    expiresAt: Date | null
    madeAt: Date
    subscribed: number
    left: number
  }>`
    select c.id, c.name, c.source_id as "sourceId", c.scene, c.url, c.expires_at as "expiresAt",
           c.made_at as "madeAt", s.subscribed, s.gone as left
    from official.code c
    cross join lateral (
      select count(*) filter (where o.ended_at is null) as subscribed, count(*) filter (where o.ended_at is not null) as gone
      from official.subscription o
      where o.workspace_id = c.workspace_id
        and o.app_id = c.app_id
        and o.scene = c.scene
    ) s
    where c.workspace_id = ${tenant.id}
      and c.app_id = ${appId}
    order by c.made_at desc, c.id
    limit ${CODES_SHOWN}
  `)
  return rows.map(({ id, sourceId, expiresAt, madeAt, ...code }) => ({
    ...code,
    id: showId('officialCode', id),
    sourceId: showId('source', sourceId),
    expiresAt: expiresAt?.toISOString() ?? null,
    madeAt: madeAt.toISOString(),
  }))
}

/** What the picture of a code holds. */
export function codeOf(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<{ url: string; name: string } | null> {
  return tx.maybe(sql<{ url: string; name: string }>`
    select url, name
    from official.code
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** How many codes for ever an account has, which WeChat counts. */
export async function countCodes(tx: Tx, tenant: TenantId, appId: string): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from official.code
    where workspace_id = ${tenant.id}
      and app_id = ${appId}
      and expires_at is null
  `)
  return count
}

/** What scenes of an account are called. */
export async function namesOfScenes(
  tx: Tx,
  tenant: TenantId,
  scenes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ appId: string; scene: string; name: string }>`
    select app_id as "appId", scene, name
    from official.code
    where workspace_id = ${tenant.id}
      and scene = any(${[...new Set(scenes)]}::text[])
  `)
  return new Map(rows.map(({ appId, scene, name }) => [`${appId} ${scene}`, name]))
}
