import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What an associate was asked to do on a day: tasks for one customer each, and mass sends to confirm. */
export type Workload = { userid: string; on: string; tasks: number; confirms: number }

/** The work of a time by associate and day of the workspace. @param notOf without what this journey asked for. */
export function workloads(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { from, until, notOf }: { from: Date; until: Date; notOf: string | null },
): Promise<Workload[]> {
  return tx.rows(sql<Workload>`
    select w.userid, (w.at at time zone ${tenant.timeZone})::date::text as "on",
           count(*) filter (where w.is_task) as tasks,
           count(*) filter (where not w.is_task) as confirms
    from (
      select t.userid, t.opened_at as at, true as is_task
      from channel.staff_task t
      join channel.delivery d
        on d.workspace_id = t.workspace_id
        and d.id = t.id
      where t.workspace_id = ${tenant.id}
        and t.opened_at > ${from}
        and t.opened_at <= ${until}
        and d.journey_id is distinct from ${notOf}::uuid
      union all
      select d.userid, min(d.slot_at) as at, false as is_task
      from channel.delivery d
      where d.workspace_id = ${tenant.id}
        and d.carrier = 'wecom_mass'
        and d.call_id is not null
        and d.slot_at > ${from}
        and d.slot_at <= ${until}
        and d.journey_id is distinct from ${notOf}::uuid
      group by d.userid, d.call_id
    ) w
    where w.userid <> ''
    group by 1, 2
  `)
}

/** Whose messages hold the slots of people around days: of each journey how many of these people. */
export function slotHolders(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { met, notOf }: { met: readonly { personId: string; at: Date }[]; notOf: string },
): Promise<{ journeyId: string; people: number }[]> {
  return tx.rows(sql<{ journeyId: string; people: number }>`
    select d.journey_id as "journeyId", count(distinct d.person_id) as people
    from unnest(
      ${met.map(({ personId }) => personId)}::uuid[],
      ${met.map(({ at }) => at)}::timestamptz[]
    ) as n (person_id, at)
    join channel.delivery d
      on d.workspace_id = ${tenant.id}
      and d.person_id = n.person_id
      and d.slot_at > n.at - interval '31 days'
      and d.slot_at <= n.at + interval '7 days'
      and d.planned_at <= n.at
    where d.journey_id is not null
      and d.journey_id <> ${notOf}
    group by d.journey_id
    order by people desc, d.journey_id
    limit 10
  `)
}
