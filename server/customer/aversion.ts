import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What a person does not want to hear of: a tag whose newest evidence speaks against it. */
export type Aversion = { customerId: string; tag: string; quote: string | null }

const SHOWN_MAX = 5_000

/** @param customerIds all rows of the persons. */
export function aversionsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
): Promise<Aversion[]> {
  return tx.rows(sql<Aversion>`
    select n.customer_id as "customerId", t.name as tag, n.quote
    from (
      select distinct on (a.customer_id, a.tag_id) a.customer_id, a.tag_id, a.sign, a.quote, a.tagged_at
      from customer.tagging a
      where a.workspace_id = ${tenant.id}
        and a.customer_id = any(${[...customerIds]}::uuid[])
        and a.withdrawn_at is null
      order by a.customer_id, a.tag_id, a.tagged_at desc
    ) n
    join customer.tag t
      on t.workspace_id = ${tenant.id}
      and t.id = n.tag_id
    where n.sign = -1
    order by n.tagged_at desc
    limit ${SHOWN_MAX}
  `)
}

/** How many persons have said what they need. @param customerIds all rows of the persons. */
export async function countNeedy(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
): Promise<number> {
  const { people } = await tx.one(sql<{ people: number }>`
    select count(distinct c.person_id)::int as people
    from customer.tagging a
    join customer.customer c
      on c.workspace_id = a.workspace_id
      and c.id = a.customer_id
    where a.workspace_id = ${tenant.id}
      and a.customer_id = any(${[...customerIds]}::uuid[])
      and a.withdrawn_at is null
      and a.sign = 1
  `)
  return people
}
