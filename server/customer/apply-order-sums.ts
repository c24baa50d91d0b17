import type { Tenant } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A change of what a customer has ordered. `total` in minor units; counts and sums may be negative (undo, refund). */
export type OrderSum = {
  customerId: string
  orders: number
  total: number
  lastOrderAt: Date | null
}

/**
 * Adds to what customers have ordered, on their own rows and on the rows that stand for the persons. The caller makes
 * sure that an order is added once. `lastOrderAt` only moves forward here, unless nothing is left: whoever takes an order
 * back says with `setLastOrders` which one is the last now.
 */
export async function addOrderSums(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  sums: OrderSum[],
): Promise<void> {
  if (sums.length === 0) return
  await tx.run(sql`
    with told as (
      select s.id, sum(s.orders)::int as orders, sum(s.total)::bigint as total, max(s.last_at) as last_at
      from unnest(
        ${sums.map(({ customerId }) => customerId)}::uuid[],
        ${sums.map(({ orders }) => orders)}::int[],
        ${sums.map(({ total }) => total)}::bigint[],
        ${sums.map(({ lastOrderAt }) => lastOrderAt)}::timestamptz[]
      ) as s (id, orders, total, last_at)
      group by s.id
    ),
    own as (
      select t.id, t.orders, t.total, t.last_at, c.person_id
      from told t
      join customer.customer c
        on c.workspace_id = ${tenant.id}
        and c.id = t.id
    ),
    target as (
      select id, orders, total, last_at, true as is_own, person_id = id as is_person
      from own
      union all
      select person_id, orders, total, last_at, false, true
      from own
      where person_id <> id
    ),
    change as (
      select id,
             coalesce(sum(orders) filter (where is_own), 0) as own_orders,
             coalesce(sum(total) filter (where is_own), 0) as own_total,
             max(last_at) filter (where is_own) as own_last_at,
             coalesce(sum(orders) filter (where is_person), 0) as orders,
             coalesce(sum(total) filter (where is_person), 0) as total,
             max(last_at) filter (where is_person) as last_at
      from target
      group by id
    )
    update customer.customer c
    set own_order_count = c.own_order_count + ch.own_orders,
        own_order_total = c.own_order_total + ch.own_total,
        own_last_order_at = case
          when c.own_order_count + ch.own_orders > 0 then greatest(c.own_last_order_at, ch.own_last_at)
        end,
        order_count = c.order_count + ch.orders,
        order_total = c.order_total + ch.total,
        last_order_at = case when c.order_count + ch.orders > 0 then greatest(c.last_order_at, ch.last_at) end
    from change ch
    where c.workspace_id = ${tenant.id}
      and c.id = ch.id
  `)
}

/** Says when customers ordered last, on their own rows and for the persons: after orders were taken back. */
export async function setLastOrders(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  last: ReadonlyMap<string, Date | null>,
): Promise<void> {
  if (last.size === 0) return
  const persons = await tx.rows(sql<{ id: string }>`
    update customer.customer c
    set own_last_order_at = n.at
    from unnest(${[...last.keys()]}::uuid[], ${[...last.values()]}::timestamptz[]) as n (id, at)
    where c.workspace_id = ${tenant.id}
      and c.id = n.id
    returning c.person_id as id
  `)
  await tx.run(sql`
    with member as (
      select p.id as root, p.id
      from unnest(${[...new Set(persons.map(({ id }) => id))]}::uuid[]) as p (id)
      union all
      select p.id, c.id
      from unnest(${[...new Set(persons.map(({ id }) => id))]}::uuid[]) as p (id)
      join customer.customer c
        on c.workspace_id = ${tenant.id}
        and c.person_id = p.id
        and c.person_id <> c.id
    ),
    newest as (
      select m.root, max(c.own_last_order_at) as at
      from member m
      join customer.customer c
        on c.workspace_id = ${tenant.id}
        and c.id = m.id
      group by m.root
    )
    update customer.customer c
    set last_order_at = n.at
    from newest n
    where c.workspace_id = ${tenant.id}
      and c.id = n.root
      and c.last_order_at is distinct from n.at
  `)
}
