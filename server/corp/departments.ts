import type { Department as WireDepartment } from '../../wecom/index.ts'
import type { Tenant, TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A department (部门) of a company. Its number is its own within the company only. */
export type Department = { company: string; id: number; name: string; parentId: number }

/** The departments of all companies of a workspace, those that stand first in WeCom first. */
export function departments(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Department[]> {
  return tx.rows(sql<Department>`
    select company, id, name, parent_id as "parentId"
    from corp.department
    where workspace_id = ${tenant.id}
    order by parent_id, place desc, id
  `)
}

/** Keeps exactly these departments. @param found a list that was read whole. */
export async function storeDepartments(
  tx: Tx,
  tenant: TenantCompany,
  found: readonly Pick<WireDepartment, 'id' | 'name' | 'parentid' | 'order'>[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    delete from corp.department
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and id <> all(${found.map(({ id }) => id)}::integer[])
  `)
  await tx.run(sql`
    insert into corp.department as d (workspace_id, company, id, name, parent_id, place, changed_at)
    select ${tenant.id}, ${tenant.company}, n.id, n.name, n.parent_id, n.place, ${now}
    from unnest(
      ${found.map(({ id }) => id)}::integer[],
      ${found.map(({ name }) => name)}::text[],
      ${found.map(({ parentid }) => parentid)}::integer[],
      ${found.map(({ order }) => placeOf(order))}::integer[]
    ) as n (id, name, parent_id, place)
    on conflict (workspace_id, company, id) do update
    set name = excluded.name, parent_id = excluded.parent_id, place = excluded.place, changed_at = ${now}
    where (d.name, d.parent_id, d.place) is distinct from (excluded.name, excluded.parent_id, excluded.place)
  `)
}

/** WeCom's order goes up to 2^32 - 1, one bit beyond ours. */
function placeOf(order: number): number {
  return Math.min(Math.max(0, Math.trunc(order)), 2_147_483_647)
}

/** A department, among those of its company, with the names of those above it, the root left out: 门店 / 静安店. */
export function pathOf(all: readonly Department[], id: number): string {
  const byId = new Map(all.map((one) => [one.id, one]))
  const names: string[] = []
  for (let at = byId.get(id); at && names.length < all.length; at = byId.get(at.parentId))
    if (at.parentId !== 0 || names.length === 0) names.unshift(at.name)
  return names.join(' / ')
}
