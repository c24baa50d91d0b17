import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
const HOOKS_MAX = 200

/** Hooks whose last day lies among these days, both included. */
export function hooksEnding(
  tx: Tx,
  tenant: TenantId,
  { from, to }: { from: string; to: string },
): Promise<{ id: string; name: string; on: string }[]> {
  return tx.rows(sql<{ id: string; name: string; on: string }>`
    select id, name, until_on::text as on
    from acquisition.hook
    where workspace_id = ${tenant.id}
      and archived_at is null
      and until_on between ${from}::date and ${to}::date
    order by until_on, name
    limit ${HOOKS_MAX}
  `)
}

/** Puts the last day of a hook on another one. @returns the day before that; null: no such hook, or it has no last day. */
export async function moveHookEnd(
  tx: Tx,
  tenant: TenantId,
  { id, to }: { id: string; to: string },
): Promise<string | null> {
  const found = await tx.maybe(sql<{ on: string }>`
    select until_on::text as on
    from acquisition.hook
    where workspace_id = ${tenant.id}
      and id = ${id}
      and archived_at is null
      and until_on is not null
    for update
  `)
  if (!found) return null
  await tx.run(sql`
    update acquisition.hook
    set until_on = ${to}::date
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return found.on
}
