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
  const rows = await tx.rows(sql<Sender & { id: string }>`
    with asked as (
      select c.id, c.person_id
      from customer.customer c
      where c.workspace_id = ${tenant.id}
        and c.id = any(${[...customerIds]}::uuid[])
    ),
    member as (
      select a.id as asked_id, a.person_id as id
      from asked a
      union all
      select a.id, c.id
      from asked a
      join customer.customer c
        on c.workspace_id = ${tenant.id}
        and c.person_id = a.person_id
        and c.person_id <> c.id
    )
    select distinct on (m.asked_id) m.asked_id as id, f.userid, f.external_userid as "externalUserid"
    from member m
    join customer.follow f
      on f.workspace_id = ${tenant.id}
      and f.customer_id = m.id
      and f.left_at is null
      and f.removed_at is null
      and f.confirmed_at is not null
    order by m.asked_id, f.last_chat_at desc nulls last, f.started_at desc, f.userid
  `)
  return new Map(rows.map(({ id, userid, externalUserid }) => [id, { userid, externalUserid }]))
}
