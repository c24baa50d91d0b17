import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** How many people have a trait on each day of a year (`05-01`), in one look. Read as in `peopleByDay`. */
export async function peopleOfMonthDays(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  trait: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ monthDay: string; people: number }>`
    select d.month_day as "monthDay", count(distinct c.person_id) as people
    from customer.customer c
    cross join lateral (
      select c.traits -> ${trait} ->> 'v' as told
    ) t
    cross join lateral (
      select case
        when t.told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then substr(t.told, 6, 5)
        when t.told ~ '^[0-9]{2}-[0-9]{2}$' then t.told
      end as month_day
    ) d
    where c.workspace_id = ${tenant.id}
      and c.traits ? ${trait}
      and d.month_day is not null
    group by d.month_day
  `)
  return new Map(rows.map(({ monthDay, people }) => [monthDay, people]))
}
