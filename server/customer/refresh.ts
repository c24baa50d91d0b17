import { sql, type Tx } from '../postgres/index.ts'
import { refreshSearch } from './search.ts'

/**
 * Brings up whose person the rows are, from the standing merges alone, and what the persons' rows add up to.
 * @param roots rows that stand for their person (nothing merged them into another).
 * @param rows further rows of these persons; not needed for being found, only for being looked up anew when a merge
 *   was undone.
 */
export async function refreshPersons(
  tx: Tx,
  workspaceId: string,
  roots: string[],
  rows: string[] = [],
): Promise<void> {
  if (roots.length === 0) return
  await tx.run(sql`
    with recursive member (id, root) as (
      select r.id, r.id
      from unnest(${roots}::uuid[]) as r (id)
      union all
      select m.gone_id, member.root
      from member
      join customer.merge m
        on m.workspace_id = ${workspaceId}
        and m.kept_id = member.id
        and m.undone_at is null
    )
    update customer.customer c
    set person_id = member.root
    from member
    where c.workspace_id = ${workspaceId}
      and c.id = member.id
      and c.person_id <> member.root
  `)
  await addUp(tx, workspaceId, roots)
  await refreshSearch(tx, workspaceId, [...roots, ...rows])
}

/** Sums and edges over the rows of each person, and the name that was learned last, onto the row that stands for it. */
async function addUp(tx: Tx, workspaceId: string, roots: string[]): Promise<void> {
  await tx.run(sql`
    with place as (
      select r.id as root, r.id
      from unnest(${roots}::uuid[]) as r (id)
      union all
      select c.person_id, c.id
      from customer.customer c
      where c.workspace_id = ${workspaceId}
        and c.person_id = any(${roots}::uuid[])
        and c.person_id <> c.id
    ),
    member as (
      select p.root, c.id, c.traits, c.own_first_seen_at, c.own_last_seen_at, c.own_last_event,
             c.own_order_count, c.own_order_total, c.own_last_order_at
      from place p
      join customer.customer c
        on c.workspace_id = ${workspaceId}
        and c.id = p.id
    ),
    summed as (
      select root,
             min(own_first_seen_at) as first_seen_at,
             max(own_last_seen_at) as last_seen_at,
             (array_agg(own_last_event order by (own_last_event = ''), own_last_seen_at desc, id))[1] as last_event,
             sum(own_order_count)::int as order_count,
             sum(own_order_total)::bigint as order_total,
             max(own_last_order_at) as last_order_at,
             coalesce((
               array_agg(traits -> 'name' ->> 'v' order by (traits -> 'name' ->> 'at')::bigint desc, id)
               filter (where traits -> 'name' ->> 'v' is not null)
             )[1], '') as name
      from member
      group by root
    )
    update customer.customer c
    set first_seen_at = s.first_seen_at,
        last_seen_at = s.last_seen_at,
        last_event = s.last_event,
        order_count = s.order_count,
        order_total = s.order_total,
        last_order_at = s.last_order_at,
        name = s.name
    from summed s
    where c.workspace_id = ${workspaceId}
      and c.id = s.root
  `)
}
