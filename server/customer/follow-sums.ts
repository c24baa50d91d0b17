import { sql, type Tx } from '../postgres/index.ts'

/** How many follows of a source or a code began and ended on a day of the workspace. */
export type FollowSum = {
  sourceId: string | null
  state: string
  on: string
  added: number
  lost: number
}

/**
 * Follows that began or ended in a period (days of the workspace, both included), by source, code and day. One who comes
 * back is added again; a request that nobody confirmed is no follow.
 */
export function followSums(
  tx: Tx,
  tenant: { id: string; timeZone: string },
  { fromOn, toOn }: { fromOn: string; toOn: string },
): Promise<FollowSum[]> {
  return tx.rows(sql<FollowSum>`
    with told as (
      select source_id, state, started_at as at, 1 as added, 0 as lost
      from customer.follow
      where workspace_id = ${tenant.id}
        and confirmed_at is not null
        and started_at >= (${fromOn}::date::timestamp at time zone ${tenant.timeZone})
        and started_at < ((${toOn}::date + 1)::timestamp at time zone ${tenant.timeZone})
      union all
      select source_id, state, ended_at, 0, 1
      from customer.follow
      where workspace_id = ${tenant.id}
        and confirmed_at is not null
        and ended_at >= (${fromOn}::date::timestamp at time zone ${tenant.timeZone})
        and ended_at < ((${toOn}::date + 1)::timestamp at time zone ${tenant.timeZone})
    )
    select source_id as "sourceId", state, ((at at time zone ${tenant.timeZone})::date)::text as on,
           sum(added)::int as added, sum(lost)::int as lost
    from told
    where state <> ''
    group by 1, 2, 3
    order by 3
  `)
}

/** Customers who follow each associate now. */
export async function customersByAssociate(
  tx: Tx,
  tenant: { id: string },
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ userid: string; customers: number }>`
    select userid, count(*) as customers
    from customer.follow
    where workspace_id = ${tenant.id}
      and left_at is null
      and removed_at is null
      and confirmed_at is not null
    group by userid
  `)
  return new Map(rows.map(({ userid, customers }) => [userid, customers]))
}

/** The contacts who follow an associate now. */
export async function liveFollows(
  tx: Tx,
  tenant: { id: string },
  userid: string,
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select external_userid as id
    from customer.follow
    where workspace_id = ${tenant.id}
      and userid = ${userid}
      and left_at is null
      and removed_at is null
  `)
  return rows.map(({ id }) => id)
}

/** Whom codes have brought to each associate since an instant; those who left again too. */
export function addedSince(
  tx: Tx,
  tenant: { id: string },
  { states, since }: { states: readonly string[]; since: Date },
): Promise<{ state: string; userid: string; added: number }[]> {
  return tx.rows(sql<{ state: string; userid: string; added: number }>`
    select state, userid, count(*)::int as added
    from customer.follow
    where workspace_id = ${tenant.id}
      and state = any(${[...states]}::text[])
      and state <> ''
      and started_at >= ${since}
      and confirmed_at is not null
    group by state, userid
  `)
}
