import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
type Deed = { by: string | null; now: Date }

/**
 * Two names of one thing become one product: `from` stands for `into` from now on. What was bought stays with the name it was
 * bought under, so that taking the merge back is exact.
 */
export async function mergeProducts(
  tx: Tx,
  tenant: TenantId,
  { from, into, by, now }: Deed & { from: string; into: string },
): Promise<Outcome<string, 'not_found' | 'same'>> {
  if (from === into) return refused('same')
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*)::int as count
    from commerce.product
    where workspace_id = ${tenant.id} and stands_for = id and id = any(${[from, into]}::uuid[])
  `)
  if (count < 2) return refused('not_found')
  const moved = await tx.rows(sql<{ id: string }>`
    update commerce.product
    set stands_for = ${into}, changed_at = ${now}
    where workspace_id = ${tenant.id} and stands_for = ${from}
    returning id
  `)
  const id = newId()
  await tx.run(sql`
    insert into commerce.product_merge (workspace_id, id, from_id, into_id, moved, merged_at, merged_by)
    values (${tenant.id}, ${id}, ${from}, ${into}, ${moved.map((one) => one.id)}, ${now}, ${by})
  `)
  await forgetMeasure(tx, tenant)
  return ok(id)
}

/** Takes a merge back. Those that went along go back too, unless another undone merge has taken them since. */
export async function unmergeProducts(
  tx: Tx,
  tenant: TenantId,
  { id, by, now }: Deed & { id: string },
): Promise<boolean> {
  const merge = await tx.maybe(sql<{ fromId: string; intoId: string; moved: string[] }>`
    update commerce.product_merge
    set undone_at = ${now}, undone_by = ${by}
    where workspace_id = ${tenant.id} and id = ${id} and undone_at is null
    returning from_id as "fromId", into_id as "intoId", moved
  `)
  if (!merge) return false
  await tx.run(sql`
    update commerce.product p
    set stands_for = ${merge.fromId}, changed_at = ${now}
    where p.workspace_id = ${tenant.id}
      and p.id = any(${merge.moved}::uuid[])
      and p.stands_for = (
        select q.stands_for
        from commerce.product q
        where q.workspace_id = ${tenant.id} and q.id = ${merge.intoId}
      )
  `)
  await forgetMeasure(tx, tenant)
  return true
}

/** Merges that stand and ended in a product, the last first. */
export function mergesInto(tx: Tx, tenant: TenantId, productId: string) {
  return tx.rows(sql<{ id: string; name: string; at: Date; by: string | null }>`
    select m.id, p.name, m.merged_at as at, m.merged_by as by
    from commerce.product_merge m
    join commerce.product p
      on p.workspace_id = m.workspace_id
      and p.id = m.from_id
    where m.workspace_id = ${tenant.id}
      and m.undone_at is null
      and m.into_id in (
        select q.id from commerce.product q where q.workspace_id = ${tenant.id} and q.stands_for = ${productId}
      )
    order by m.merged_at desc, m.id desc
    limit 50
  `)
}

/** The figures count the old names apart: they are worked out again within a minute. */
async function forgetMeasure(tx: Tx, tenant: TenantId): Promise<void> {
  await tx.run(sql`delete from commerce.product_measure where workspace_id = ${tenant.id}`)
}
