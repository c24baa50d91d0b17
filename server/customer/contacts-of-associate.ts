import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A customer of an associate, as a handover sees them. */
export type OwnContact = {
  /** The row that is the contact, and the one that stands for the person. */
  customerId: string
  personId: string
  no: number
  personNo: number
  name: string
  externalUserid: string
  followedAt: Date
  total: number
  /** Other associates who have the same contact. */
  others: string[]
  /** They are in a handover already. */
  isMoving: boolean
}

/** All who follow an associate now, by their contact's id. */
export function contactsOfAssociate(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { userid, limit }: { userid: string; limit: number },
): Promise<OwnContact[]> {
  return tx.rows(sql<OwnContact>`
    select c.id as "customerId", p.id as "personId", c.no, p.no as "personNo", p.name, f.external_userid as "externalUserid",
           f.started_at as "followedAt", p.order_total as total, o.userids as others, h.id is not null as "isMoving"
    from customer.follow f
    join customer.customer c
      on c.workspace_id = f.workspace_id
      and c.id = f.customer_id
    join customer.customer p
      on p.workspace_id = c.workspace_id
      and p.id = c.person_id
    left join customer.charge h
      on h.workspace_id = f.workspace_id
      and h.from_userid = f.userid
      and h.external_userid = f.external_userid
      and h.ended_at is null
    cross join lateral (
      select coalesce(array_agg(g.userid), '{}') as userids
      from customer.follow g
      where g.workspace_id = f.workspace_id
        and g.external_userid = f.external_userid
        and g.userid <> f.userid
        and g.left_at is null
        and g.removed_at is null
        and g.confirmed_at is not null
    ) o
    where f.workspace_id = ${tenant.id}
      and f.userid = ${userid}
      and f.left_at is null
      and f.removed_at is null
      and f.confirmed_at is not null
    order by f.external_userid
    limit ${limit}
  `)
}

/** Which of these pairs of an associate and a contact stand: `<userid>\n<external userid>`. */
export async function standingPairs(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  externalUserids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ pair: string }>`
    select concat(userid, chr(10), external_userid) as pair
    from customer.follow
    where workspace_id = ${tenant.id}
      and external_userid = any(${[...externalUserids]}::text[])
      and left_at is null
      and removed_at is null
      and confirmed_at is not null
  `)
  return new Set(rows.map(({ pair }) => pair))
}
