import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Names of segments by id (uuid); what is not there is left out. */
export async function segmentNames(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** How many people were in segments (uuids) when they were last reckoned; what never was is left out. */
export async function segmentSizes(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ id: string; size: number }>`
    select id, size
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and size is not null
  `)
  return new Map(rows.map(({ id, size }) => [id, size]))
}

/** Whether a segment (uuid) is kept up: its people come and go as events. */
export async function isLive(tx: Tx, tenant: Pick<Tenant, 'id'>, id: string): Promise<boolean> {
  const row = await tx.maybe(sql<{ state: string }>`
    select state
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return row?.state === 'live'
}

/** Since when segments (uuids) are kept up; what is not kept up is left out. */
export function segmentsSince(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<{ id: string; name: string; since: Date }[]> {
  return tx.rows(sql<{ id: string; name: string; since: Date }>`
    select id, name, live_since as since
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and live_since is not null
  `)
}
