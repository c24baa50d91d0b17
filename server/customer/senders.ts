import { sql, type Tx } from '../postgres/index.ts'

export type Sender = { userid: string; externalUserid: string }

/**
 * Through whom people can be spoken to: for each customer the live follow whose associate chatted with them last, else
 * the newest. The answer is by the customers asked for, whichever row of the person they are; who follows nobody is left out.
 */
export async function sendersOf(
  tx: Tx,
  tenant: { id: string },
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Sender>> {
  // One short look for each: joined as sets, the plan depends on statistics that a freshly imported brand does not have yet.
  const rows = await tx.rows(sql<Sender & { id: string }>`
    select c.id, s.userid, s.external_userid as "externalUserid"
    from unnest(${[...customerIds]}::uuid[]) as asked (id)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = asked.id
    cross join lateral (
      select f.userid, f.external_userid
      from (
        select c.person_id as id
        union all
        select o.id
        from customer.customer o
        where o.workspace_id = c.workspace_id
          and o.person_id = c.person_id
          and o.person_id <> o.id
      ) m
      cross join lateral (
        -- The fence keeps the planner from the index of live follows, whose price it does not know before the first analyze.
        select o.userid, o.external_userid, o.last_chat_at, o.started_at, o.left_at, o.removed_at, o.confirmed_at
        from customer.follow o
        where o.workspace_id = c.workspace_id
          and o.customer_id = m.id
        offset 0
      ) f
      where f.left_at is null
        and f.removed_at is null
        and f.confirmed_at is not null
      order by f.last_chat_at desc nulls last, f.started_at desc, f.userid
      limit 1
    ) s
  `)
  return new Map(rows.map(({ id, userid, externalUserid }) => [id, { userid, externalUserid }]))
}
